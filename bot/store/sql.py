"""What both databases do alike: reading, housekeeping and sealing anew."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeAlias

import structlog
from sqlalchemy import ColumnElement, Select, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.base import PARKED_SECONDS, Kept, Parked, Person
from bot.store.errors import ConflictError, StoreError, UnavailableError
from bot.store.failures import FAILURES
from bot.store.rotation import reseal_some, retire_checks
from bot.store.rows import open_kept, open_parked, open_person, parked_row
from bot.store.sealed import KeyRing
from bot.store.tables import SEALED, erased, kept, meta, parked, person

log = structlog.get_logger()
_SOME = 500
Rows: TypeAlias = Sequence[Mapping[Any, Any]]
"""Rows as the driver gives them, by the names of their columns."""


class SqlStore(ABC):
    """The verbs that need only a connection to read with and a transaction to write in."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys
        self._damaged: set[str] = set()
        """The ids of rows that were found not to open; each is told once."""

    @abstractmethod
    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]: ...

    @abstractmethod
    def _writing(self) -> AbstractAsyncContextManager[AsyncConnection]: ...

    @abstractmethod
    def _gone(self, person_ids: Sequence[str]) -> None: ...

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Give the database's failures their names."""
        try:
            yield
        except IntegrityError as error:
            raise ConflictError("A row with this id or look-up is there already.") from error
        except FAILURES as error:
            raise UnavailableError("The database did not answer.") from error

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncConnection]:
        with self._answering():
            async with self._reading() as connection:
                yield connection

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        with self._answering():
            async with self._writing() as connection:
                yield connection

    async def ping(self) -> bool:
        """Tell whether the database answers."""
        for _ in range(2):  # a connection that was cut meanwhile is found out on its first use
            try:
                async with self._read() as connection:
                    await connection.execute(text("SELECT 1"))
            except UnavailableError:
                continue
            return True
        return False

    async def ended(self) -> None:
        """Wait for ever: whatever fails here passes, or is told to whoever asked."""
        await asyncio.Event().wait()

    async def to_remind(self, now: float, limit: int) -> list[Person]:
        """List people with a reminder due, the longest due first."""
        chosen = select(person).where(person.c.remind_at <= now)
        return await self._people(chosen.order_by(person.c.remind_at).limit(limit))

    async def with_reminders(self, after: str, limit: int) -> list[Person]:
        """List people with reminders to come, in the order of their ids, beyond the id `after`."""
        chosen = select(person).where(person.c.id > after, person.c.remind_at.is_not(None))
        return await self._people(chosen.order_by(person.c.id).limit(limit))

    async def next_reminder(self) -> float | None:
        """Tell when the next reminder is due; None when none is."""
        chosen = select(func.min(person.c.remind_at)).where(person.c.remind_at.is_not(None))
        async with self._read() as connection:
            found: float | None = await connection.scalar(chosen)
        return found

    async def active_since(self, then: float) -> list[Person]:
        """List the people who did something at or after `then`."""
        chosen = select(person).where(person.c.seen_at >= then).order_by(person.c.seen_at)
        return await self._people(chosen)

    async def kept(self, person_id: str) -> list[Kept]:
        """List what a person keeps, oldest first."""
        chosen = select(kept).where(kept.c.person_id == person_id).order_by(kept.c.at, kept.c.id)
        async with self._read() as connection:
            rows = (await connection.execute(chosen)).mappings().all()
        return [open_kept(self._keys, dict(row)) for row in rows]

    async def park(self, telegram_id: int, one: Parked) -> None:
        """Park an update and leave the person's row alone."""
        async with self._write() as connection:
            await connection.execute(insert(parked), parked_row(self._keys, telegram_id, one))

    async def parked(self) -> list[Parked]:
        """List the parked updates, oldest first."""
        async with self._read() as connection:
            found = await connection.execute(select(parked).order_by(parked.c.at, parked.c.id))
            rows = found.mappings().all()
        return [open_parked(self._keys, dict(row)) for row in rows]

    async def meta(self, key: str) -> str | None:
        """Read one value of the bot's own, or None."""
        async with self._read() as connection:
            found = await connection.execute(select(meta.c.value).where(meta.c.key == key))
            value = found.scalar_one_or_none()
        return None if value is None else self._keys.open(value, "meta", "value", key).decode()

    async def set_meta(self, key: str, value: str) -> None:
        """Write one value of the bot's own."""
        row = {"key": key, "value": self._keys.seal(value.encode(), "meta", "value", key)}
        async with self._write() as connection:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            written = dialect.insert(meta).values(row)
            replaced = {"value": written.excluded.value}
            await connection.execute(
                written.on_conflict_do_update(index_elements=["key"], set_=replaced)
            )

    async def expire(self, now: float) -> int:
        """Remove people past their time with all that belongs to them; return how many."""
        total = 0
        async with self._write() as connection:
            old = parked.c.at <= now - PARKED_SECONDS
            await connection.execute(delete(parked).where(old))
        while ids := await self._expire_some(now):
            self._gone(ids)
            total += len(ids)
        return total

    async def _expire_some(self, now: float) -> list[str]:
        chosen = (
            select(person.c.id, person.c.lookup)
            .where(person.c.expires_at <= now)
            .order_by(person.c.expires_at)
            .limit(_SOME)
            .with_for_update(skip_locked=True)
        )
        async with self._write() as connection:
            rows = (await connection.execute(chosen)).all()
            ids = [row.id for row in rows]
            if ids:
                lookups = [row.lookup for row in rows]
                await connection.execute(delete(parked).where(parked.c.lookup.in_(lookups)))
                await connection.execute(delete(person).where(person.c.id.in_(ids)))
                await connection.execute(insert(erased), [{"id": one} for one in ids])
        return ids

    async def rotate(self) -> int:
        """Seal everything anew under the first key; return how many rows; resumable."""
        total = 0
        for sealed in SEALED:
            while True:
                async with self._write() as connection:
                    done, left = await reseal_some(connection, sealed, self._keys, _SOME)
                total += done
                if not left:
                    break
                await asyncio.sleep(0 if done else 0.05)  # the rest is in somebody's turn
        async with self._write() as connection:
            await retire_checks(connection, self._keys)
        return total

    async def _people(self, chosen: Select[Any]) -> list[Person]:
        """Read these people, as many as are asked for, beyond all whose rows don't open."""

        async def read(opening: ColumnElement[bool]) -> Rows:
            async with self._read() as connection:
                found = await connection.execute(chosen.where(opening))
                rows: Rows = found.mappings().all()
            return rows

        return await self._opened(read)

    async def _opened(self, read: Callable[[ColumnElement[bool]], Awaitable[Rows]]) -> list[Person]:
        """Open what `read` gives, and let it read again without what doesn't open.

        Damaged rows, however many stand at the head of a list, must not keep the others from their
        messages. Nothing but a start with another key or database makes them readable.
        """
        while True:
            people, damaged = [], set()
            for row in await read(person.c.id.not_in(list(self._damaged))):
                try:
                    people.append(open_person(self._keys, row).person())
                except StoreError as error:
                    log.warning("row_unreadable", table="person", why=str(error))
                    damaged.add(row["id"])
            if not damaged:
                return people
            self._damaged |= damaged
