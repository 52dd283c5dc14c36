"""Delivery when something happens that nobody foresaw, and when two processes could deliver."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.outbox import delivery
from bot.paper import press
from bot.people.person import Row
from bot.simulator import Fault
from bot.store import new_id
from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import Database, postgres_database, sqlite_database

BOB = 43


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann at the first question."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        await running.begins()
        yield running


def shown(edge: Edge, words: str) -> int:
    """Count the bot's messages with these words, whatever was changed in them since."""
    calls = edge.simulator.calls.log
    sent = [c for c in calls if c.method == "sendMessage" and c.accepted]
    return sum(words in str(c.parameters.get("text", "")) for c in sent)


def files(edge: Edge, kind: str) -> int:
    """Count the messages with a file of this kind."""
    chat = edge.simulator.state.messages[ANN].values()
    return sum(kept.outgoing and kind in kept.message for kept in chat)


async def plan(edge: Edge) -> None:
    """Bring Ann to her plan."""
    for label in ("Tea", "No", "Soon", "Sure"):
        await edge.taps(label)
        await edge.settled()


async def test_an_odd_answer_makes_no_endless_twins(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card whose sending goes wrong unforeseen is tried some times, later each time, and ends."""
    monkeypatch.setattr(delivery, "MOST_TRIES", 3)
    edge.fault("odd", "sendMessage", times=None)
    edge.says("/start")
    await edge.until(lambda: "given_up" in edge.log.getvalue())
    await edge.settled()
    assert shown(edge, "What would you like?") == 1 + 3
    edge.simulator.faults.clear()
    edge.says("sos")
    await edge.sees("Call somebody.")


async def test_an_odd_answer_to_a_page_is_told(edge: Edge) -> None:
    """It is not sent again, and the person hears that it may not have worked."""
    await plan(edge)
    edge.fault("odd", "sendDocument")
    await edge.taps("As PDF")
    await edge.sees("Nothing is lost.")
    await edge.settled()
    assert files(edge, "document") == 1


async def test_a_page_that_cannot_be_made_is_told_in_the_end(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, later each time; then the person hears of it, and the next page comes."""
    await plan(edge)
    monkeypatch.setattr(delivery, "MOST_TRIES", 2)
    with monkeypatch.context() as patch:
        patch.setattr(press, "PIXELS_PER_INCH", "many")
        await edge.taps("As PDF")
        await edge.sees("Nothing is lost.")
    await edge.settled()
    assert edge.app.outbox.counts["unknown"] == 2
    await edge.taps("As PDF")
    await edge.until(lambda: files(edge, "document") == 1)


async def test_somebody_else_s_refusal_is_not_this_page_s(edge: Edge) -> None:
    """While a page is on its way another chat is refused something: Ann hears nothing of it."""
    await plan(edge)
    edge.simulator.people.add(BOB, "Bob", language_code="en")
    edge.simulator.faults.add(Fault("400", "sendMessage", chat=BOB, text="Bad Request: new"))
    edge.fault("slow", "sendDocument", seconds=1.0)
    await edge.taps("As PDF")
    await edge.until(lambda: edge.calls("sendChatAction") > 0)
    edge.simulator.people.say(BOB, "/start")
    await edge.until(lambda: files(edge, "document") == 1)
    assert edge.app.outbox.counts["refused"] == 1
    await edge.settled()
    assert not any("Nothing is lost." in text for text in edge.bot_texts())


async def test_a_page_under_way_is_waited_for_at_a_stop(edge: Edge) -> None:
    """A deploy loses no file whose call has begun."""
    await plan(edge)
    edge.fault("slow", "sendDocument", seconds=1.0)
    await edge.taps("As PDF")
    async with asyncio.timeout(5):
        while not any(row.attempt for row in (await edge.known()).rows):
            await asyncio.sleep(0.01)
    await edge.again()
    await edge.settled()
    assert files(edge, "document") == 1
    assert edge.app.outbox.counts["unknown"] == 0


async def test_a_record_without_its_chat_does_not_end_the_sweep(edge: Edge) -> None:
    """What only the sweep can find is still found."""
    async with edge.app.store.turn(ANN) as ann, edge.app.store.turn(1) as broken:
        assert ann.person is not None
        broken.after = replace(ann.person, id=new_id(), state={}, deliver_after=1.0)
    await edge.until(lambda: "row_without_chat" in edge.log.getvalue())
    await unsent(edge, edge.app, 1)
    await edge.sees("Word 0")


async def unsent(edge: Edge, app: App, count: int) -> None:
    """Leave so many old messages to Ann unsent, as a process that is gone has left them."""
    now = edge.simulator.clock.timestamp() - 600
    async with app.store.turn(ANN) as work:
        record = app.house.records.read(work.person)
        assert record is not None
        rows = tuple(Row(100 + n, "say", now, text=f"Word {n}") for n in range(count))
        app.house.records.write(work, replace(record, rows=rows, last_row=200), now)


async def both_deliver(edge: Edge, count: int) -> None:
    """Let a second process stand beside the first while old messages are sent slowly."""
    second = edge.make()
    await second.start()
    try:
        edge.fault("slow", "sendMessage", times=None, seconds=0.7)
        await unsent(edge, edge.app, count)
        await edge.sees(f"Word {count - 1}")
        await edge.settled()
        assert [shown(edge, f"Word {n}") for n in range(count)] == [1] * count
    finally:
        await second.stop()


async def test_a_process_that_waits_sends_nothing(edge: Edge) -> None:
    """On SQLite only the one that leads delivers; when it stops, the other goes on."""
    await both_deliver(edge, 3)
    edge.simulator.faults.clear()
    second = edge.make()
    await second.start()
    await edge.app.stop()
    edge.app = second
    await edge.taps("Tea")
    await edge.sees("With milk?")


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[Database]:
    """Give an empty database that two replicas share."""
    with postgres_database(postgres_server) as made:
        yield made


async def test_two_replicas_send_old_messages_once(postgres: Database, tmp_path: Path) -> None:
    """What is long due stays with the one that found it, until all of it is sent."""
    async with edge_at(postgres.url, tmp_path) as edge:
        await edge.begins()
        await both_deliver(edge, 4)
