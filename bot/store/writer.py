"""One writer for an embedded database: every turn that waits is committed in one go.

A commit to disk costs the same for one turn as for a hundred, so whoever comes while one commit
runs shares the next. When a batch fails because of one turn, each is tried alone, and only the
guilty one is told.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.changes import Change, apply
from bot.store.errors import StoppedError, UnavailableError

log = structlog.get_logger()

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class _Waiting:
    change: Change
    done: asyncio.Future[None]


class Writer:
    """Holds the one connection that writes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: list[_Waiting] = []
        self._batch: list[_Waiting] = []
        self._wake = asyncio.Event()
        self._lock = asyncio.Lock()
        self._closing = False
        self._connection: AsyncConnection | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take the connection and begin to write."""
        self._connection = await self._engine.connect()
        self._task = asyncio.create_task(self._run(), name="store writer")

    def writes(self) -> bool:
        """Tell whether what is handed in will be written."""
        return self._task is not None and not self._task.done()

    async def ended(self) -> None:
        """Wait until nothing is written any more; StoppedError if nobody asked for that."""
        if self._task is not None:
            await asyncio.wait([self._task])
        if not self._closing:
            raise StoppedError("The writer has stopped.")

    async def close(self) -> None:
        """Write what waits, then stop."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await asyncio.wait([self._task])
        if self._connection is not None:
            await self._connection.close()

    async def write(self, change: Change) -> None:
        """Wait until the change is on disk; a cancelled caller too waits for the outcome."""
        if self._closing or not self.writes():
            raise UnavailableError("The store is closed.")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(change, done))
        self._wake.set()
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done])
            done.exception()
            raise

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Lend the connection for one transaction of another kind, between two batches."""
        if self._connection is None:
            raise UnavailableError("The store is closed.")
        async with self._lock, self._connection.begin():
            yield self._connection

    async def _run(self) -> None:
        try:
            await self._write_all()
        except Exception:
            log.exception("writer_stopped")  # no turn is taken then, and `ended` tells the process
        finally:
            # Also when it is cancelled: nobody else tells those who wait, and they would for ever.
            for one in (*self._batch, *self._waiting):
                if not one.done.done():
                    one.done.set_exception(UnavailableError("The store does not write any more."))

    async def _write_all(self) -> None:
        while self._waiting or not self._closing:
            await self._wake.wait()
            self._batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting and not self._closing:
                self._wake.clear()
            if self._batch:
                await self._commit(self._batch)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        try:
            async with self.transaction() as connection:
                await apply(connection, [one.change for one in batch])
        except OperationalError as error:
            for one in batch:  # the disk or a lock: no use in asking for each
                failure = UnavailableError("The database did not take the turn.")
                failure.__cause__ = error
                one.done.set_exception(failure)
        except Exception as error:  # noqa: BLE001 - the writer outlives every turn; each waiter is told
            if len(batch) == 1:
                batch[0].done.set_exception(error)
                return
            for one in batch:
                await self._commit([one])
        else:
            for one in batch:
                one.done.set_result(None)
            if any(one.change.erase for one in batch):
                await self._empty_log()

    async def _empty_log(self) -> None:
        """Take what was erased out of the write-ahead log too, as far as readers let it.

        What a reader holds up goes with the next erasure, or when the database is closed.
        """
        if self._connection is None:
            return
        try:
            raw = await self._connection.get_raw_connection()
            if raw.driver_connection is not None:
                async with self._lock:
                    await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except Exception as error:  # noqa: BLE001 - the turn is on disk, and the writer goes on
            log.warning("log_not_emptied", reason=type(error).__name__)
