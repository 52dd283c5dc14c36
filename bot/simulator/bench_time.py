"""Time travel: from due time to due time, waiting at each until everything is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.simulator.clock import Clock
from bot.simulator.errors import Impossible

PATIENCE: Final = 20.0
MOMENT: Final = 0.05
SLACK: Final = 0.5
"""Seconds past a due time at which a journey stops, so that it is due for certain."""

Due = Callable[[], Awaitable[Sequence[float | None]]]


class Travel:
    """Moves the clock of simulator and bot; `due` tells when messages and reminders are due."""

    def __init__(self, clock: Clock, due: Due) -> None:
        self._clock, self._due = clock, due
        self._turn = asyncio.Lock()

    async def by(self, seconds: float) -> int:
        """Go on by so many seconds; return how many stops there were on the way."""
        async with self._turn:
            target, stops = self._clock.timestamp() + seconds, 0
            while (due := await self._next()) is not None and due < target:
                stops += 1
                if not await self._stop_at(due + SLACK):
                    break
            await self._stop_at(target)
            return stops

    async def to_next(self) -> float:
        """Go on to the next message that is due; Impossible when nothing is."""
        async with self._turn:
            due = await self._next()
            if due is None:
                raise Impossible("nothing is due: no reminder and no message waits for its time")
            await self._stop_at(due + SLACK)
            return due

    async def _next(self) -> float | None:
        return min((each for each in await self._due() if each is not None), default=None)

    async def _stop_at(self, moment: float) -> bool:
        """Be at a moment and let everything due be sent; False when it can't be."""
        ahead = moment - self._clock.timestamp()
        if ahead > 0:
            self._clock.travel(ahead)
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while (due := await self._next()) is not None and due <= self._clock.timestamp():
            if loop.time() > end:
                return False
            await asyncio.sleep(MOMENT)
        return True
