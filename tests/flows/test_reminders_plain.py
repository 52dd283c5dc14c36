"""Reminders make sense on the day they come: none too late, none for nothing, none lost."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.engine import Engine
from tests.flows.weeks import ANSWERS, Living, looks

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan that has a talk in it, to look again in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


def days(person: Living) -> dict[str, date]:
    """Return the day on which each kind comes next, as the person is told."""
    front = person.engine._taking(person.talk, person.now).front
    found = front.known(person.talk).items()
    named = {name.removeprefix("coming_"): day for name, day in found if name.startswith("coming_")}
    return {name: date.fromisoformat(str(day)) for name, day in named.items()}


def test_the_evening_before_never_comes_on_the_day_itself(person: Living) -> None:
    """Where that day is used already it is dropped, and nobody is told that it comes."""
    person.notes(next_session="2026-03-17", pulse="yes", pulse_on="2026-03-16")
    assert days(person)["before_session"] == date(2026, 3, 16)
    assert days(person)["pulse"] == date(2026, 3, 19)
    person.notes(soft_on="2026-03-16")
    assert "before_session" not in days(person)
    assert person.reminded().name == "soft.2026-03-16"
    came = [person.reminded() for _ in range(3)]
    assert [str(one.name).partition(".")[0] for one in came] == ["window", "after_session", "pulse"]
    assert all(one.over for one in person.talk.reminders if one.kind == "before_session")


def test_what_was_used_today_is_known_when_a_session_is_told(person: Living) -> None:
    """The evening before tomorrow's session is no promise once another reminder went today."""
    person.notes(next_session="2026-03-15")
    name = person.reminded().name
    person.answers("go", name).taps("#ok")
    name = person.reminded().name
    assert name == "after_session.2026-03-16"
    person.answers("go", name).taps("#not_yet").types("2026-03-17")
    assert person.card.question == "thanks"
    assert "evening before" not in person.text


def test_tomorrow_is_no_button_where_it_is_a_day_too_late(person: Living) -> None:
    """The evening before a session can't wait a day; what is chosen is measured from there."""
    given = person.notes(next_session="2026-03-12").reminded()
    assert given.card
    there = [option.id.partition(".")[0] for option in given.card.options]
    assert there == ["~go", "~7", "~pick", "~stop"]
    person.answers("1", given.name)
    assert person.turn.stale
    person.answers("7", given.name)
    assert "March 18" in person.toast
    assert days(person)["before_session"] == date(2026, 3, 18)


@pytest.mark.parametrize("why", ["down", "help", "stop", "new check-up"])
def test_the_weekly_question_outlives_a_week_that_was_missed(person: Living, why: str) -> None:
    """It comes on its next day, and is told with it; only silence or a wish ends it."""
    person.notes(pulse="yes", pulse_on="2026-03-05", look_on="2026-05-01")
    if why in ("help", "stop"):
        person.sends("crisis" if why == "help" else "stop")
    if why == "new check-up":
        person.reminded()
        person.sends("start").taps("#again")
        assert "pulse" not in days(person)
    person.at(datetime(2026, 3, 10, 12, tzinfo=UTC))
    if why == "help":
        person.sends("reminders").taps("#go_on", "#close")
    elif why == "stop":
        person.types("hello")
    elif why == "new check-up":
        person.goes_through(ANSWERS)
    assert days(person)["pulse"] == date(2026, 3, 12)
    assert str(person.reminded().name).startswith("pulse.")
    assert person.now.astimezone(BERLIN).date() == date(2026, 3, 12)


def test_half_a_year_of_pause_leaves_it_its_day_of_the_week(person: Living) -> None:
    """What comes every week has no oldest day."""
    person.notes(pulse="yes", pulse_on="2026-03-05").sends("stop")
    person.at(person.now + timedelta(days=200)).types("hello")
    assert days(person)["pulse"].weekday() == date(2026, 3, 5).weekday()


@pytest.mark.parametrize(
    "answers",
    [
        {"decision": "other", "instead": "stop_safely"},
        {"decision": "other", "instead": "find_someone"},
        {"sessions": "none", "kind": "stopped", "approach": "later", "gut": "look"},
    ],
)
def test_no_session_is_reminded_of_without_a_talk_in_the_plan(
    person: Living, answers: dict[str, str]
) -> None:
    """Also one noted by an earlier plan, which a new check-up forgets."""
    person.notes(next_session="2026-03-12")
    assert {"before_session", "after_session"} <= set(days(person))
    name = person.at(datetime(2026, 3, 11, 17, tzinfo=UTC)).given().name
    person.sends("start").taps("#again")
    assert not {"before_session", "after_session"} & set(days(person))
    card = person.card
    assert person.answers("go", name).turn.stale
    assert person.card == card
    person.goes_through({**ANSWERS, **answers})
    assert set(days(person)) == {"window"}
    person.notes(next_session="2026-03-20")
    assert set(days(person)) == {"window"}


def test_going_on_is_no_wish_for_more(person: Living) -> None:
    """Who stopped reminders and taps Go on in an old one gets the look, and no reminder."""
    name = person.reminded().name
    person.answers("stop", name).answers("go", name)
    assert person.card.flow == "followup"
    assert person.talk.known["reminders"] == "no"
    assert person.due is None


def test_nothing_is_promised_where_all_waits(person: Living) -> None:
    """In quiet mode the tap is told that reminders wait, also the day that is picked."""
    name = person.reminded().name
    person.talk = person.talk.knowing(quiet="yes")
    person.answers("7", name)
    assert "I'll come back" not in person.toast
    assert "Monday, March 23" in person.toast
    person.answers("pick", name).types("2026-03-25")
    assert "I'll come back" not in person.text


def test_a_day_that_another_takes_is_not_promised(person: Living) -> None:
    """What is told is the day on which it really comes."""
    person.notes(next_session="2026-03-18")
    person.answers("1", person.reminded().name)
    assert "Wednesday, March 18" in person.toast


def test_a_look_that_was_done_is_not_brought_back_by_its_reminder(person: Living) -> None:
    """Tomorrow is a button from before; Stop is good for ever."""
    name = person.reminded().name
    looks(person, 0)
    before = person.talk.reminders
    for button in ("1", "7", "pick"):
        assert person.answers(button, name).turn.stale
    assert person.talk.reminders == before
    person.answers("stop", name)
    assert not person.turn.stale
    assert person.due is None


def test_the_last_time_it_can_still_be_answered(person: Living) -> None:
    """Asked for the last time is not over: its buttons are good."""
    name = [person.reminded().name for _ in range(3)][-1]
    assert person.due is None
    person.answers("1", name)
    assert person.due
    person.answers("go", name)
    assert person.card.flow == "followup"


def test_a_look_done_early_without_a_decision_ends_what_led_to_it(engine: Engine) -> None:
    """Who found someone new is not asked on the old plan's day how it goes."""
    person = Living(engine, zone="Europe/Berlin", country="DE")
    person.plans(decision="other", instead="find_someone")
    assert set(days(person)) == {"window"}
    looks(person, 1, reached="found", sessions="many")
    assert person.card.question == "found"
    assert days(person) == {}


def test_a_look_done_early_with_the_same_day_keeps_it(person: Living) -> None:
    """Another day named is the plan's, even if it is the one that was planned before."""
    looks(person, 1, decision="date", day="@2026-03-16")
    assert days(person)["window"] == date(2026, 3, 16)
    person.taps("#done").sends("history").taps("#close")
    assert days(person)["window"] == date(2026, 3, 16)


def test_the_day_of_a_wrong_clock_is_not_believed(person: Living) -> None:
    """Once the clock is right again, a day that the person picks is the day on which it comes."""
    right = person.now
    name = person.at(right + timedelta(days=40)).given().name
    person.at(right).answers("1", name)
    assert "March 3" in person.toast
    assert person.due
    assert person.due.astimezone(BERLIN).date() == date(2026, 3, 3)
