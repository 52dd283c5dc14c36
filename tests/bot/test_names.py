"""Log lines about a person carry a name for one day, and the same name in whatever they tell of."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.bot.edge import ANN, Edge, edge_at
from tests.bot.later import DAY
from tests.databases import sqlite_database

BOB = 43
NEW = "Bad Request: some new reason"


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann at the first question, and Bob who has not met it."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        running.simulator.people.add(BOB, "Bob", language_code="en")
        await running.begins()
        yield running


def lines(edge: Edge, event: str) -> list[dict[str, Any]]:
    """Read the log lines of an event."""
    read = [json.loads(line) for line in edge.log.getvalue().splitlines()]
    return [line for line in read if line["event"] == event]


async def refused(edge: Edge, who: int) -> str:
    """Let the next message to somebody be refused; gives the name in the line that tells it."""
    before = len(lines(edge, "call_refused"))
    edge.fault("400", "sendMessage", text=NEW)
    edge.simulator.people.say(who, "/start")
    await edge.until(lambda: len(lines(edge, "call_refused")) > before)
    return str(lines(edge, "call_refused")[-1]["person"])


async def test_a_person_has_one_name_for_a_day(edge: Edge) -> None:
    """The same in each line, another than Bob's, and tomorrow another."""
    ann = await refused(edge, ANN)
    assert re.fullmatch("[0-9a-f]{12}", ann)
    assert await refused(edge, ANN) == ann
    assert await refused(edge, BOB) != ann
    edge.simulator.clock.travel(DAY.total_seconds())
    assert await refused(edge, ANN) != ann


async def test_a_failed_turn_and_a_failed_file_name_the_same_person(edge: Edge) -> None:
    """What the desk, the outbox and the post tell of one person can be joined."""
    ann = await refused(edge, ANN)
    async with edge.app.store.turn(ANN) as work:
        assert work.person is not None
        state = {**work.person.state, "rows": [{"id": 99, "kind": "chart", "due": 0.0}]}
        work.after = replace(work.person, state=state, deliver_after=0.0)
    edge.app.outbox.wake(ANN)
    await edge.sees("There is not enough to show yet.")
    async with edge.app.store.turn(ANN) as work:
        assert work.person is not None
        state = {**work.person.state, "talk": {"tag": "ab12"}}
        work.after = replace(work.person, state=state)
    edge.says("hello")
    await edge.until(lambda: bool(lines(edge, "update_parked")))
    told = [*lines(edge, "not_made"), *lines(edge, "turn_failed"), *lines(edge, "update_parked")]
    assert {line["person"] for line in told} == {ann}
    assert len(told) == 4


async def test_lines_about_nobody_name_nobody(edge: Edge) -> None:
    """A name stays with the person's own work."""
    await refused(edge, ANN)
    await edge.again()
    assert [line for line in lines(edge, "running") if "person" in line] == []
