"""Reminders when things go wrong: never two, never at night, nothing that makes sense lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import reminding
from bot.chat.handing import handed_back
from bot.people.person import Record, Row
from bot.reminding import RULES, Reminding
from bot.store import ConflictError, Store, new_id
from flows.values.session import Conversation, Reminder
from tests.bot.later import ANN, BEGIN, DAY, DUE, FIRST, MINUTE, at, later, looked, next_due, times


async def test_a_lost_answer_is_not_tried_again(tmp_path: Path) -> None:
    """What may have arrived is counted, and never sent a second time."""
    async with later(tmp_path) as edge:
        edge.fault("drop_after", "sendMessage")
        await at(edge, DUE)
        assert times(edge, FIRST) == 1
        assert edge.app.outbox.counts["unknown"] == 1
        await at(edge, DUE + 2 * DAY)
        assert times(edge, FIRST) == 1
        assert await next_due(edge) == DUE + 3 * DAY


async def test_what_telegram_refused_for_now_is_tried_again(tmp_path: Path) -> None:
    """429 and a text that it can't read did not arrive, so it is sent again, once."""
    async with later(tmp_path) as edge:
        edge.fault("429", "sendMessage", seconds=1)
        edge.fault("400", "sendMessage", text="Bad Request: can't parse entities: oh")
        await at(edge, DUE)
        assert times(edge, FIRST) == 1
        assert edge.app.outbox.counts["again"] == 1


async def test_what_could_not_be_sent_all_day_comes_on_the_next(tmp_path: Path) -> None:
    """Given out but not sent by nine in the evening, it is taken back and given out anew."""
    async with later(tmp_path) as edge:
        edge.fault("429", "sendMessage", seconds=2)
        edge.simulator.clock.travel_to(DUE)
        await edge.app.reminding.round()
        await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
        edge.simulator.clock.travel_to(DUE + timedelta(hours=14))
        await looked(edge)
        assert times(edge, FIRST) == 0
        assert edge.app.outbox.counts["late"] == 1
        assert await next_due(edge) == DUE
        await at(edge, DUE + DAY - MINUTE)
        assert times(edge, FIRST) == 0
        await at(edge, DUE + DAY)
        assert times(edge, FIRST) == 1
        assert await next_due(edge) == DUE + 4 * DAY


async def test_ten_days_down(tmp_path: Path) -> None:
    """What still makes sense comes at their next hour, one a day; the rest is dropped."""
    async with later(tmp_path, "Both at once") as edge:
        await edge.app.stop()
        edge.simulator.clock.travel_to(DUE + 10 * DAY + timedelta(hours=5))
        await edge.start()
        await looked(edge)
        assert times(edge, FIRST) == 1
        assert times(edge, "Half of the cup.") == 0
        assert edge.app.reminding.counts["dropped"] == 1
        await at(edge, DUE + 11 * DAY)
        assert times(edge, FIRST) + times(edge, "Half of the cup.") == 1


async def test_too_late_is_not_at_all(tmp_path: Path) -> None:
    """What is only good on its day is dropped on the next, and counted."""
    async with later(tmp_path, "Only that day") as edge:
        await edge.app.stop()
        edge.simulator.clock.travel_to(DUE + DAY)
        await edge.start()
        await looked(edge)
        assert times(edge, "Only today.") == 0
        assert edge.app.reminding.counts["dropped"] == 1
        assert await next_due(edge) is None


async def test_two_on_one_day_never_meet(tmp_path: Path) -> None:
    """The more important one goes, the other moves to the next day."""
    async with later(tmp_path, "Both at once") as edge:
        await at(edge, DUE)
        assert (times(edge, FIRST), times(edge, "Half of the cup.")) == (1, 0)
        await at(edge, DUE + timedelta(hours=6))
        assert times(edge, "Half of the cup.") == 0
        await at(edge, DUE + DAY)
        assert times(edge, "Half of the cup.") == 1


async def test_at_night_nothing_comes(tmp_path: Path) -> None:
    """A bot that wakes up at eleven in the evening waits for the next day's hour."""
    async with later(tmp_path) as edge:
        await edge.app.stop()
        edge.simulator.clock.travel_to(DUE + timedelta(hours=13))
        await edge.start()
        await looked(edge)
        assert times(edge, FIRST) == 0
        assert await next_due(edge) == DUE + DAY


async def test_the_clock_set_back(tmp_path: Path) -> None:
    """An hour, or two days: the same reminder does not come again."""
    async with later(tmp_path) as edge:
        await at(edge, DUE)
        for back in (timedelta(hours=1), 2 * DAY):
            await at(edge, DUE - back)
            await at(edge, DUE + MINUTE)
        assert times(edge, FIRST) == 1
        assert await next_due(edge) == DUE + 3 * DAY


async def test_a_word_of_theirs_takes_back_what_is_unsent(tmp_path: Path) -> None:
    """Stop, said before the reminder could be sent, is in time."""
    async with later(tmp_path) as edge:
        edge.fault("429", "sendMessage", seconds=2)
        edge.simulator.clock.travel_to(DUE)
        await edge.app.reminding.round()
        await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
        edge.says("/stop")
        await edge.sees("All is paused.")
        await edge.settled()
        assert times(edge, FIRST) == 0
        assert await next_due(edge) is None


async def test_words_are_not_below_a_reminder_that_never_came() -> None:
    """What is taken back unsent stood nowhere when they wrote."""
    day = DUE.date()
    one = Reminder("window", day, day + DAY, given=1)
    talk = Conversation("tag", reminders=(one,), used=day, came=one.name)
    row = Row(1, "reminder", 0.0, key=one.name, undo=(day.isoformat(), 0, ""))
    back = handed_back(Record(ANN, 0, 0.0, talk, rows=(row,))).talk
    assert back
    assert (back.came, back.reminders) == (None, (replace(one, day=day, given=0),))


async def test_new_rules_of_time_move_what_is_to_come(tmp_path: Path) -> None:
    """When this machine's zones are not those of last time, everybody's moment is worked out.

    Where nothing has changed, a start leaves all as it is.
    """
    async with later(tmp_path) as edge:
        await edge.app.reminding.round()
        async with edge.app.store.turn(ANN) as work:
            assert work.person is not None
            work.after = replace(work.person, remind_at=(BEGIN + DAY).timestamp())
        await edge.again()
        await edge.app.reminding.round()
        assert await next_due(edge) == BEGIN + DAY
        await edge.app.store.set_meta(RULES, "as they once were")
        await edge.again()
        await edge.app.reminding.round()
        assert await next_due(edge) == DUE
        assert await edge.app.store.meta(RULES) != "as they once were"


async def test_rules_are_applied_on_from_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process came between, nobody who has been seen to is worked out again."""
    monkeypatch.setattr(reminding, "BATCH", 1)
    wrong = (BEGIN + DAY).timestamp()
    async with later(tmp_path) as edge:
        ann, store = await edge.known(), edge.app.store

        async def misplaced(where: Store, who: int) -> None:
            async with where.turn(who) as work:
                edge.app.house.records.write(work, replace(ann, chat=who), wrong)
                assert work.after is not None
                work.after = replace(work.after, remind_at=wrong)

        for who in (ANN, 100):
            await misplaced(store, who)
        first, last = await store.with_reminders("", 2)
        another = edge.make().store
        await another.open()
        await misplaced(another, last.state["chat"])
        await another.close()
        leader = Reminding(edge.app.house, edge.app.outbox, "new rules")
        with pytest.raises(ConflictError):
            await leader.round()
        await misplaced(store, first.state["chat"])
        await leader.round()
        found = {one.id: one.remind_at for one in await store.with_reminders("", 2)}
        assert found == {first.id: wrong, last.id: DUE.timestamp()}


async def test_a_person_whose_turn_fails_stops_nobody(tmp_path: Path) -> None:
    """One whose record can't be read is put off, and the leader goes on."""
    async with later(tmp_path) as edge:
        async with edge.app.store.turn(ANN) as ann, edge.app.store.turn(1) as broken:
            assert ann.person is not None
            state = {"chat": 1, "talk": {"tag": "none"}}
            moment = (DUE - DAY).timestamp()
            broken.after = replace(ann.person, id=new_id(), state=state, remind_at=moment)
        await at(edge, DUE)
        assert edge.app.reminding.counts["failed"] == 1
        assert times(edge, FIRST) == 1


async def test_many_at_once_keep_the_pace(tmp_path: Path) -> None:
    """Ninety due in one moment, no limit met, each reminded once; a reply overtakes them."""
    people = range(100, 190)
    async with later(tmp_path, pace=None) as edge:
        edge.simulator.rates.on = True
        ann = await edge.known()
        for who in people:
            person = edge.simulator.people.add(who, f"P{who}", language_code="en")
            edge.simulator.state.chat_of(person).open = True
            async with edge.app.store.turn(who) as work:
                record = replace(ann, chat=who, shown=(), open=None)
                edge.app.house.records.write(work, record, BEGIN.timestamp())
        edge.simulator.clock.travel_to(DUE)
        chats = edge.simulator.state.messages

        def arrived() -> int:
            return sum(len(chats[who]) == 1 for who in people)

        await edge.until(lambda: arrived() > 5)
        edge.says("/later")
        await edge.sees("What is to come?")
        assert arrived() < len(people)
        await edge.until(lambda: arrived() == len(people))
        assert edge.simulator.calls.statuses[429] == 0
