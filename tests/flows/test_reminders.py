"""Reminders one by one: what is wanted, when it goes, and what its buttons do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.engine import Engine
from flows.values.session import Reminder
from flows.values.talk import Reminded, Tap
from tests.flows.weeks import Living

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to look again in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


def texts(person: Living, given: Reminded) -> str:
    """Return a reminder's words."""
    assert given.card
    return "\n".join(person.read(p.says) for p in given.card.paragraphs)


def test_the_window_ends_with_a_reminder_on_its_day(person: Living) -> None:
    """It is due at the hour of the check-up on the day of the plan."""
    due = person.due
    assert due
    here = due.astimezone(BERLIN)
    assert (here.date(), here.time()) == (date(2026, 3, 16), time(10))
    assert person.engine.remind(person.talk, due - timedelta(seconds=1), person.until).card is None
    given = person.reminded()
    assert texts(person, given).startswith(
        "A moment for your check-in? The day you picked has come."
    )
    assert given.not_after == datetime(2026, 3, 16, 20, tzinfo=UTC)


def test_no_answer_is_asked_three_times_and_then_never(person: Living) -> None:
    """After 3 days, then after 2 weeks with the last words, then silence."""
    days = []
    given = person.reminded()
    while given.card:
        assert person.talk.used
        days.append(person.talk.used)
        last = given
        if person.due is None:
            break
        given = person.reminded()
    assert [(day - days[0]).days for day in days] == [0, 3, 17]
    assert "I won't ask again" in texts(person, last)
    assert "What you wrote is kept until Tuesday, April 6, 2027." in texts(person, last)
    assert person.due is None


@pytest.mark.parametrize(("button", "days"), [("1", 1), ("7", 7)])
def test_later_is_a_tap_away(person: Living, button: str, days: int) -> None:
    """Tomorrow and Next week count from the tap, and asking begins anew."""
    name = person.reminded().name
    person.answers(button, name)
    assert person.turn.reminder == name
    assert "I'll come back on" in person.toast
    due = person.due
    assert due
    assert due.astimezone(BERLIN).date() == date(2026, 3, 16) + timedelta(days=days)
    person.answers(button, name)
    assert person.due == due


def test_any_day_can_be_picked(person: Living) -> None:
    """A date, tapped or typed; past days are not taken."""
    name = person.reminded().name
    person.answers("pick", name).types("yesterday").types("2026-03-01")
    assert "past" in person.text
    person.types("2026-03-25")
    assert "Wednesday, March 25" in person.text
    person.taps("#ok")
    assert person.due == datetime(2026, 3, 25, 9, tzinfo=UTC)


def test_stop_ends_them_all_until_turned_on(person: Living) -> None:
    """Stopped ones are kept, and come back when they are wanted again."""
    person.answers("stop", person.reminded().name)
    assert person.due is None
    person.sends("reminders").taps("#turn_on")
    assert person.due


def test_one_can_be_ended_or_moved_in_the_list(person: Living) -> None:
    """/reminders names what comes; a tap offers another day or none."""
    person.sends("reminders")
    assert person.labels[0] == "Look again: Monday, March 16"
    person.taps(person.labels[0], "#move").types("2026-03-20")
    assert person.due == datetime(2026, 3, 20, 9, tzinfo=UTC)
    person.taps("#list").taps(person.labels[0], "#stop")
    assert person.due is None


@pytest.mark.parametrize(("weeks", "label"), [(3, "Look again: Tuesday, April 7"), (6, None)])
def test_turned_on_late_the_list_names_no_day_that_is_past(
    person: Living, weeks: int, label: str | None
) -> None:
    """What still comes stands there with the day on which it comes; what is too late does not."""
    person.answers("stop", person.reminded().name).at(person.now + timedelta(weeks=weeks, days=1))
    person.sends("reminders").taps("#turn_on")
    assert person.labels[0] == (label or "Time and weekly question")
    if label:
        assert person.reminded().name == "window.2026-03-16"
        assert person.now.date() == date(2026, 4, 7)
    else:
        assert person.given().card is None


def test_what_it_says_is_true_each_time(person: Living) -> None:
    """Three days later, and put off by a week, the day they picked has still come."""
    person.reminded()
    again = person.reminded()
    assert "The day you picked has come." in texts(person, again)
    person.answers("7", again.name)
    assert "The day you picked has come." in texts(person, person.reminded())


@pytest.mark.parametrize("command", ["stop", "crisis"])
def test_nothing_comes_while_paused_or_in_help(person: Living, command: str) -> None:
    """/stop and help now hold everything back."""
    due = person.due
    person.sends(command)
    assert person.due is None
    later = person.now + timedelta(days=20)
    assert person.engine.remind(person.talk, later, person.until).card is None
    if command == "stop":
        person.types("hello again")
    else:
        person.types("hello again")
        assert person.due is None
        person.taps("#close")
    assert person.due == due


def test_quiet_mode_sends_nothing_first(person: Living) -> None:
    """Where others see the phone no reminder is due."""
    person.talk = person.talk.knowing(quiet="yes")
    assert person.due is None


def test_the_more_important_goes_and_the_other_moves(person: Living) -> None:
    """Two on one day: the session's evening wins, even if the other's hour is earlier."""
    person.notes(next_session="2026-03-17")
    first = person.reminded()
    assert first.name == "before_session.2026-03-16"
    assert person.now.astimezone(BERLIN).hour == 18
    second = person.reminded()
    assert second.name == "window.2026-03-16"
    assert person.now.astimezone(BERLIN).date() == date(2026, 3, 17)
    assert person.reminded().name == "after_session.2026-03-18"


def test_ten_days_down_sends_what_makes_sense_and_drops_the_rest(person: Living) -> None:
    """The window is still good; the evening before a session that was is not."""
    person.notes(next_session="2026-03-12")
    given = person.at(datetime(2026, 3, 22, 3, tzinfo=UTC)).given()
    assert (given.card, given.dropped) == (None, 2)
    assert person.due == datetime(2026, 3, 22, 9, tzinfo=UTC)
    assert person.reminded().name == "window.2026-03-16"


def test_at_night_it_waits_for_the_morning_hour(person: Living) -> None:
    """Due at ten, but the bot was down until eleven at night: it comes the next day."""
    given = person.at(datetime(2026, 3, 16, 22, 30, tzinfo=UTC)).given()
    assert given.card is None
    assert person.due == datetime(2026, 3, 17, 9, tzinfo=UTC)


def test_a_clock_set_back_sends_nothing_twice(person: Living) -> None:
    """What was given stays given, and its day is not used again."""
    person.reminded()
    person.at(person.now - timedelta(hours=20))
    assert person.given().card is None
    person.at(person.now + timedelta(hours=20))
    assert person.given().card is None


def test_an_old_button_of_a_reminder_that_is_gone_changes_nothing(person: Living) -> None:
    """A made-up or forgotten name is answered with where they are."""
    before = person.talk
    person.answers("1", "window.2025-01-01")
    assert person.turn.stale
    assert person.talk.reminders == before.reminders
    person.answers("nonsense", person.talk.reminders[0].name)
    assert person.turn.stale


def test_a_changed_date_moves_it_without_a_trace(person: Living) -> None:
    """The old day is forgotten, the new one due; back again is no second time."""
    person.sends("plan").taps("#change")
    person.take(Tap("#decision", person.talk.tag, person.talk.turn))
    person.taps("#date").types("2026-04-01")
    assert [one for one in person.talk.reminders if not one.over] == [
        Reminder("window", date(2026, 4, 1), date(2026, 4, 1))
    ]


def test_another_zone_moves_the_hour(person: Living) -> None:
    """The day and the hour stay; the moment goes with the person."""
    person.talk = person.talk.knowing(zone="America/New_York")
    assert person.due == datetime(2026, 3, 16, 14, tzinfo=UTC)


def test_without_a_zone_nothing_is_sent(engine: Engine) -> None:
    """Who didn't say what time it is gets no reminder, and may say it later."""
    person = Living(engine, country="DE").plans()
    assert person.due is None
    person.sends("reminders").taps("#where").take(
        Tap(person.card.options[0].id, person.talk.tag, person.talk.turn)
    )
    assert person.due


def test_the_weekly_question_comes_again_a_week_after_its_answer(person: Living) -> None:
    """Three without an answer end it."""
    person.sends("reminders").taps("#more", "#weekly", "#close")
    given = person.reminded()
    assert given.name == "pulse.2026-03-09"
    person.answers("go", given.name).taps("#7", "#mostly")
    assert person.taps("#ok").talk.looks[-1].answers == {"going": 7, "heard": "mostly"}
    assert ("pulse", date(2026, 3, 16)) in {(r.kind, r.day) for r in person.talk.reminders}


def test_coming_back_tomorrow_is_asked_for(engine: Engine) -> None:
    """An unfinished check-up is only reminded of if the person wanted it."""
    person = Living(engine, zone="Europe/Berlin", country="DE").begins()
    assert person.due is None
    person.sends("reminders").taps("#tomorrow", "#close")
    given = person.reminded()
    assert given.name == "come_back.2026-03-03"
    person.answers("go", given.name)
    assert person.card.flow == "checkup"
