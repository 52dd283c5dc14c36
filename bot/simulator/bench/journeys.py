"""Time travel: from due time to due time, waiting at each until all is taken and sent."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.simulator.clock import Clock
from bot.simulator.errors import Impossible

PATIENCE: Final = 20.0
MOMENT: Final = 0.05
SLACK: Final = 0.5
"""Seconds past a due time at which a journey stops, so that it is due for certain."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something due at a time for a person: a reminder or another message."""

    at: float
    person: int
    kind: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What was due at a stop, and whether the bot did something in that chat then."""

    coming: Coming
    sent: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """What a journey goes by: when anything is due next, all that is, and how much a chat got.

    `busy` tells whether something is on its way, `untaken` counts what people did and the bot has
    not taken yet.
    """

    due: Callable[[], Awaitable[Sequence[float | None]]]
    coming: Callable[[], Awaitable[Sequence[Coming]]]
    busy: Callable[[], Awaitable[bool]]
    sent: Callable[[int], int]
    untaken: Callable[[], int]


@dataclass(slots=True)
class Journey:
    """How a journey went; one that was `held` ended where something due could not be sent."""

    stops: list[Stop] = field(default_factory=list)
    held: bool = False


class Travel:
    """Moves the clock of simulator and bot by a timetable."""

    def __init__(self, clock: Clock, timetable: Timetable, patience: float = PATIENCE) -> None:
        self._clock, self._timetable, self._patience = clock, timetable, patience
        self._turn = asyncio.Lock()

    async def by(self, seconds: float) -> Journey:
        """Go on by so many seconds, stopping wherever something is due, or as far as that goes."""
        async with self._turn:
            target = self._clock.timestamp() + seconds
            journey = Journey(held=not await self._wait(self._taken))
            while (due := await self._next()) is not None and due < target and not journey.held:
                await self._stop_at(due, journey)
            if not journey.held:
                journey.held = not await self._wait_at(target)
            return journey

    async def to_next(self) -> Journey:
        """Go on to what is due next; Impossible when nothing is."""
        async with self._turn:
            if not await self._wait(self._taken):
                return Journey(held=True)
            due = await self._next()
            if due is None:
                raise Impossible("Nothing is due: no reminder and no message waits for its time.")
            journey = Journey()
            await self._stop_at(due, journey)
            return journey

    async def _next(self) -> float | None:
        due = await self._timetable.due()
        return min((each for each in due if each is not None), default=None)

    async def _stop_at(self, due: float, journey: Journey) -> None:
        moment = due + SLACK
        here = [each for each in await self._timetable.coming() if each.at <= moment]
        before = {each.person: self._timetable.sent(each.person) for each in here}
        journey.held = not await self._wait_at(moment)
        sent = {person: self._timetable.sent(person) > count for person, count in before.items()}
        journey.stops += [Stop(each, sent[each.person]) for each in here]

    async def _wait_at(self, moment: float) -> bool:
        """Be at a moment and let everything be taken and sent; False when it can't be."""
        ahead = moment - self._clock.timestamp()
        if ahead > 0:
            self._clock.travel(ahead)
        return await self._wait(self._sent)

    async def _taken(self) -> bool:
        """Tell whether the bot has taken all that people did, and answered it."""
        return not self._timetable.untaken() and not await self._timetable.busy()

    async def _sent(self) -> bool:
        """Tell whether what was done is taken, and all that is due by now is sent."""
        if self._timetable.untaken():
            return False
        due = await self._next()
        if due is not None and due <= self._clock.timestamp():
            return False
        return not await self._timetable.busy()  # asked last: what is on its way is due no more

    async def _wait(self, so: Callable[[], Awaitable[bool]]) -> bool:
        """Wait for something to be so; False when it takes longer than there is patience."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        while not await so():
            if loop.time() > end:
                return False
            await asyncio.sleep(MOMENT)
        return True
