"""The embedded database: one file, one process, one writer.

Reads have connections of their own, so they never wait for a commit. `BEGIN IMMEDIATE` on the
writing connection, because the driver by itself leaves a first SAVEPOINT outside any transaction
and takes the write lock late.
"""

import asyncio
import glob
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import URL, event, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.base import Lease, Person, Work
from bot.store.changes import changed
from bot.store.errors import StoreError
from bot.store.filelease import lead_by_file
from bot.store.lanes import Cache, Lanes
from bot.store.reader import Reader
from bot.store.rows import Claim, Thawed, open_person_of
from bot.store.schema import check_keys, revision, upgrade
from bot.store.sealed import KeyRing
from bot.store.sql import SqlStore
from bot.store.tables import HEAD, person
from bot.store.writer import Writer

log = structlog.get_logger()
CACHED_PEOPLE = 10_000
COPY_SECONDS = 7 * 86_400.0
"""How long the copy made before a change of the schema is kept."""

_COPY = ".schema-"


class SqliteStore(SqlStore):
    """People in one SQLite file; its folder also holds the lock of the process that leads."""

    shared = False

    def __init__(self, path: Path, keys: KeyRing, cached: int = CACHED_PEOPLE) -> None:
        super().__init__(keys)
        self._path = path.absolute()
        self._lanes, self._cache = Lanes(), Cache(cached)
        self._writers, self._readers = engines(self._path)
        self._writer, self._reader = Writer(self._writers), Reader(self._readers)

    async def open(self) -> None:
        """Bring the schema up to date and check the keys; KeyRefusedError, SchemaError."""
        prepare_file(self._path)
        with self._answering():
            async with self._writers.begin() as connection:
                await connection.run_sync(_upgrade_after_copy, self._path)
                await check_keys(connection, self._keys)
            await self._writer.start()
        log.info("database_opened", path=str(self._path), schema=HEAD)

    async def close(self) -> None:
        """Write what waits and let the database go."""
        await self._writer.close()
        await self._reader.close()
        self._cache.clear()
        await self._readers.dispose()
        await self._writers.dispose()

    @asynccontextmanager
    async def turn(self, telegram_id: int) -> AsyncIterator[Work]:
        """Hold one person alone for one turn; durable when the block has been left."""
        async with self._lanes.alone(telegram_id):
            before = await self._find(telegram_id)
            work = Work(None if before is None else before.person())
            yield work
            change = changed(work, telegram_id, self._keys, Claim(""))
            if not change:
                return
            try:
                with self._answering():
                    await self._writer.write(change)
            except BaseException:
                self._cache.drop(telegram_id)  # what is on disk now, the disk must say
                raise
            if change.after is not None:
                self._cache.put(change.after)
            elif work.erase:
                self._cache.drop(telegram_id)

    async def look(self, telegram_id: int) -> Person | None:
        """Read one person as last committed."""
        async with self._lanes.alone(telegram_id):
            found = await self._find(telegram_id)
            return None if found is None else found.person()

    async def _find(self, telegram_id: int) -> Thawed | None:
        found = self._cache.get(telegram_id)
        if found is not None:
            return found
        row = await self._reader.find(self._keys.lookups(telegram_id))
        if row is None:
            return None
        found = open_person_of(self._keys, row, telegram_id)
        self._cache.put(found)
        return found

    async def due(self, now: float, limit: int) -> list[Person]:
        """List people whose messages are due, oldest first."""
        chosen = (
            select(person)
            .where(person.c.deliver_after <= now)
            .order_by(person.c.deliver_after)
            .limit(limit)
        )
        return await self._people(chosen)

    async def next_due(self) -> float | None:
        """Tell when the next message is due; None when nothing is unsent."""
        async with self._read() as connection:
            found: float | None = await connection.scalar(select(func.min(person.c.deliver_after)))
        return found

    @asynccontextmanager
    async def lead(self) -> AsyncIterator[Lease]:
        """Wait until no other process leads on this file, and lead while the block lasts."""
        async with lead_by_file(lock_path(self._path)) as lease:
            self._cache.clear()  # of what was remembered, the one before may have written since
            yield lease

    async def ping(self) -> bool:
        """Tell whether the database answers, and is written."""
        return self._writer.writes() and await super().ping()

    async def ended(self) -> None:
        """Wait for the end that nobody asked for, and raise it: StoppedError."""
        await self._writer.ended()

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._readers.connect()

    def _writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._writer.transaction()

    async def expire(self, now: float) -> int:
        """Remove people past their time, and copies of older schemas, which know the erased."""
        await asyncio.to_thread(_forget_copies, self._path, now - COPY_SECONDS)
        return await super().expire(now)

    def _gone(self, person_ids: Sequence[str]) -> None:
        for one in person_ids:
            self._cache.drop_row(one)


def lock_path(database: Path) -> Path:
    """Name the lock beside a database file."""
    return database.with_name(database.name + ".lock")


def prepare_file(path: Path) -> None:
    """Make the folder and an empty file that only its owner reads; StoreError when not allowed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"The database file {path} cannot be written: {error}.") from error


def engines(path: Path) -> tuple[AsyncEngine, AsyncEngine]:
    """Make the engine that writes and the one that only reads."""
    url = URL.create("sqlite+aiosqlite", database=str(path))
    writers, readers = create_async_engine(url), create_async_engine(url)
    _prepare(writers, "BEGIN IMMEDIATE", "query_only=OFF")
    _prepare(readers, "BEGIN", "query_only=ON")
    return writers, readers


def _prepare(engine: AsyncEngine, begin: str, query_only: str) -> None:
    settings = ("busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL")

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in (*settings, "journal_mode=WAL", query_only):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _upgrade_after_copy(connection: Any, path: Path) -> None:
    present = revision(connection)
    if present not in (None, HEAD):
        _copy(path, path.with_name(f"{path.name}{_COPY}{present}"))
    upgrade(connection)


def _copy(path: Path, to: Path) -> None:
    """Copy the database as last committed; a copy of this schema made before is kept."""
    if to.exists():
        return
    draft = to.with_name(to.name + ".part")
    draft.unlink(missing_ok=True)
    prepare_file(draft)
    source, target = sqlite3.connect(path), sqlite3.connect(draft)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    draft.rename(to)
    log.info("database_copied", path=str(to))


def _forget_copies(path: Path, then: float) -> None:
    """Remove the copies made before a moment: who is erased must not stay in them."""
    for copy in path.parent.glob(f"{glob.escape(path.name)}{_COPY}*"):
        if copy.stat().st_mtime <= then:
            copy.unlink()
            log.info("copy_removed", path=str(copy))
