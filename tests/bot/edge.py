"""The bot in this process beside a simulated Telegram: what the tests of the edge stand on.

The bot speaks to Telegram over real HTTP and writes to a real database; the dialogue is the small
one in `small/`, so that no wording of the library is held fast here.
"""

import asyncio
import io
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from bot import logs
from bot.app import App, of_the_house
from bot.clock import Clock
from bot.outbox.pace import UNPACED, Pace
from bot.people.person import Record
from bot.people.recording import from_state
from bot.settings.settings import read
from bot.simulator import Fault, Simulator, serve
from flows.engine import Engine
from flows.load import LIBRARY, load_library
from flows.values.words import Words

TOKEN = "7000:" + "t" * 35
ANN = 42
PATIENCE = 5.0


class SimulatedClock(Clock):
    """Tells the simulator's date, so that both travel together."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self._simulator = simulator

    def now(self) -> datetime:
        """Give the moment it is at Telegram."""
        return self._simulator.clock.now()


@dataclass
class Edge:
    """A bot that runs, a Telegram that listens, and Ann with her phone."""

    simulator: Simulator
    url: str
    database: str
    library: Path
    pace: Pace | None = None
    settings: dict[str, str] = field(default_factory=dict)
    log: io.StringIO = field(default_factory=io.StringIO)
    app: App = field(init=False)

    @property
    def environment(self) -> dict[str, str]:
        """What the bot is told by its environment."""
        return {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": self.url,
            "DATABASE_URL": self.database,
            "CHECKUP_KEYS": "A" * 43 + "=",
            **self.settings,
        }

    def make(self) -> App:
        """Put a bot together; a second one stands on the same database."""
        settings = read(self.environment)
        clock = SimulatedClock(self.simulator)
        engine = Engine(load_library(self.library), Words(), of_the_house(settings))
        return App(settings, clock, engine, self.pace)

    async def start(self) -> None:
        """Start a bot."""
        self.app = self.make()
        await self.app.start()

    async def again(self) -> None:
        """Stop the bot and start another in its place."""
        await self.app.stop()
        await self.start()

    def says(self, text: str, **more: Any) -> int:
        """Let Ann type something; gives its message id."""
        return int(self.simulator.people.say(ANN, text, **more)["message_id"])

    async def taps(self, label: str) -> int:
        """Let Ann tap the newest button with this label, once it is there; gives its message."""
        await self.until(lambda: any(label in found for _, found in self.buttons()))
        message = next(m for m, found in reversed(self.buttons()) if label in found)
        self.simulator.people.tap(ANN, message, label=label)
        return message

    def bot_texts(self) -> list[str]:
        """Give the texts that the bot has in the chat, from top to bottom; a file has none."""
        return [k.message.get("text", "") for k in self._messages().values() if k.outgoing]

    def buttons(self) -> list[tuple[int, list[str]]]:
        """Give every message with buttons and their labels, from top to bottom."""
        found = []
        for number, kept in self._messages().items():
            rows = (kept.message.get("reply_markup") or {}).get("inline_keyboard", [])
            if rows:
                found.append((number, [button["text"] for row in rows for button in row]))
        return found

    def message(self, text: str) -> tuple[int, dict[str, Any]]:
        """Find the newest message of the bot with these words in it, and its id."""
        found = [(n, k.message) for n, k in self._messages().items() if k.outgoing]
        return next((n, m) for n, m in reversed(found) if text in m.get("text", ""))

    async def sees(self, text: str) -> int:
        """Wait until the bot says this somewhere; gives the message."""
        await self.until(lambda: any(text in one for one in self.bot_texts()))
        return self.message(text)[0]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds; fails with what the chat shows."""
        async with asyncio.timeout(PATIENCE):
            try:
                while not true():
                    await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                shown = "\n---\n".join([*self.bot_texts(), str(self.buttons())])
                raise AssertionError(f"waited in vain; the bot says:\n{shown}") from None

    async def settled(self) -> None:
        """Wait until every update is confirmed and nothing is left to send."""
        async with asyncio.timeout(PATIENCE):
            while self.simulator.updates.pending() or await self._unsent():
                await asyncio.sleep(0.01)

    async def record(self) -> Record | None:
        """Read what the bot keeps of Ann."""
        async with self.app.store.turn(ANN) as work:
            return from_state(work.person.state, 7000) if work.person else None

    async def gone(self) -> None:
        """Wait until nothing of Ann is stored."""
        async with asyncio.timeout(PATIENCE):
            while await self.record() is not None:
                await asyncio.sleep(0.01)

    async def known(self) -> Record:
        """Read what the bot keeps of Ann, who is there."""
        found = await self.record()
        assert found is not None
        return found

    def fault(self, kind: str, method: str = "*", **more: Any) -> None:
        """Let something go wrong between the bot and Telegram."""
        self.simulator.faults.add(Fault(kind, method, **more))

    def toasts(self) -> list[str]:
        """Give what was said shortly after taps."""
        return [answer["text"] for answer in self.simulator.state.chats[ANN].answers]

    async def begins(self) -> None:
        """Let Ann begin the dialogue, past the first contact."""
        self.says("/start")
        await self.taps("Let's start")
        await self.sees("What would you like?")
        await self.settled()

    def calls(self, method: str) -> int:
        """Count the calls of a method that were carried out."""
        return sum(c.method == method and c.accepted for c in self.simulator.calls.log)

    def _messages(self) -> dict[int, Any]:
        return self.simulator.state.messages.get(ANN, {})

    async def _unsent(self) -> bool:
        record = await self.record()
        return record is not None and bool(record.rows)


def small_library(folder: Path) -> Path:
    """Put the small dialogue together with the library's own notices and help lines."""
    shutil.copytree(Path(__file__).parent / "small", folder / "library")
    for name in ("notices.yaml", "lines.yaml"):
        shutil.copy(LIBRARY / name, folder / "library")
    return folder / "library"


@asynccontextmanager
async def edge_at(database: str, folder: Path, pace: Pace | None = UNPACED) -> AsyncIterator[Edge]:
    """Run a simulator, and a bot beside it; a pace of None is the one that Telegram asks for."""
    simulator = Simulator(TOKEN)
    simulator.people.add(ANN, "Ann", language_code="en")
    async with serve(simulator) as server:
        edge = Edge(simulator, server.url, database, small_library(folder), pace)
        with logging_to(edge.log):
            await edge.start()
            try:
                yield edge
            finally:
                await edge.app.stop()


@contextmanager
def logging_to(stream: io.StringIO) -> Iterator[None]:
    """Write log lines as production does, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("DEBUG", stream)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
