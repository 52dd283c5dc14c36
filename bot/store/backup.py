"""Backup and restore: all rows as they are sealed, in one file, from and to either database.

Nobody needs a key to make a backup; to restore one, every value in it must open first. Rows of
people who were erased since are left out, as long as the target still knows their row ids. Parked
updates are in no backup, and of an older one they are not restored: they belong to a look-up and
not to a row, so nothing tells whether their person was erased.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.choose import need_asyncpg, parsed, sqlite_path
from bot.store.dumpfile import DumpWriter, Facts, read_dump
from bot.store.errors import BackupError, UnavailableError
from bot.store.failures import FAILURES
from bot.store.filelease import held
from bot.store.schema import CHECK, refuse_foreign_keys, revision, upgrade
from bot.store.sealed import KeyRing
from bot.store.sqlite import engines, lock_path, prepare_file
from bot.store.tables import HEAD, SEALED, erased, metadata, parked, person

_SOME = 500
_COPIED = [table for table in metadata.sorted_tables if table is not parked]
_PLACES = {one.table.name: one for one in SEALED}


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `keys` are the ids of the keys needed to restore it."""

    path: Path
    rows: dict[str, int]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, or would be; `left_out` counts people erased since the backup."""

    rows: dict[str, int]
    keys: tuple[str, ...]
    replaced: int
    left_out: int


async def backup(url: str, to: Path) -> Backup:
    """Write all rows, as of one moment, to a new file; BackupError, UnavailableError."""
    with DumpWriter(to) as dump:
        async with _connected(url, writing=False) as connection:
            if await connection.run_sync(revision) != HEAD:
                raise BackupError("The schema is not up to date: run `checkup db upgrade` first.")
            for table in _COPIED:
                rows = await connection.stream(select(table))
                async for row in rows.mappings():
                    dump.row(table, dict(row))
    return Backup(to, dump.facts.rows, tuple(sorted(dump.facts.keys)))


async def restore(
    url: str, keys: KeyRing, source: Path, *, dry_run: bool = False, replace: bool = False
) -> Restored:
    """Put a backup's rows into an empty database, or with `replace` instead of what is there.

    The file, its keys and every sealed value are tried before the target is touched.
    """
    facts, gone = _verified(source, keys)
    facts.rows[parked.name] = 0
    path = sqlite_path(parsed(url))
    if dry_run and path is not None and not path.exists():
        return Restored(facts.rows, tuple(sorted(facts.keys)), 0, 0)
    await _refuse_running(url)
    async with _connected(url, writing=not dry_run) as connection:
        if not dry_run:
            await connection.run_sync(upgrade)
        present, gone_here = await _target(connection)
        if present and not replace:
            raise BackupError(
                f"The target holds {present} people. Restore into an empty database, or say that "
                "they shall be replaced."
            )
        left_out = sum(
            table == "person" and row["id"] in gone_here for table, row in read_dump(source)
        )
        if not dry_run:
            await _fill(connection, source, gone | gone_here)
    return Restored(facts.rows, tuple(sorted(facts.keys)), present, left_out)


def _verified(source: Path, keys: KeyRing) -> tuple[Facts, set[str]]:
    """Read the file to its end and open every value in it; tell its facts and its gone rows."""
    facts, gone, checks = Facts(), set(), {}
    sealed_rows = 0
    for table, row in read_dump(source):
        facts.add(table, row)
        if table == "meta" and row["key"].startswith(CHECK):
            checks[row["key"]] = row["value"]
        if table == "erased":
            gone.add(row["id"])
        sealed_rows += table in _PLACES
    if sealed_rows and not checks:
        raise BackupError(f"{source} holds no check row: nothing tells which keys it needs.")
    refuse_foreign_keys(checks, keys)
    for table, row in read_dump(source):
        if place := _PLACES.get(table):
            keys.open(row[place.column.name], table, place.column.name, *place.row(row))
    return facts, gone


async def _target(connection: AsyncConnection) -> tuple[int, set[str]]:
    """Count the people in the target, and list the rows it knows to be gone."""
    present = await connection.run_sync(revision)
    if present is None:
        return 0, set()
    count = await connection.scalar(select(func.count()).select_from(person))
    if present != HEAD:
        return count or 0, set()
    return count or 0, set((await connection.execute(select(erased.c.id))).scalars())


async def _fill(connection: AsyncConnection, source: Path, gone: set[str]) -> None:
    for table in reversed(metadata.sorted_tables):
        await connection.execute(delete(table))
    for name, rows in groupby(_staying(source, gone), key=lambda pair: pair[0]):
        values = (row for _, row in rows)
        while some := list(islice(values, _SOME)):
            await connection.execute(insert(metadata.tables[name]), some)
    left = [{"id": one} for one in sorted(gone)]
    if left:
        await connection.execute(insert(erased), left)


def _staying(source: Path, gone: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for table, row in read_dump(source):
        owner = row["person_id"] if table == "kept" else row.get("id")
        if table not in {"erased", parked.name} and owner not in gone:
            yield table, row


async def _refuse_running(url: str) -> None:
    address = parsed(url)
    path = sqlite_path(address)
    if path is not None:
        running = held(lock_path(path))
    else:
        from bot.store.advisory import held as held_there  # noqa: PLC0415 - see need_asyncpg

        running = await held_there(address)
    if running:
        raise BackupError("The bot is running on this database; stop it first.")


@asynccontextmanager
async def _connected(url: str, *, writing: bool) -> AsyncIterator[AsyncConnection]:
    """Open one transaction: for reading, of one moment; for writing, all or nothing."""
    engine = _engine(url, writing=writing)
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql" and not writing:
                await connection.execute(
                    text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                )
            yield connection
    except FAILURES as error:
        raise UnavailableError(
            f"The database or the backup file failed: {type(error).__name__}."
        ) from error
    finally:
        await engine.dispose()


def _engine(url: str, *, writing: bool) -> AsyncEngine:
    address = parsed(url)
    path = sqlite_path(address)
    if path is None:
        need_asyncpg()
        from bot.store.postgres import engine  # noqa: PLC0415 - see need_asyncpg

        return engine(address)
    if writing:
        prepare_file(path)
    elif not path.exists():
        raise BackupError(f"There is no database at {path}.")
    writers, readers = engines(path)
    return writers if writing else readers
