"""One reader for people not in memory: whoever waits is looked up in one query."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.errors import UnavailableError
from bot.store.tables import person

BATCH: Final = 200
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Waiting:
    lookups: Sequence[bytes]
    found: asyncio.Future[_Row | None]


class Reader:
    """Finds people by look-up; a query starts when somebody waits and none is running."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None

    async def find(self, lookups: Sequence[bytes]) -> _Row | None:
        """Read the row one of these look-ups leads to, as last committed."""
        found: asyncio.Future[_Row | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(lookups, found))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="store reader")
        return await found

    async def close(self) -> None:
        """Answer who waits."""
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                rows = await self._rows([lookup for one in batch for lookup in one.lookups])
            except Exception as error:  # noqa: BLE001 - every waiter is told
                for one in batch:
                    failure = UnavailableError("The database did not answer.")
                    failure.__cause__ = error
                    if not one.found.done():  # its caller may have been cancelled
                        one.found.set_exception(failure)
                continue
            for one in batch:
                row = next((rows[key] for key in one.lookups if key in rows), None)
                if not one.found.done():
                    one.found.set_result(row)

    async def _rows(self, lookups: Sequence[bytes]) -> dict[bytes, _Row]:
        async with self._engine.connect() as connection:
            chosen = select(person).where(person.c.lookup.in_(lookups))
            rows = (await connection.execute(chosen)).mappings().all()
        return {row["lookup"]: dict(row) for row in rows}
