"""Polling: nothing is acknowledged before it is on disk, whatever fails."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.intake.polling import Polling
from bot.simulator import Fault, Simulator, serve
from bot.store import UnavailableError
from bot.telegram.telegram import make_bot
from tests.bot.edge import ANN, TOKEN, edge_at
from tests.databases import sqlite_database

BOB = 43


class Line:
    """A poller on a simulated Telegram, and what came out of it."""

    def __init__(self, simulator: Simulator, url: str) -> None:
        self.simulator = simulator
        self.bot = make_bot(TOKEN, url)
        self.came: list[tuple[int, str]] = []
        self.failing = 0
        self.silences: list[float] = []
        self.back_fails = 0
        self.polling = Polling(self.bot, Clock(), self.handle, self.back)
        self.task: asyncio.Task[None] | None = None

    async def handle(self, update: Mapping[str, Any]) -> None:
        """Take an update, or fail as a database does."""
        await asyncio.sleep(0)
        if self.failing:
            self.failing -= 1
            raise UnavailableError("The database did not answer.")
        body = update["message"]
        self.came.append((body["from"]["id"], body["text"]))

    async def back(self, seconds: float) -> None:
        """Hear how long Telegram was silent, or fail as a database does."""
        self.silences.append(seconds)
        if self.back_fails:
            self.back_fails -= 1
            raise UnavailableError("The database did not answer.")

    async def until(self, count: int) -> None:
        """Wait until so many updates were taken."""
        async with asyncio.timeout(10):
            while len(self.came) < count:
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Stop as SIGTERM does."""
        self.polling.stop()
        if self.task:
            await self.task


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """Poll until the test is over."""
    simulator = Simulator(TOKEN)
    for who in (ANN, BOB):
        simulator.people.add(who, f"P{who}")
    async with serve(simulator) as server:
        made = Line(simulator, server.url)
        async with made.bot:
            made.task = asyncio.create_task(made.polling.run())
            yield made
            await made.stop()


async def test_each_person_in_order(line: Line) -> None:
    """What one person says comes in the order it was said."""
    for number in range(10):
        for who in (ANN, BOB):
            line.simulator.people.say(who, f"{number}")
    await line.until(20)
    for who in (ANN, BOB):
        assert [text for found, text in line.came if found == who] == [*map(str, range(10))]


async def test_a_failing_database_loses_nothing(line: Line) -> None:
    """The offset stays where the first failure was, and everything comes again."""
    line.failing = 2
    for number in range(3):
        line.simulator.people.say(ANN, f"{number}")
    await line.until(3)
    assert [text for _, text in line.came] == ["0", "1", "2"]


async def test_stopping_acknowledges_what_is_done(line: Line) -> None:
    """After a stop nothing waits at Telegram."""
    line.simulator.people.say(ANN, "hello")
    await line.until(1)
    await line.stop()
    assert line.simulator.updates.pending() == 0


async def test_a_flapping_line_is_asked_again(line: Line) -> None:
    """Failures of every kind are waited out."""
    for kind in ("500", "502html", "drop_before", "429"):
        line.simulator.faults.add(Fault(kind, "getUpdates", seconds=1))
    line.simulator.people.say(ANN, "one")
    await line.until(1)
    line.simulator.people.say(ANN, "two")
    await line.until(2)
    assert line.polling.age() < 5


async def test_an_outage_is_told_until_it_was_heard(line: Line) -> None:
    """When the database fails just then, the whole silence is told again, not the rest of it."""
    line.back_fails = 2
    line.simulator.people.say(ANN, "one")
    await line.until(1)
    first, _, last = line.silences[-3:]
    assert last - first >= 0.5 + 1.0  # what it waited after the two failures


async def test_a_webhook_left_behind_is_removed(line: Line) -> None:
    """Polling with a webhook set is a conflict that the bot clears by itself."""
    await line.stop()
    await line.bot.set_webhook("https://example.org/hook")
    line.polling = Polling(line.bot, Clock(), line.handle, line.back)
    line.simulator.people.say(ANN, "hello")
    line.task = asyncio.create_task(line.polling.run())
    await line.until(1)
    assert (await line.bot.get_webhook_info()).url == ""


async def test_groups_leave_no_trace(tmp_path: Path) -> None:
    """A message in a group is acknowledged, and neither stored nor answered."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as edge:
        chat = {"id": -100, "type": "group", "title": "x"}
        sender = edge.simulator.people.person(ANN).user()
        body = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start"}
        edge.simulator.people.raw({"message": body})
        await edge.until(lambda: edge.app.desk.counts["not ours"] == 1)
        assert await edge.record() is None
        assert edge.calls("sendMessage") == 0
