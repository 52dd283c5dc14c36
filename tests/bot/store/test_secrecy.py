"""Nothing a person said or is known by can be read in the database's files."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import Kept, Parked, Store, StoreError, backup, new_id, open_store
from bot.store.sealed import KeyRing
from tests.bot.store.people import newcomer, says
from tests.databases import Database, in_the_clear, sqlite_database

ADA = 5_551_234_567
CANARIES = ("canary in the mine", "Kanarienvogel", "kept canary", "parked canary", "meta canary")


async def _say_everything(store: Store) -> None:
    async with store.turn(ADA) as work:
        work.after = newcomer({"chat": ADA, "words": [CANARIES[0], CANARIES[1]]})
        work.keep = [Kept(new_id(), "planned", 1.0, {"words": CANARIES[2], "chat": ADA})]
        work.park = [Parked(new_id(), 1.0, "CanaryError", CANARIES[3])]
    await store.set_meta("note", CANARIES[4])
    await says(store, ADA, state={"chat": ADA, "words": CANARIES[0] * 2})
    async with store.turn(ADA) as work:
        work.erase, work.after = True, newcomer({"chat": ADA, "words": CANARIES[1]})


def _needles() -> list[bytes]:
    return [one.encode() for one in (*CANARIES, "planned", "CanaryError")] + in_the_clear(ADA)


async def test_no_words_in_any_file(store: Store, database: Database, tmp_path: Path) -> None:
    """Neither the database, nor its log while in use, nor a backup holds a canary or the id."""
    await _say_everything(store)
    await backup(database.url, tmp_path / "backup")
    content = _all_files(tmp_path)
    if database.kind == "postgresql":
        content += await _all_rows(database.url)
    assert len(content) > 1_000
    assert [one for one in _needles() if one in content] == []


@pytest.mark.parametrize("number", [123_456_789, ADA])
def test_a_number_in_the_clear_would_be_found(tmp_path: Path, number: int) -> None:
    """As an integer and as text, SQLite's file has it in one of the forms that are looked for."""
    for kind in ("INTEGER", "TEXT"):
        with closing(sqlite3.connect(tmp_path / f"{kind}.db")) as connection:
            connection.execute(f"CREATE TABLE person (id {kind})")
            connection.execute("INSERT INTO person VALUES (?)", (number,))
            connection.commit()
        content = (tmp_path / f"{kind}.db").read_bytes()
        assert [form for form in in_the_clear(number) if form in content]


async def test_an_erased_row_is_in_no_file_any_more(tmp_path: Path) -> None:
    """After an erasure not even the sealed row is left for long, in SQLite's file or its log."""
    database = sqlite_database(tmp_path)
    store = open_store(database.url, KeyRing([bytes(32)]))
    await store.open()
    await says(store, ADA, state={"chat": ADA, "words": CANARIES[0]})
    with closing(sqlite3.connect(tmp_path / Path(database.url).name)) as connection:
        (sealed,) = connection.execute("SELECT state FROM person").fetchone()
    assert sealed in _all_files(tmp_path)
    async with store.turn(ADA) as work:
        work.erase = True
    async with asyncio.timeout(5):
        while sealed in _all_files(tmp_path):
            await asyncio.sleep(0.01)
    await store.close()


def _all_files(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir())


async def _all_rows(url: str) -> bytes:
    engine = create_async_engine(url)
    rows = []
    async with engine.connect() as connection:
        for table in ("person", "kept", "parked", "meta", "erased"):
            found = await connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our names
            rows += [value for row in found for value in row]
    await engine.dispose()
    return b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in rows)


async def test_the_file_is_its_owner_s(store: Store, database: Database) -> None:
    """SQLite's files can be read by their owner only."""
    await says(store, 1)
    files = [] if database.file is None else list(database.file.parent.glob("*.db*"))
    assert len(files) == (3 if database.kind == "sqlite" else 0)
    assert {one.stat().st_mode & 0o077 for one in files} <= {0}


@pytest.mark.parametrize(
    "url",
    ["mysql://root:hunter2@host/db", "sqlite://", "sqlite+aiosqlite:///:memory:", "hunter2"],
)
def test_a_bad_address_is_refused_without_its_password(url: str, keys: KeyRing) -> None:
    """An address that names no usable database is refused; the message keeps its secrets."""
    with pytest.raises(StoreError) as refused:
        open_store(url, keys)
    assert "hunter2" not in str(refused.value)


async def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, keys: KeyRing, open_another: Callable[..., Store]
) -> None:
    """A path through a file is refused with the path in the message."""
    (tmp_path / "file").write_bytes(b"")
    store = open_store(f"sqlite:///{tmp_path}/file/bot.db", keys)
    with pytest.raises(StoreError, match=r"file/bot\.db cannot be written"):
        await store.open()
    await store.close()
    assert open_another is not None
