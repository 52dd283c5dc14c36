"""Where others see the phone: the end says nothing, and help can be copied all the same."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import sqlite_database

CLOSED = "Okay. Write anything here when you want to go on."


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann whose phone others see."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        running.says("/start")
        await running.taps("Others see my phone")
        await running.settled()
        yield running


async def test_stopping_leaves_nothing_to_read(edge: Edge) -> None:
    """The card with its numbers becomes a neutral word in its place, without a button."""
    await edge.taps("Let's start")
    edge.says("/safe")
    await edge.taps("I am not")
    card = await edge.sees("It is not your fault.")
    await edge.settled()
    await edge.taps("Stop here")
    assert await edge.sees(CLOSED) == card
    await edge.settled()
    assert edge.bot_texts() == [CLOSED]
    assert edge.buttons() == []


async def test_who_goes_on_after_that_has_one_card_again(edge: Edge) -> None:
    """The neutral word goes when the next card comes."""
    await edge.taps("Let's start")
    edge.says("/safe")
    for label in ("I am not", "Stop here"):
        await edge.taps(label)
        await edge.settled()
    edge.says("hello")
    await edge.sees("What would you like?")
    await edge.settled()
    assert len(edge.bot_texts()) == 1
    assert edge.message("What would you like?")[1]["has_protected_content"]


async def test_help_can_be_copied(edge: Edge) -> None:
    """Its card is a new message without protection; it goes when the next card comes."""
    await edge.taps("Let's start")
    await edge.sees("What would you like?")
    first = await edge.taps("I need help now")
    below = await edge.sees("Call somebody.")
    await edge.settled()
    assert below > first
    assert "has_protected_content" not in edge.message("Call somebody.")[1]
    assert len(edge.bot_texts()) == 1
    await edge.taps("Go on")
    await edge.sees("What would you like?")
    await edge.settled()
    assert len(edge.bot_texts()) == 1
    assert edge.message("What would you like?")[1]["has_protected_content"]


async def test_the_last_word_after_deleting_is_neutral(edge: Edge) -> None:
    """Only a toast, that goes by itself, says what was done."""
    await edge.taps("Let's start")
    await edge.settled()
    edge.says("/delete")
    await edge.taps("Delete it all")
    await edge.sees("Done.")
    await edge.gone()
    assert edge.bot_texts() == ["Done."]
    assert edge.buttons() == []
    await edge.until(lambda: "All I kept about you is deleted" in "".join(edge.toasts()))


async def test_the_last_word_to_the_young_is_neutral_too(edge: Edge) -> None:
    """They get the lines, to copy; the card goes, and a glance at the chat tells nothing."""
    await edge.taps("I'm under 18")
    await edge.sees("Done.")
    await edge.gone()
    lines, last = edge.bot_texts()
    assert lines.startswith("Talk to somebody you trust.")
    assert "has_protected_content" not in edge.message("Talk to somebody")[1]
    assert last == "Done."
    assert len(edge.simulator.state.messages[ANN]) == 3
