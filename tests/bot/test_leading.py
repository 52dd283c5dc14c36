"""Who leads goes on leading: one bad record, one refusal or one odd value makes nobody deaf."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.intake.polling import BATCH
from bot.leading import HEARTBEAT, Job
from bot.people.person import MEMORY
from bot.reminding import RULES
from bot.settings.setting_values import Address
from bot.store import StoppedError, Store, new_id
from tests.bot import later
from tests.bot.edge import ANN, PATIENCE, Edge, edge_at
from tests.bot.later import DAY, DUE, FIRST, MINUTE, times
from tests.bot.test_health import ask
from tests.databases import sqlite_database

BROKEN = {"chat": 1, "talk": {"tag": "none"}}


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann at the first question."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        await running.begins()
        yield running


async def spoil(
    store: Store, state: dict[str, object], who: int = 1, remind_at: float | None = None
) -> None:
    """Put a record beside Ann's that nobody can read, as of somebody at it when she was."""
    async with store.turn(ANN) as ann, store.turn(who) as broken:
        assert ann.person is not None
        moment = remind_at or ann.person.remind_at
        broken.after = replace(ann.person, id=new_id(), state=state, remind_at=moment)


async def test_a_record_that_cannot_be_derived_anew_makes_nobody_deaf(tmp_path: Path) -> None:
    """New rules of time: the others' moments are worked out, and everybody is heard."""
    async with later.later(tmp_path) as edge:
        await edge.app.store.set_meta(RULES, "as they once were")
        await spoil(edge.app.store, BROKEN)
        async with edge.app.store.turn(ANN) as work:
            assert work.person is not None
            work.after = replace(work.person, remind_at=(DUE + DAY).timestamp())
        await edge.again()
        edge.says("/start")
        await edge.until(lambda: times(edge, "What would you like?") == 2)
        await edge.until(lambda: edge.log.getvalue().count("moments_derived_anew") == 2)
        assert await later.next_due(edge) == DUE
        assert "moment_not_derived" in edge.log.getvalue()


async def test_a_record_without_its_chat_keeps_no_reminder_back(tmp_path: Path) -> None:
    """It is put off, and told; Ann's reminder comes."""
    async with later.later(tmp_path) as edge:
        await spoil(edge.app.store, {}, remind_at=(DUE - DAY).timestamp())
        await later.at(edge, DUE)
        assert times(edge, FIRST) == 1


async def test_a_job_that_fails_is_told_and_polling_goes_on(edge: Edge) -> None:
    """Whatever goes wrong in it, it is done again, and people are heard meanwhile."""
    tries = 0

    async def odd() -> None:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0)
        raise LookupError("nobody foresaw this")

    await edge.app.stop()
    edge.app = edge.make()
    post = edge.app.leader._post
    edge.app.leader._post = replace(post, jobs=(*post.jobs, Job("odd", 0.01, odd)))
    await edge.app.start()
    await edge.until(lambda: tries > 2)
    await edge.taps("Tea")
    await edge.sees("With milk?")
    assert "job_failed" in edge.log.getvalue()
    assert "LookupError" in edge.log.getvalue()


async def test_a_bot_that_writes_nothing_any_more_ends(edge: Edge) -> None:
    """It doesn't ask for ever for what it can't keep: only another process can help."""
    ending = asyncio.create_task(edge.app.ended())
    (writer,) = (one for one in asyncio.all_tasks() if one.get_name() == "store writer")
    writer.cancel()
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(StoppedError):
            await ending


async def test_ready_is_who_reached_telegram_and_reminds_in_time(tmp_path: Path) -> None:
    """Before the first answer, and with reminders late, it is not; who failed is not waited for."""
    async with later.later(tmp_path) as edge:
        await edge.app.stop()
        with socket.create_server(("127.0.0.1", 0)) as free:
            at = Address(*free.getsockname())
        edge.settings["HEALTH_LISTEN"] = f"{at.host}:{at.port}"
        edge.app = edge.make()
        edge.app.leader._post = replace(edge.app.leader._post, jobs=())
        edge.fault("500", "getMe", times=None)
        starting = asyncio.create_task(edge.app.start())
        await edge.until(lambda: "telegram_not_reached" in edge.log.getvalue())
        fine = {"database": "ok", "telegram": "ok", "reminders": "ok"}
        assert await ask(at, "/readyz") == (503, fine | {"telegram": "not reached yet"})
        edge.simulator.faults.clear()
        await starting
        await edge.until(edge.app.leader.leads)
        assert await ask(at, "/readyz") == (200, fine)
        await spoil(edge.app.store, BROKEN)
        edge.simulator.clock.travel_to(DUE + 6 * MINUTE)
        status, told = await ask(at, "/readyz")
        assert (status, told["reminders"].partition(" ")[2]) == (503, "seconds behind")
        await edge.app.reminding.round()
        assert edge.app.reminding.counts["failed"] == 1
        assert await ask(at, "/readyz") == (200, fine)


async def test_an_odd_heartbeat_is_no_end(edge: Edge) -> None:
    """A value that nobody can read keeps the bot from looking back, not from answering."""
    await edge.app.store.set_meta(HEARTBEAT, "soon")
    await edge.again()
    await edge.taps("Tea")
    await edge.sees("With milk?")


async def test_an_outage_begins_with_the_stop(edge: Edge) -> None:
    """However long ago the last beat was: it listened to the end, and no card is offered again."""
    edge.simulator.clock.travel(300)
    await edge.app.stop()
    await edge.start()
    await edge.taps("Tea")
    await edge.sees("With milk?")
    assert times(edge, "I was away") == 0


async def test_a_bad_record_keeps_nobody_from_their_card(edge: Edge) -> None:
    """After an outage those who can be read are offered theirs, once."""
    await spoil(edge.app.store, BROKEN)
    await spoil(edge.app.store, {}, who=2)
    await edge.app.stop()
    edge.simulator.clock.travel(300)
    await edge.start()
    await edge.sees("I was away")
    await edge.until(lambda: edge.log.getvalue().count("card_not_offered") == 2)


async def test_a_batch_that_comes_again_is_known(edge: Edge) -> None:
    """Everything of one answer of Telegram is remembered, also when one person said it all."""
    assert BATCH <= MEMORY
    sender = edge.simulator.people.person(ANN).user()
    chat = {"id": ANN, "type": "private"}
    date = int(edge.simulator.clock.timestamp())
    batch = [
        {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": date,
                "chat": chat,
                "from": sender,
                "text": f"{number}",
            },
        }
        for number in range(500, 500 + BATCH)
    ]
    for _ in range(2):
        before = edge.app.desk.counts["repeated"]
        for update in batch:
            await edge.app.desk.handle(update)
    assert edge.app.desk.counts["repeated"] - before == BATCH


async def test_a_refused_description_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Telegram won't have the bot's clothes: people are answered, and the operator is told."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as edge:
        await edge.app.stop()
        edge.database = sqlite_database(tmp_path).url
        edge.fault("400", "setMy*", times=None, text="Bad Request: no such language")
        await edge.start()
        await edge.begins()
        await edge.until(lambda: "not_dressed" in edge.log.getvalue())


async def test_what_the_house_says_of_itself_is_as_it_is_now(edge: Edge) -> None:
    """After a change of the settings people are told the new time, though they came before."""
    edge.says("/hello")
    await edge.sees("Kept for 400 days.")
    record = await edge.known()
    assert record.talk is not None
    assert "days" not in record.talk.known
    edge.settings["RETENTION_DAYS"] = "200"
    await edge.again()
    edge.says("/hello")
    await edge.sees("Kept for 200 days.")
