"""The bench: the simulator, the real bot as its child, the content both have, and the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

import structlog

from bot.simulator.bench.content import LOOK_SECONDS, Content
from bot.simulator.bench.journeys import Coming, Timetable, Travel
from bot.simulator.bench.process import Child
from bot.simulator.bench.updates import BenchSimulator
from bot.simulator.changes import EVERYBODY
from bot.simulator.errors import Impossible
from flows.values.words import SOURCE_LANGUAGE

log = structlog.get_logger("bot.simulator.bench.bench")


@dataclass(slots=True)
class Bench:
    """All that the one who tries it can do; `first_language` is that of new people.

    The page opens as the person `first`, where they are still there.
    """

    sim: BenchSimulator
    bot: Child
    content: Content
    flow: str = ""
    first_language: str = SOURCE_LANGUAGE
    first: int = 0
    travel: Travel = field(init=False)
    travelling: int = 0

    def __post_init__(self) -> None:
        timetable = Timetable(
            self._due, self._coming, self._busy, self._sent, self.sim.updates.pending
        )
        self.travel = Travel(self.sim.clock, timetable)

    def changed(self) -> None:
        """Tell the open pages to look again."""
        self.sim.state.changes.touch(EVERYBODY)

    def open_as(self, *, fresh: bool) -> None:
        """Choose whose phone the page shows at first: whoever is there, or a `fresh` person.

        Whoever has not begun yet is fresh enough.
        """
        state = self.sim.state
        found = there = [each for each in state.people.values() if not each.deactivated]
        if fresh:
            unbegun = [each for each in there if not state.messages.get(each.id)]
            found = [each for each in unbegun if each.language_code == self.first_language]
        if not found:
            name = f"Person {len(there) + 1}" if there else "You"
            found = [self.sim.people.add(None, name, language_code=self.first_language)]
        self.first = found[0].id

    async def begin(self) -> None:
        """Look at the content, and start the bot if there is something to start it with."""
        await self._round(self._first)

    async def follow(self) -> None:
        """Give the bot what is saved, as long as this runs, whatever goes wrong on the way."""
        while True:
            await self._round(self._next)

    async def _round(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as wrong:
            self.content.fail(wrong)
            self.changed()
            log.exception("bench_round_failed")
            await asyncio.sleep(LOOK_SECONDS)

    async def _first(self) -> None:
        await self.content.look()
        self.changed()
        if self.content.library is not None:
            await self.bot.start()
        await self._look_closer()

    async def _next(self) -> None:
        await self.content.changed()
        fresh = await self.content.look()
        self.changed()
        if fresh:
            await self._renew()
        await self._look_closer()

    async def _renew(self) -> None:
        """Let the bot take over what was saved; its menu it learns only at a start."""
        try:
            renewed = self.bot.state == "running" and await self.bot.ask("renew")
        except Impossible:  # it stopped at this moment: the start takes over everything
            renewed = False
        if not renewed:
            await self.bot.restart()

    async def _look_closer(self) -> None:
        await self.content.look_closer(self._today())
        self.changed()

    def _today(self) -> date:
        return self.sim.clock.now().date()

    async def _due(self) -> list[float | None]:
        due: list[float | None] = await self.bot.ask("due")
        return due

    async def _coming(self) -> list[Coming]:
        return [Coming(*each) for each in await self.bot.ask("coming")]

    async def _busy(self) -> bool:
        return bool(await self.bot.ask("busy"))

    def _sent(self, person: int) -> int:
        counts = self.sim.calls.chats.get(person)
        return counts["sent"] + counts["edits"] if counts else 0
