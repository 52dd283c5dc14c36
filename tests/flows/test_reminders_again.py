"""Reminders on hold are taken up again, or it is said that they wait; none is promised in vain."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from flows.engine import Engine
from flows.taking.reminders import changed
from tests.flows.weeks import ANSWERS, LOOK, Living

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to look again in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


@pytest.mark.parametrize("way", ["start", "plan", "checkup", "continue"])
def test_who_paused_and_writes_is_reminded_again(person: Living, way: str) -> None:
    """/stop holds until the person comes back in any way."""
    due = person.due
    person.sends("stop")
    assert person.due is None
    person.sends(way)
    assert person.due == due


def test_a_crisis_left_by_another_door_ends_with_the_answer_safe(person: Living) -> None:
    """Help now was never closed, but whoever says that they are safe is reminded again."""
    person.sends("crisis").sends("start")
    assert person.due is None
    person.taps("#again")
    assert person.due is None
    person.taps("#yes")
    assert person.talk.known["crisis"] == "no"


def test_a_crisis_ends_in_the_look_that_a_reminder_opened(person: Living) -> None:
    """Go on in an older reminder leads through the look, and the next one is due."""
    name = person.reminded().name
    person.sends("crisis")
    person.answers("go", name)
    assert person.due is None
    person.goes_through(LOOK)
    assert person.due


@pytest.mark.parametrize("answer", ["unsure", "no"])
def test_not_safe_holds_until_they_go_on(person: Living, answer: str) -> None:
    """Not sure or not safe waits; going on from there is what ends it."""
    name = person.reminded().name
    person.answers("go", name).taps(f"#{answer}")
    person.sends("start")
    assert person.due is None
    person.taps("#look")
    person.taps("#go" if answer == "unsure" else "#safe_now")
    assert person.talk.known["crisis"] == "no"


@pytest.mark.parametrize("place", ["look", "check-up"])
def test_not_safe_holds_when_the_help_card_is_closed(person: Living, place: str) -> None:
    """Reminders wait, as is said, until the person says that they are safe, or asks for them."""
    look = place == "look"
    if look:
        person.answers("go", person.reminded().name)
    else:
        person.sends("start").taps("#again")
        person.notes(pulse="yes", pulse_on="2026-03-20")
    person.taps("#no", "#close" if look else "#go_on", "#stop")
    assert person.due is None
    person.sends("reminders")
    assert 'They go on when you tap "Go on with reminders".' in person.text
    other = person.talk
    person.taps("#go_on")
    assert person.talk.known["crisis"] == "no"
    person.talk = other
    person.sends("crisis").taps("#close" if look else "#go_on")
    assert person.due is None
    person.sends("start").taps("#look" if look else "#go_on", "#safe_now")
    assert person.talk.known["crisis"] == "no"


def test_reminders_says_why_they_wait(person: Living) -> None:
    """In a crisis the list says what holds them, and Go on takes them up."""
    person.sends("crisis").sends("plan").sends("reminders")
    assert "since you opened the help card" in person.text
    person.taps("#go_on")
    assert person.due


@pytest.mark.parametrize("hold", ["paused", "off"])
def test_later_is_a_wish_that_counts(person: Living, hold: str) -> None:
    """Tomorrow, tapped after a pause or after Stop, comes; what is promised is due."""
    name = person.reminded().name
    if hold == "paused":
        person.sends("stop")
    else:
        person.answers("stop", name)
    assert person.due is None
    person.answers("1", name)
    assert "I'll come back on Tuesday, March 17" in person.toast
    assert person.due
    assert person.due.astimezone(BERLIN).date() == date(2026, 3, 17)


def test_in_a_crisis_later_says_that_it_waits(person: Living) -> None:
    """Nothing is promised that a crisis holds back, by the toast or by the card of a day."""
    name = person.reminded().name
    person.sends("crisis")
    person.answers("7", name)
    assert "Reminders wait right now" in person.toast
    person.answers("pick", name).types("2026-03-25")
    assert "Reminders wait right now" in person.text
    assert person.due is None


def test_a_short_hello_comes_in_a_crisis_and_says_so(person: Living) -> None:
    """It is what they asked for in a crisis, so another day for it is no promise in vain."""
    person.sends("crisis")
    name = person.notes(soft_on="2026-03-03").reminded().name
    assert name == "soft.2026-03-03"
    person.answers("pick", name).types("2026-03-06")
    assert person.text == "Okay. I'll come back on Friday, March 6."
    assert person.reminded().name == name
    assert person.now.astimezone(BERLIN).date() == date(2026, 3, 6)


def test_a_picked_day_that_is_taken_is_told_as_the_next(person: Living) -> None:
    """Two never come on one day, and what is said is the day on which it comes."""
    name = person.notes(pulse="yes", pulse_on="2026-03-10").reminded().name
    assert name == "pulse.2026-03-10"
    person.answers("pick", name).types("2026-03-16")
    assert person.text == "Okay. I'll come back on Tuesday, March 17."
    person.taps("#ok").sends("reminders").taps(f"#{name}", "#move").types("2026-03-16")
    assert person.text == "Okay. I'll come back on Tuesday, March 17."


@pytest.mark.parametrize("kind", ["after_session", "window", "pulse"])
def test_silence_is_met_by_three_days_two_weeks_and_silence(person: Living, kind: str) -> None:
    """Each kind that can wait comes again twice, says so the last time, and then no more."""
    far = {"look_on": "2026-09-01"} if kind != "window" else {}
    person.notes(next_session="2026-03-05", pulse="yes", pulse_on="2026-03-06", **far)
    for one in person.talk.reminders:
        person.talk = changed(person.talk, one.name, over=one.kind != kind)
    days, words = [], []
    while person.due:
        card = person.reminded().card
        assert card
        days.append(person.now.astimezone(BERLIN).date())
        words.append(" ".join(person.read(paragraph.says) for paragraph in card.paragraphs))
    assert [(later - earlier).days for earlier, later in pairwise(days)] == [3, 14]
    assert ["I won't ask" in said for said in words] == [False, False, True]


def test_a_look_answers_the_day_after_a_session(person: Living) -> None:
    """The look asks whether it was said, so nothing asks that once more two weeks later."""
    person.notes(next_session="2026-03-05").at(datetime(2026, 3, 6, 9, tzinfo=UTC))
    name = person.given().name
    assert name == "after_session.2026-03-06"
    while (given := person.reminded()).name == name:
        assert given.card
    assert given.name == "window.2026-03-16"
    person.answers("go", given.name).goes_through({**LOOK, "talked": "not_yet"})
    assert [one.over for one in person.talk.reminders if one.name == name] == [True]


def test_a_day_twelve_weeks_off_has_a_look_half_way(engine: Engine) -> None:
    """Twelve weeks are never one silent wait, whether offered or picked."""
    person = Living(engine, zone="Europe/Berlin", country="DE")
    person.sends("start").taps("#begin")
    person.goes_through({**ANSWERS, "decision": "date", "day": "@2026-05-25"})
    days = {one.kind: one.day for one in person.talk.reminders}
    assert days["half_way"] == date(2026, 4, 13)
    assert days["window"] == date(2026, 5, 25)
