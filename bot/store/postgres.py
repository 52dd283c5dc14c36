"""The shared database: any number of processes, one transaction for each turn.

A known person's row is locked while their turn runs. An unknown person has no row to lock: there
the turn takes a transaction's advisory lock on every look-up of theirs, then looks again. Two
replicas whose rings stand in different order (a key being changed) meet on those locks too, where
a unique look-up alone would let both insert.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import structlog
from sqlalchemy import URL, ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.advisory import lead_by_advisory_lock
from bot.store.base import CLAIM_SECONDS, Lease, Person, Work, new_id
from bot.store.changes import apply, changed
from bot.store.errors import StoreError, UnavailableError
from bot.store.lanes import Lanes
from bot.store.rows import Claim, open_person_of
from bot.store.schema import check_keys, upgrade
from bot.store.sealed import ID_BYTES, KeyRing
from bot.store.sql import Rows, SqlStore
from bot.store.tables import HEAD, person

log = structlog.get_logger()
POOL: Final = 16
_UPGRADING: Final = 0x7468_6572_6170_7900
_SETTINGS: Final = {
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "30000",
    "jit": "off",
}


class PostgresStore(SqlStore):
    """People in PostgreSQL; `turn` holds one of the pool's connections while it lasts."""

    shared = True

    def __init__(self, url: URL, keys: KeyRing) -> None:
        super().__init__(keys)
        self._url = url
        self._me = new_id()
        self._lanes = Lanes()
        self._closed = False
        self._engine = engine(url)

    async def open(self) -> None:
        """Bring the schema up to date and check the keys; KeyRefusedError, SchemaError."""
        with self._answering():
            async with self._engine.begin() as connection:
                await connection.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))
                await connection.run_sync(upgrade)
                await check_keys(connection, self._keys)
        log.info("database_opened", host=self._url.host, database=self._url.database, schema=HEAD)

    async def close(self) -> None:
        """Hand what is unsent to the other replicas, and let the database go."""
        if not self._closed:
            self._closed = True
            await self._release()
        await self._engine.dispose()

    async def _release(self) -> None:
        mine = (person.c.deliver_after.is_not(None), person.c.claimed_by == self._me)
        release = update(person).where(*mine).values(claimed_by=None, claimed_until=None)
        try:
            async with self._write() as connection:
                await connection.execute(release)
        except StoreError as error:  # then the claims run out by themselves
            log.warning("claims_not_released", why=str(error))

    @asynccontextmanager
    async def turn(self, telegram_id: int) -> AsyncIterator[Work]:
        """Hold one person alone for one turn; durable when the block has been left."""
        async with self._lanes.alone(telegram_id):
            if self._closed:
                raise UnavailableError("The store is closed.")
            with self._answering():
                connection = await self._engine.connect()
            try:
                with self._answering():
                    found, claim = await self._locked(connection, telegram_id)
                work = Work(found)
                yield work
                change = changed(work, telegram_id, self._keys, claim)
                with self._answering():
                    if change:
                        await apply(connection, [change])
                    await connection.commit()
            finally:
                with self._answering():
                    await connection.close()

    async def look(self, telegram_id: int) -> Person | None:
        """Read one person as last committed; takes no lock and waits for none."""
        chosen = select(person).where(person.c.lookup.in_(self._keys.lookups(telegram_id)))
        async with self._read() as connection:
            row = (await connection.execute(chosen)).mappings().one_or_none()
        return None if row is None else open_person_of(self._keys, dict(row), telegram_id).person()

    async def _locked(
        self, connection: AsyncConnection, telegram_id: int
    ) -> tuple[Person | None, Claim]:
        lookups = self._keys.lookups(telegram_id)
        chosen = select(person).where(person.c.lookup.in_(lookups)).with_for_update()
        row = (await connection.execute(chosen)).mappings().one_or_none()
        if row is None:
            for number in sorted(map(_number, lookups)):
                await connection.execute(select(func.pg_advisory_xact_lock(number)))
            row = (await connection.execute(chosen)).mappings().one_or_none()
        if row is None:
            return None, Claim(self._me)
        mine = row["claimed_until"] if row["claimed_by"] == self._me else None
        found = open_person_of(self._keys, dict(row), telegram_id).person()
        return found, Claim(self._me, mine or 0.0)

    async def due(self, now: float, limit: int) -> list[Person]:
        """List people whose messages are due and whom no other replica has claimed."""
        free = or_(
            person.c.claimed_by.is_(None),
            person.c.claimed_by == self._me,
            person.c.claimed_until <= now,
        )

        async def claim(opening: ColumnElement[bool]) -> Rows:
            chosen = (
                select(person.c.id)
                .where(person.c.deliver_after <= now, free, opening)
                .order_by(person.c.deliver_after)
                .limit(limit)
                .with_for_update(skip_locked=True)
                .cte("chosen")
            )
            claimed = (
                update(person)
                .where(person.c.id == chosen.c.id)
                .values(claimed_by=self._me, claimed_until=now + CLAIM_SECONDS)
                .returning(person)
            )
            async with self._write() as connection:
                rows = (await connection.execute(claimed)).mappings().all()
            return sorted(rows, key=lambda row: (row["deliver_after"], row["id"]))

        return await self._opened(claim)

    async def next_due(self) -> float | None:
        """Tell when the next message is due for this process: another's claim must run out."""
        mine = or_(person.c.claimed_by.is_(None), person.c.claimed_by == self._me)
        late = func.greatest(person.c.deliver_after, person.c.claimed_until)
        at = case((mine, person.c.deliver_after), else_=late)
        chosen = select(func.min(at)).where(person.c.deliver_after.is_not(None))
        async with self._read() as connection:
            found: float | None = await connection.scalar(chosen)
        return found

    def lead(self) -> AbstractAsyncContextManager[Lease]:
        """Wait until no other process leads on this database, and lead while the block lasts."""
        return lead_by_advisory_lock(self._url)

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._engine.connect()

    def _writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._engine.begin()

    def _gone(self, person_ids: Sequence[str]) -> None:
        """Nothing of a person is held outside the database."""


def engine(url: URL) -> AsyncEngine:
    """Make the engine with its pool; sizes fit one process."""
    return create_async_engine(
        url,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"server_settings": _SETTINGS, "timeout": 10, "command_timeout": 30},
    )


def _number(lookup: bytes) -> int:
    return int.from_bytes(lookup[ID_BYTES : ID_BYTES + 8], "big", signed=True)
