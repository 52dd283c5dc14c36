"""The bench: the simulator, the real bot as its child, the content both have, and the clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.simulator.bench_bot import Child
from bot.simulator.bench_content import Content
from bot.simulator.bench_time import Travel
from bot.simulator.bench_updates import BenchSimulator
from bot.simulator.errors import Impossible

BENCH_CHAT: Final = 0
"""The chat as which the bench's own changes are told."""


@dataclass(slots=True)
class Bench:
    """All that the one who tries it can do; `first_language` is that of new people."""

    sim: BenchSimulator
    bot: Child
    content: Content
    flow: str = ""
    first_language: str = "en"
    travel: Travel = field(init=False)
    travelling: int = 0

    def __post_init__(self) -> None:
        self.travel = Travel(self.sim.clock, self._due)

    def changed(self) -> None:
        """Tell the open pages to look again."""
        self.sim.state.changes.touch(BENCH_CHAT)

    async def begin(self) -> None:
        """Look at the content, and start the bot if there is something to start it with."""
        await self.content.look()
        self.changed()
        if self.content.library is not None:
            await self.bot.start()
        await self._look_closer()

    async def follow(self) -> None:
        """Give the bot what is saved, as long as this runs."""
        while True:
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
