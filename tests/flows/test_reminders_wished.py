"""Wishes for reminders: taken back, made again, and counted from the person's own day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.engine import Engine
from flows.taking.reminders import named
from tests.flows.weeks import ANSWERS, LOOK, Living

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to look again in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


@pytest.fixture
def beginner(engine: Engine) -> Living:
    """Give somebody in the middle of a check-up."""
    return Living(engine, zone="Europe/Berlin", country="DE").begins()


def changes(person: Living, question: str) -> Living:
    """Tap Change something, and turn its pages up to an answer."""
    person.taps("#change")
    while f"#{question}" not in (ids := [button.id for button in person.buttons]):
        person.taps(next(f"#{each}" for each in ids if each.startswith(">")))
    person.taps(f"#{question}")
    return person


def test_tomorrow_is_the_persons_own_east_of_utc(engine: Engine) -> None:
    """Half past twelve in Auckland is still the day before in UTC."""
    person = Living(engine, datetime(2026, 3, 2, 23, 30, tzinfo=UTC), country="NZ")
    person.sends("start").taps("#begin", "#unsure", "#tomorrow_at").types("Auckland", after=0)
    assert person.talk.known["soft_on"] == "2026-03-04"
    assert person.due
    assert person.due > person.now


def test_tomorrow_is_the_persons_own_west_of_utc(engine: Engine) -> None:
    """Nine in the evening in New York is the next day in UTC."""
    now = datetime(2026, 3, 2, 21, tzinfo=NEW_YORK).astimezone(UTC)
    person = Living(engine, now, country="US").begins()
    person.sends("stop").taps("#tomorrow_at").types("9 pm", after=0)
    assert "I'll come back on Tuesday, March 3." in person.text


def test_coming_back_can_be_taken_back_and_wished_for_again(beginner: Living) -> None:
    """The same day counts once more, by /reminders and by /stop."""
    beginner.sends("reminders").taps("#tomorrow", "#@come_back.2026-03-03", "#stop")
    assert beginner.due is None
    beginner.taps("#list", "#tomorrow")
    assert beginner.due
    beginner.taps("#@come_back.2026-03-03", "#stop", "#ok").sends("stop").taps("#tomorrow")
    assert "I'll come back on" in beginner.text


def test_the_weekly_question_can_be_taken_back_and_added_again(person: Living) -> None:
    """On the same day."""
    person.sends("reminders").taps("#more", "#weekly", "#@pulse.2026-03-09", "#stop", "#list")
    assert not [one for one in person.talk.reminders if one.kind == "pulse"]
    person.taps("#more", "#weekly")
    assert any(one.kind == "pulse" and not one.over for one in person.talk.reminders)


def test_pausing_outlasts_the_word_that_closes_its_card(person: Living) -> None:
    """A typed button is a tap; other words are somebody who writes again."""
    person.sends("reminders").taps("#pause").types("close")
    assert person.due is None
    person.types("hello there")
    assert person.due


def test_a_day_is_picked_for_the_reminder_it_was_asked_of(person: Living) -> None:
    """Whatever was looked at in /reminders in between."""
    name = str(person.reminded().name)
    person.answers("pick", name).sends("reminders").taps("#close").types("2026-03-20")
    one = named(person.talk, name)
    assert one
    assert one.day == date(2026, 3, 20)
    assert person.text == "Okay. I'll come back on Friday, March 20."


def test_the_reminder_on_the_card_is_the_one_that_is_ended(person: Living) -> None:
    """Another one was moved meanwhile, on top of it."""
    person.notes(pulse="yes", pulse_on="2026-03-09").waits(days=6)
    person.sends("reminders").taps("#@window.2026-03-16")
    pulse = str(person.reminded().name)
    person.answers("pick", pulse).types("2026-03-12").taps("#ok", "#stop")
    ended = {one.name: one.over for one in person.talk.reminders}
    assert ended == {"window.2026-03-16": True, pulse: False}


def test_a_day_picked_far_off_outlives_what_is_remembered(person: Living) -> None:
    """Twelve weeks, and twelve again: it still comes, also once something else changes."""
    for day, told in (("2026-06-08", "June 8"), ("2026-08-31", "August 31")):
        name = str(person.reminded().name)
        person.answers("pick", name).types(day)
        assert told in person.text
        person.taps("#ok")
    person.at(datetime(2026, 8, 21, 9, tzinfo=UTC)).notes(hour="12")
    assert person.due == datetime(2026, 8, 31, 10, tzinfo=UTC)


def test_the_evening_before_is_not_over_before_the_zone_is_known(engine: Engine) -> None:
    """It is eight in the evening in London, and three in the afternoon in Chicago."""
    person = Living(engine, datetime(2026, 3, 2, 21, tzinfo=UTC), country="US").plans()
    person.notes(next_session="2026-03-03").notes(zone="America/Chicago")
    assert person.reminded().name == "before_session.2026-03-02"
    assert person.now == datetime(2026, 3, 3, 0, tzinfo=UTC)


def test_a_session_day_can_be_taken_back(person: Living) -> None:
    """Skip in place of the day that was chosen, and nothing comes for it."""
    person.sends("plan")
    changes(person, "next_session").taps("#@2026-03-09")
    assert {one.kind for one in person.talk.reminders if not one.over} > {"before_session"}
    changes(person, "next_session").taps("#<skip")
    assert {one.kind for one in person.talk.reminders if not one.over} == {"window"}


def test_a_look_answers_the_day_after_a_session_put_off(person: Living) -> None:
    """Next week, it was told, and before that the look asked the same."""
    person.notes(next_session="2026-03-12").at(datetime(2026, 3, 13, 10, tzinfo=UTC))
    name = str(person.given().name)
    person.answers("7", name)
    person.answers("go", person.reminded().name).goes_through({**LOOK, "talked": "not_yet"})
    assert [one.over for one in person.talk.reminders if one.name == name] == [True]


def test_a_change_of_an_open_plan_does_not_answer_the_next_look(person: Living) -> None:
    """The plan card stayed open for two weeks, and on the morning of the look they change it."""
    person.answers("go", person.reminded().name).goes_through(LOOK)
    due = person.due
    assert due
    person.at(due.replace(hour=6)).taps("#change", "#heard", "#mostly")
    assert person.due == due


def test_the_help_lines_are_still_there_beneath_a_third_flow(person: Living) -> None:
    """Closing what opened on them leads back, and closing them ends what they hold back."""
    person.sends("plan").taps("#reminders", "#help", "#about", "#close")
    assert person.talk.stack == ("checkup", "help_now")
    person.taps("#close")
    assert person.due


def test_a_check_up_goes_on_after_a_crisis_with_its_answers(beginner: Living) -> None:
    """Reminders are on hold then, and /reminders takes them up again."""
    beginner.sends("crisis").sends("continue")
    beginner.goes_through(ANSWERS)
    assert beginner.due is None
    beginner.sends("reminders").taps("#go_on")
    assert beginner.due


@pytest.mark.parametrize("hold", ["turn_off", "pause"])
def test_no_hello_is_offered_where_none_would_come(person: Living, hold: str) -> None:
    """Who stopped reminders, or paused them, is promised nothing; they can write any time."""
    person.sends("reminders").taps(f"#{hold}", "#close").waits(days=20)
    person.sends("history").taps("#look", "#unsure")
    assert "Come back tomorrow" not in person.labels
    person.taps("#close")
    assert person.card.question == "go_on"
    assert "Come back tomorrow" not in person.labels


def test_the_card_of_a_picked_day_says_nothing_of_waiting_once_it_came(person: Living) -> None:
    """It was left open, and that reminder is answered."""
    person.notes(pulse="yes", pulse_on="2026-03-09")
    person.answers("pick", person.reminded().name).types("thursday")
    person.answers("go", person.reminded().name).taps("#7", "#yes", "#ok")
    assert (person.card.flow, person.text) == ("another_day", "Okay.")


def test_a_plan_made_in_a_crisis_says_that_reminders_are_on_hold(beginner: Living) -> None:
    """And where they are turned on again."""
    beginner.sends("crisis").sends("continue")
    beginner.goes_through(ANSWERS)
    assert "Reminders have been on hold since you opened help." in beginner.text


def test_where_others_see_the_phone_the_evening_before_shows_no_own_words(person: Living) -> None:
    """They are one tap away."""
    person.sends("plan")
    changes(person, "line").types("I feel alone in here").taps("#done")
    name = person.notes(next_session="2026-03-05").reminded().name
    person.notes(quiet="yes").answers("go", name)
    assert "alone" not in person.text
    assert "alone" in person.taps("#send").said


def test_the_help_card_says_when_it_comes_back(engine: Engine) -> None:
    """The clock was asked for first, and the button is not offered once more."""
    person = Living(engine).sends("start").taps("#begin", "#unsure", "#tomorrow_at")
    person.types("Berlin")
    assert "I'll come back on Tuesday, March 3." in person.text
    assert "Come back tomorrow" not in person.labels
