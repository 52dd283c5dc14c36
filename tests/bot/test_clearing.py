"""Clear this chat: what is young is deleted, what is older says nothing any more."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.edge import ANN, Edge, edge_at
from tests.bot.later import DAY
from tests.databases import sqlite_database

CANT = "Bad Request: message can't be deleted for everyone"
DOT = "·"


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        yield running


async def has_been_here(edge: Edge) -> None:
    """Leave every kind of message in the chat: cards, recaps, a line, the plan, its page."""
    await edge.begins()
    edge.says("hm")
    await edge.sees("I kept your words")
    for label in ("Tea", "No", "Soon", "Send me the line", "Sure", "As PDF"):
        await edge.taps(label)
        await edge.settled()
    await edge.until(lambda: edge.calls("sendDocument") == 1)
    await edge.settled()


async def clears(edge: Edge) -> int:
    """Ask for an empty chat; gives the card that is there afterwards."""
    edge.says("/hello")
    await edge.taps("Clear this chat")
    async with asyncio.timeout(30):
        while (record := await edge.known()).rows or edge.simulator.updates.pending():
            await asyncio.sleep(0.05)
    assert record.open is not None
    return record.open.message


def left(edge: Edge, card: int) -> list[dict[str, Any]]:
    """List what the bot has in the chat besides the card."""
    kept = edge.simulator.state.messages[ANN].items()
    return [each.message for number, each in kept if each.outgoing and number != card]


def silent(message: dict[str, Any]) -> bool:
    """Tell whether a message says nothing."""
    words = message.get("text", message.get("caption", DOT))
    file = message.get("document", {}).get("file_name", "-.txt")
    return (words, file, message.get("reply_markup")) == (DOT, "-.txt", None)


async def test_after_three_days_everything_of_the_bots_is_a_dot(edge: Edge) -> None:
    """Cards, recaps, lines, the plan and its page; what one deleted oneself stops nothing."""
    await has_been_here(edge)
    edge.simulator.clock.travel(3 * DAY.total_seconds())
    gone = edge.message("You come soon.")[0]
    edge.simulator.people.delete_message(ANN, gone)
    before = len(left(edge, 0))
    found = left(edge, await clears(edge))
    assert [each for each in found if not silent(each)] == []
    assert len(found) == before >= 6
    assert [one.role for one in (await edge.known()).shown if one.role != "theirs"] == ["card"]


async def test_what_is_young_is_deleted_on_both_sides(edge: Edge) -> None:
    """Of the last two days nothing is left but the card."""
    await has_been_here(edge)
    card = await clears(edge)
    assert list(edge.simulator.state.messages[ANN]) == [card]


async def test_what_telegram_will_not_delete_becomes_a_dot(edge: Edge) -> None:
    """Whatever the clocks say: a refusal to delete is no end of it."""
    await has_been_here(edge)
    edge.fault("400", "deleteMessages", text=CANT)
    found = left(edge, await clears(edge))
    assert len(found) >= 6
    assert all(map(silent, found))


async def test_what_cant_be_changed_is_passed_over(edge: Edge) -> None:
    """A refusal for one message leaves the others to go on."""
    await has_been_here(edge)
    edge.simulator.clock.travel(3 * DAY.total_seconds())
    edge.fault("400", "editMessageText", text="Bad Request: some new reason")
    loud = [each for each in left(edge, await clears(edge)) if not silent(each)]
    assert len(loud) == 1


async def test_clearing_keeps_to_the_pace(tmp_path: Path) -> None:
    """Many changes in one chat never meet Telegram's limit."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path, pace=None) as edge:
        await has_been_here(edge)
        edge.simulator.clock.travel(3 * DAY.total_seconds())
        edge.simulator.rates.on = True
        assert all(map(silent, left(edge, await clears(edge))))
        assert edge.simulator.calls.statuses[429] == 0


async def test_a_flow_begun_anew_leaves_the_earlier_recaps_alone(edge: Edge) -> None:
    """A second time has recaps of its own, below; those of the first stay as they are."""
    await edge.begins()
    for label in ("Tea", "No", "Soon", "Sure"):
        await edge.taps(label)
        await edge.settled()
    edge.says("/hello")
    await edge.settled()
    for label in ("Let's start", "Coffee & cake", "No"):
        await edge.taps(label)
        await edge.settled()
    await edge.sees("You chose coffee & cake.")
    texts = edge.bot_texts()
    assert texts.index("Something warm\n\nYou chose tea.") == 1
    assert "You chose coffee & cake." in texts[-2]
    assert "When do you come?" in texts[-1]
