"""Files: the plan as a page, the looks as a picture; made beside the chat, sent at most once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.unsent import ALONG, put
from bot.people.person import Row
from tests.bot.edge import ANN, Edge, edge_at
from tests.bot.later import DAY
from tests.databases import sqlite_database


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot with Ann, who has her plan before her."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        await running.begins()
        for label in ("Tea", "No", "Soon", "Sure"):
            await running.taps(label)
            await running.settled()
        yield running


def sent(edge: Edge, kind: str) -> list[dict[str, object]]:
    """List the messages that hold a file of this kind."""
    chat = edge.simulator.state.messages[ANN].values()
    return [kept.message for kept in chat if kept.outgoing and kind in kept.message]


async def looks_twice(edge: Edge) -> None:
    """Let Ann look at it, and again a week later."""
    for answer in ("Hardly", "Mostly"):
        edge.says("/look")
        await edge.settled()
        for label in ("Cold", answer, "Bye"):
            await edge.taps(label)
            await edge.settled()
        edge.simulator.clock.travel(7 * DAY.total_seconds())


async def test_the_plan_as_a_page(edge: Edge) -> None:
    """A PDF comes, with words below it; the phone shows meanwhile that it is on its way."""
    await edge.taps("As PDF")
    await edge.until(lambda: len(sent(edge, "document")) == 1)
    await edge.settled()
    (message,) = sent(edge, "document")
    assert message["caption"] == "Here is your page. It is as private as you keep it."
    assert message["document"]["mime_type"] == "application/pdf"  # type: ignore[index]
    assert "has_protected_content" not in message
    assert edge.calls("sendChatAction") >= 1


async def test_the_looks_as_a_picture(edge: Edge) -> None:
    """A picture comes, and the same in words for who doesn't see it."""
    await looks_twice(edge)
    await edge.taps("As a picture")
    await edge.until(lambda: len(sent(edge, "photo")) == 1)
    await edge.settled()
    told = "How it went\nHeard, 2 looks: hardly at first, mostly now"
    assert sent(edge, "photo")[0]["caption"] == told


async def test_nothing_to_draw_is_said(edge: Edge) -> None:
    """Before the second look there is no picture, and a kind word instead."""
    await edge.taps("As a picture")
    await edge.sees("There is not enough to show yet.")
    assert sent(edge, "photo") == []


async def test_a_page_that_may_have_arrived_is_not_sent_again(edge: Edge) -> None:
    """A lost answer is counted, and that was it."""
    edge.fault("drop_after", "sendDocument")
    await edge.taps("As PDF")
    await edge.until(lambda: edge.app.outbox.counts["unknown"] == 1)
    await edge.settled()
    assert len(sent(edge, "document")) == 1


async def test_a_page_that_is_refused_is_named(edge: Edge) -> None:
    """The person hears that it did not work, and that nothing is lost."""
    edge.fault("400", "sendDocument", text="Bad Request: some new reason")
    await edge.taps("As PDF")
    await edge.sees("Nothing is lost.")
    assert sent(edge, "document") == []


async def test_replies_do_not_wait_for_a_page(edge: Edge) -> None:
    """While a page is on its way the chat goes on."""
    edge.fault("429", "sendDocument", seconds=2)
    await edge.taps("As PDF")
    await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
    edge.says("sos")
    await edge.sees("Call somebody.")
    assert sent(edge, "document") == []
    await edge.until(lambda: len(sent(edge, "document")) == 1)


async def test_asked_for_twice_is_one_page(edge: Edge) -> None:
    """A second tap while the first page is made changes nothing."""
    edge.fault("429", "sendDocument", seconds=1)
    await edge.taps("As PDF")
    await edge.taps("As PDF")
    await edge.until(lambda: len(sent(edge, "document")) == 1)
    await edge.settled()
    assert len(sent(edge, "document")) == 1


async def test_a_picture_nobody_asked_for_fails_without_a_word(edge: Edge) -> None:
    """One that comes along is left out where there is nothing to draw."""
    along = Row(0, "chart", edge.simulator.clock.timestamp(), key=ALONG)
    await edge.app.house.records.change(ANN, lambda record: put(record, along))
    edge.app.outbox.wake(ANN)
    await edge.settled()
    assert sent(edge, "photo") == []
    assert not any("not enough to show" in text for text in edge.bot_texts())
