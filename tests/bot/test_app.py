"""The whole bot beside a simulated Telegram: what a person sees, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.dressing import DRESSED
from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import Database


@pytest.fixture
async def edge(database: Database, tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on each database."""
    async with edge_at(database.url, tmp_path) as running:
        yield running


async def test_a_check_up_from_the_first_word_to_the_plan(edge: Edge) -> None:
    """Steps shrink to recaps in their place, and the plan is an unprotected message of its own."""
    await edge.begins()
    await edge.taps("Coffee & cake")
    await edge.taps("No")
    await edge.taps("Soon")
    await edge.taps("Sure")
    plan = await edge.sees("Coffee & cake, soon.")
    await edge.settled()
    texts = edge.bot_texts()
    assert texts[1:3] == ["Something warm\n\nYou chose coffee & cake.", "When\n\nYou come soon."]
    assert [number for number, _ in edge.buttons()] == [plan]
    assert "has_protected_content" not in edge.message("Coffee & cake, soon.")[1]
    record = await edge.known()
    async with edge.app.store.turn(ANN) as work:
        assert work.person is not None
        kept = await edge.app.store.kept(work.person.id)
    assert [one.kind for one in kept] == ["plan"]
    assert "Coffee &amp; cake, soon." in kept[0].body["texts"][-1]
    assert [one.role for one in record.shown if one.role != "theirs"] == [
        "past",
        "recap",
        "recap",
        "keep",
    ]


async def test_questions_of_one_step_change_in_place(edge: Edge) -> None:
    """The next question of a step edits the card instead of sending one."""
    await edge.begins()
    first = await edge.taps("Tea")
    assert await edge.sees("With milk?") == first


async def test_what_was_unsent_at_a_stop_is_sent_after_the_start(edge: Edge) -> None:
    """A turn is committed before its card goes out, so a new process sends the card."""
    await edge.begins()
    edge.fault("500", "editMessageText", times=1)
    await edge.taps("Tea")
    await edge.until(lambda: edge.app.outbox.counts["unknown"] > 0)
    await edge.again()
    await edge.sees("With milk?")


async def test_stopping_acknowledges_and_starting_repeats_nothing(edge: Edge) -> None:
    """After a clean stop no update comes again."""
    await edge.begins()
    await edge.taps("Tea")
    await edge.sees("With milk?")
    await edge.settled()
    await edge.app.stop()
    assert edge.simulator.updates.pending() == 0
    calls = edge.simulator.calls.count
    await edge.start()
    await edge.settled()
    sent = [c.method for c in edge.simulator.calls.log if c.number > calls]
    assert not {"sendMessage", "editMessageText"} & set(sent)


async def test_the_menu_is_set_once(edge: Edge) -> None:
    """Commands and descriptions are sent to Telegram only when they have changed."""
    async with asyncio.timeout(5):
        while not await edge.app.store.meta(DRESSED):
            await asyncio.sleep(0.01)
    assert edge.simulator.state.profile["description"]
    before = edge.calls("setMyCommands")
    await edge.again()
    await edge.begins()
    assert edge.calls("setMyCommands") == before > 0


async def test_an_outage_offers_the_open_card_once_and_silently(edge: Edge) -> None:
    """Who was at it shortly before the bot was away sees their question again."""
    await edge.begins()
    await edge.app.stop()
    edge.simulator.clock.travel(300)
    await edge.start()
    card = await edge.sees("I was away")
    await edge.settled()
    assert edge.simulator.state.messages[ANN][card].silent
    assert [number for number, _ in edge.buttons()] == [card]
    await edge.taps("Tea")
    await edge.sees("With milk?")
    await edge.again()
    await edge.settled()
    assert sum("I was away" in text for text in edge.bot_texts()) == 0


async def test_nobody_is_offered_a_card_after_a_short_break(edge: Edge) -> None:
    """A restart within two minutes is no outage."""
    await edge.begins()
    await edge.app.stop()
    edge.simulator.clock.travel(60)
    await edge.start()
    await edge.settled()
    assert not any("I was away" in text for text in edge.bot_texts())


async def test_the_provisional_record_is_gone_after_two_days(edge: Edge) -> None:
    """Who never said yes is forgotten 48 hours after the first word."""
    edge.says("/start")
    await edge.sees("Hello.")
    await edge.settled()
    edge.simulator.clock.travel(49 * 3600)
    assert await edge.app.store.expire(edge.simulator.clock.timestamp()) == 1
    assert await edge.record() is None
