"""Weeks with the library as shipped: the chart beside the plan, earlier plans, and what is gone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.pace import UNPACED
from bot.simulator import Simulator, serve
from flows.load import LIBRARY
from tests.bot.edge import ANN, TOKEN, Edge, logging_to
from tests.bot.later import DAY
from tests.databases import sqlite_database
from tests.flows.weeks import ANSWERS, LOOK

MOST = 60
NOT_ENOUGH = "There is not enough to show yet"
FIRST = {"next_session": "<skip", "zone": "<skip"}


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot over the library as shipped, with Ann who has her plan before her."""
    simulator = Simulator(TOKEN)
    simulator.people.add(ANN, "Ann", language_code="en")
    async with serve(simulator) as server:
        edge = Edge(simulator, server.url, sqlite_database(tmp_path).url, LIBRARY, UNPACED)
        with logging_to(edge.log):
            await edge.start()
            try:
                await says(edge, "/start")
                await picks(edge, "begin")
                await goes_through(edge, {**ANSWERS, **FIRST})
                yield edge
            finally:
                await edge.app.stop()


async def at(edge: Edge) -> str:
    """Tell which question is in front."""
    record = await edge.known()
    return record.talk.front.at if record.talk and record.talk.front else ""


async def says(edge: Edge, text: str) -> None:
    """Let Ann type something, and the bot answer."""
    edge.says(text)
    await edge.settled()


def buttons(edge: Edge) -> tuple[int, list[str]]:
    """Give the newest message that has buttons, and what each of them sends."""
    number, _ = edge.buttons()[-1]
    rows = edge.simulator.state.messages[ANN][number].message["reply_markup"]["inline_keyboard"]
    return number, [b["callback_data"] for row in rows for b in row if "callback_data" in b]


def there(edge: Edge) -> list[str]:
    """List what the newest message with buttons offers, by its ids."""
    return [data.partition(".")[2].partition(".")[2] for data in buttons(edge)[1]]


async def picks(edge: Edge, choice: str) -> None:
    """Let Ann tap a button of the newest message that has some, by its id."""
    number, found = buttons(edge)
    data = next((each for each in found if each.endswith(f".{choice}")), None)
    assert data, (choice, found)
    edge.simulator.people.tap(ANN, number, data=data)
    await edge.settled()


async def goes_through(edge: Edge, answers: dict[str, str]) -> None:
    """Answer what is named, skip or go on elsewhere, until the plan."""
    for _ in range(MOST):
        question = await at(edge)
        if question == "plan":
            return
        offered = there(edge)
        wanted = answers.get(question)
        await picks(edge, wanted or next(way for way in ("<skip", "go") if way in offered))
    raise AssertionError(f"still at {await at(edge)}")


async def looks(edge: Edge, weeks: int, **answers: str) -> None:
    """Let Ann look again after some weeks, up to her new plan."""
    await picks(edge, "done")
    edge.simulator.clock.travel(weeks * 7 * DAY.total_seconds())
    await says(edge, "/history")
    await picks(edge, "look")
    await goes_through(edge, {**LOOK, "next_session": "<skip", "zone": "<skip", **answers})


def sent(edge: Edge, kind: str) -> list[int]:
    """List the messages that hold a file of this kind."""
    chat = edge.simulator.state.messages[ANN].items()
    return [number for number, one in chat if one.outgoing and kind in one.message]


@pytest.mark.parametrize(
    "answers",
    [
        {"talked": "hinted"},
        {"decision": "other", "instead": "approach"},
        {"decision": "date", "day": "@"},
    ],
)
async def test_the_chart_comes_beside_the_plan(edge: Edge, answers: dict[str, str]) -> None:
    """Also where the next session, the time or a day is asked before it."""
    if "day" in answers:
        day = edge.simulator.clock.now().date() + timedelta(days=14 + 3)
        answers = {**answers, "day": f"@{day.isoformat()}"}
    await looks(edge, 2, **answers)
    await edge.until(lambda: len(sent(edge, "photo")) == 1)
    await edge.settled()
    assert not any(NOT_ENOUGH in text for text in texts(edge))


def texts(edge: Edge) -> list[str]:
    """Give the bot's texts; files have none."""
    chat = edge.simulator.state.messages[ANN].values()
    return [one.message.get("text", "") for one in chat if one.outgoing]


async def test_an_earlier_plan_comes_as_it_was_shown(edge: Edge) -> None:
    """As a message that can be copied and forwarded, with its day; and again if asked again."""
    first = next(text for text in reversed(texts(edge)) if "What comes first" in text)
    day = edge.simulator.clock.now().date()
    await looks(edge, 2, talked="helped")
    await picks(edge, "done")
    await says(edge, "/history")
    await picks(edge, "plans")
    await picks(edge, "@1")
    await edge.until(lambda: any("Your plan as it was on" in text for text in texts(edge)))
    number, message = edge.message("Your plan as it was on")
    heading, _, text = message["text"].partition("\n\n")
    assert f"{day:%B} {day.day}, {day.year}" in heading
    assert text == first
    assert "has_protected_content" not in message
    await picks(edge, "plans")
    await picks(edge, "@1")
    await edge.until(lambda: edge.message("Your plan as it was on")[0] != number)


async def test_nothing_kept_is_left_after_delete(edge: Edge) -> None:
    """Plans go with the person they belong to."""
    async with edge.app.store.turn(ANN) as work:
        person = work.person
    assert person
    assert [one.body["ref"] for one in await edge.app.store.kept(person.id)] == ["1"]
    await says(edge, "/delete")
    await picks(edge, "on")
    await picks(edge, "erase")
    assert await edge.app.store.kept(person.id) == []
