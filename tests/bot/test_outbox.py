"""Delivery when Telegram errs: what is sent again, what is given up, and what never waits."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.outbox.pace import Pace
from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import sqlite_database


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann at the first question."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        await running.begins()
        yield running


async def test_a_server_failure_is_tried_again(edge: Edge) -> None:
    """A 500 and a page of a proxy cost some time, and no card."""
    edge.fault("500", "editMessageText")
    edge.fault("502html", "editMessageText")
    await edge.taps("Tea")
    await edge.sees("With milk?")
    await edge.settled()
    assert edge.app.outbox.counts["unknown"] == 2


async def test_a_lost_answer_may_make_a_twin_that_does_no_harm(edge: Edge) -> None:
    """The card is sent again with the same buttons; a tap on either counts, once."""
    edge.fault("drop_after", "sendMessage")
    edge.says("/start")
    await edge.until(lambda: sum("What would you like?" in t for t in edge.bot_texts()) == 3)
    await edge.settled()
    assert edge.app.outbox.counts["unknown"] == 1
    twin, second = (number for number, _ in edge.buttons())
    edge.simulator.people.tap(ANN, twin, label="Tea")
    await edge.sees("With milk?")
    await edge.settled()
    assert [number for number, _ in edge.buttons()] == [twin]
    assert second > twin


async def test_retry_after_is_obeyed_and_help_goes_at_once(edge: Edge) -> None:
    """While a chat must wait its card waits; a card with help lines is tried all the same."""
    edge.fault("429", "editMessageText", seconds=2)
    await edge.taps("Tea")
    await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
    tried = edge.simulator.calls.methods["editMessageText"]
    edge.says("sos")
    await edge.sees("Call somebody.")
    assert edge.simulator.calls.methods["editMessageText"] == tried


async def test_who_blocks_the_bot_gets_one_try(edge: Edge) -> None:
    """After a 403 nothing is sent until the person writes again."""
    edge.fault("403", "editMessageText")
    await edge.taps("Tea")
    await edge.settled()
    record = await edge.known()
    assert (record.reachable, record.rows) == (False, ())
    edge.says("/start")
    await edge.sees("With milk?")
    assert (await edge.known()).reachable


async def test_blocking_drops_what_was_unsent(edge: Edge) -> None:
    """my_chat_member is heard: no row is left."""
    edge.says("hm")
    edge.simulator.people.block(ANN)
    await edge.until(lambda: edge.app.desk.counts["taken"] >= 4)
    record = await edge.known()
    assert (record.reachable, record.rows) == (False, ())


async def test_a_card_that_is_gone_is_sent_anew(edge: Edge) -> None:
    """An edit that finds no message becomes a new message."""
    edge.fault("400", "editMessageText", text="Bad Request: message to edit not found")
    old = await edge.taps("Tea")
    assert await edge.sees("With milk?") > old


async def test_text_that_telegram_cannot_read_goes_plain(edge: Edge) -> None:
    """Can't parse entities: the words arrive without markup."""
    edge.fault("400", "editMessageText", text="Bad Request: can't parse entities: oh")
    await edge.taps("Coffee & cake")
    number = await edge.sees("With milk?")
    await edge.settled()
    message = edge.simulator.state.messages[ANN][number].message
    assert "entities" not in message
    assert message["text"].startswith("Something warm")


async def test_a_refusal_for_good_blocks_nothing(edge: Edge) -> None:
    """A row that Telegram will never take is dropped, and the next goes out."""
    edge.fault("400", "sendMessage", text="Bad Request: some new reason")
    edge.says("/start")
    await edge.settled()
    edge.says("/start")
    await edge.until(lambda: sum("What would you like?" in t for t in edge.bot_texts()) == 2)
    assert edge.app.outbox.counts["refused"] == 1


async def test_the_pace_of_a_chat_is_kept(tmp_path: Path) -> None:
    """Many messages in a row never meet Telegram's limit."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path, pace=None) as edge:
        edge.simulator.rates.on = True
        await edge.begins()
        for label in ("Tea", "No", "Soon"):
            await edge.taps(label)
        await edge.sees("Are you sure?")
        await edge.settled()
        assert edge.simulator.calls.statuses[429] == 0
        assert edge.calls("sendMessage") + edge.calls("editMessageText") > Pace().burst


async def test_a_new_card_comes_before_the_old_one_shrinks(edge: Edge) -> None:
    """At every moment there is a card with buttons."""
    await edge.taps("Tea")
    await edge.sees("With milk?")
    before = edge.simulator.calls.count
    await edge.taps("No")
    await edge.sees("You chose tea")
    methods = [c.method for c in edge.simulator.calls.log if c.number > before]
    wanted = [m for m in methods if m != "answerCallbackQuery"]
    assert wanted == ["sendMessage", "editMessageText"]
