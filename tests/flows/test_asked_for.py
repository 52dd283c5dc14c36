"""What a person asks to be reminded of, and how: by tap or by words, on the card where they are."""

from datetime import date, timedelta

import pytest

from flows.engine import Engine
from flows.values.matching import forms
from flows.values.session import Held
from tests.flows.holds import MOST_ROWS
from tests.flows.person import NOW
from tests.flows.weeks import ANSWERS, Living, looks

BERLIN: dict[str, Held] = {"zone": "Europe/Berlin", "country": "DE"}


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to look again in two weeks."""
    return Living(engine, NOW, **BERLIN).plans()


def found(engine: Engine, **known: Held) -> Living:
    """Give somebody who had no therapist, and reached one."""
    person = Living(engine, NOW, **known).plans(
        sessions="none", kind="stopped", gut="look", approach="later"
    )
    return looks(person, 4, reached="found", change="better")


@pytest.mark.parametrize(
    ("words", "question"), [("yes", "safe"), ("Go on.", "safe"), ("another day", "move_to")]
)
def test_words_below_a_reminder_are_its_buttons(person: Living, words: str, question: str) -> None:
    """They lead where the tap leads, and the reminder has its answer."""
    given = person.reminded()
    person.types(words)
    assert person.card.question == question
    assert person.turn.reminder == given.name


@pytest.mark.parametrize(
    ("words", "days"), [("tomorrow", 1), ("not today", 1), ("next week", 7), ("mañana", 1)]
)
def test_later_can_be_typed(engine: Engine, words: str, days: int) -> None:
    """The day is told in a message, as no toast comes after words."""
    language = "es" if words == "mañana" else "en"
    person = Living(engine, NOW, language=language, **BERLIN).plans()
    person.reminded()
    day = person.now.date() + timedelta(days=days)
    person.types(words)
    assert person.engine.words.say(day, language) in person.said
    assert person.turn.says[0].help
    assert person.due
    assert person.due.date() == day


def test_no_more_reminders_can_be_typed(person: Living) -> None:
    """And how to turn them on again stands in a message."""
    person.reminded()
    person.types("no more reminders")
    assert person.due is None
    assert "/reminders" in person.said


@pytest.mark.parametrize("words", ["i want to die", "stop", "my plan"])
def test_a_command_is_one_below_a_reminder_too(person: Living, words: str) -> None:
    """Danger words most of all."""
    person.reminded()
    person.types(words)
    assert person.card.flow == {"stop": "stopped", "my plan": "checkup"}.get(words, "help_now")


def test_each_word_below_a_reminder_means_one_button(engine: Engine) -> None:
    """And none of them is a command, in no language."""
    buttons = engine.library.reminding.buttons
    assert buttons
    for language in engine.words.languages:
        words: list[str] = []
        for name in type(buttons).model_fields:
            button = getattr(buttons, name)
            phrases = [phrase.plain() for phrase in (button.text, button.also) if phrase]
            words += forms(*(engine.words.say(phrase, language) for phrase in phrases))
        assert len(words) == len(set(words)) > 20
        assert [word for word in words if engine._meant.command(word, language)] == []


def test_only_the_newest_message_is_meant(person: Living) -> None:
    """Other words do what they always did, and what is said later is not below it any more."""
    person.reminded()
    person.types("who are you")
    assert person.card.question == "home"
    person.types("tomorrow")
    assert (person.card.question, person.said) == ("home", "")


def test_a_card_below_which_it_came_stays(engine: Engine) -> None:
    """Tomorrow, typed below the reminder of an unfinished check-up, answers no question of it."""
    person = Living(engine, NOW, **BERLIN).begins()
    person.sends("reminders").taps("#tomorrow", "#close")
    person.reminded()
    person.types("tomorrow")
    assert "I'll come back on" in person.said
    assert (person.card.question, person.turn.fresh) == ("sessions", True)
    assert person.session.words == {}


def test_four_weeks_after_someone_was_found_a_new_check_up_is_offered(engine: Engine) -> None:
    """It comes on that day and not in a crisis, and leads to a new check-up."""
    person = found(engine, **BERLIN)
    day = person.now.date() + timedelta(days=28)
    person.taps("#later")
    assert person.engine.words.say(day, "en") in person.text
    assert "later" not in {option.id for option in person.card.options}
    person.taps("#done").sends("crisis")
    assert person.due is None
    person.taps("#close")
    given = person.reminded()
    assert (str(given.name), person.now.date()) == (f"someone_new.{day}", day)
    person.answers("go", given.name).taps("#begin")
    assert (person.card.flow, person.card.question) == ("checkup", "safe")


def test_it_asks_the_time_first_and_turns_reminders_on(engine: Engine) -> None:
    """What is promised is due, also where reminders were off and no clock was known."""
    person = found(engine, country="GB", reminders="no")
    person.taps("#later_at", "#@60")
    assert "I'll come back on" in person.text
    assert person.due


def test_where_others_see_the_phone_nobody_is_asked_to_be_reminded(engine: Engine) -> None:
    """Neither four weeks later nor tomorrow."""
    person = found(engine, **BERLIN).notes(quiet="yes")
    card = engine.face(person.talk, person.now)
    assert card
    assert [option.id for option in card.options] == ["done"]
    assert "I can come back" not in " ".join(person.read(p.says) for p in card.paragraphs)
    person = Living(engine, NOW, quiet="yes", **BERLIN).begins()
    assert "tomorrow" not in {option.id for option in person.sends("stop").card.options}


def test_a_new_check_up_meanwhile_needs_no_reminder_of_it(engine: Engine) -> None:
    """The wish is forgotten with what it was about."""
    person = found(engine, **BERLIN)
    person.taps("#later", "#done").sends("start").taps("#again")
    person.goes_through(ANSWERS)
    assert [one.kind for one in person.talk.reminders if not one.over] == ["window"]


@pytest.mark.parametrize("known", [BERLIN, {"country": "GB"}])
def test_stopped_in_the_middle_there_is_tomorrow(engine: Engine, known: dict[str, Held]) -> None:
    """It asks the time where it is not known, comes, and can be used again the next day."""
    person = Living(engine, NOW, **known).begins()
    person.sends("stop")
    if "zone" in known:
        person.taps("#tomorrow")
    else:
        person.taps("#tomorrow_at", "#@0")
    for _ in range(2):
        assert "I'll come back on" in person.text
        assert "tomorrow" not in {option.id for option in person.card.options}
        given = person.reminded()
        assert str(given.name).startswith("come_back.")
        person.answers("go", given.name)
        assert person.card.flow == "checkup"
        person.sends("stop").taps("#tomorrow")
    assert person.now.date() == date(2026, 3, 4)


def test_without_an_open_check_up_stopping_offers_no_tomorrow(person: Living) -> None:
    """There is nothing to come back to."""
    assert "tomorrow" not in {option.id for option in person.sends("stop").card.options}


def test_where_reminders_are_off_none_is_promised(engine: Engine) -> None:
    """The next session isn't asked for, and the plan says how to turn them on."""
    person = Living(engine, NOW, reminders="no", **BERLIN)
    person.sends("start").taps("#begin")
    person.goes_through({**ANSWERS, "next_session": "@2026-03-05"})
    assert "next_session" not in person.session.answers
    assert "Reminders are off, so I won't write first." in person.text
    assert person.taps("#reminders").labels[0] == "Turn reminders on"


def test_after_the_kind_end_a_new_plan_says_that_reminders_are_off(person: Living) -> None:
    """They stopped as was said, and stay so until turned on."""
    looks(person, 2, change="better").taps("#done")
    looks(person, 8, change="better", enough="stop").taps("#done").sends("start").taps("#again")
    person.goes_through(ANSWERS)
    assert "You can turn them on in /reminders." in person.text
    person.taps("#reminders", "#turn_on", "#close")
    assert "I'll come back on that day." in person.text


def test_the_list_of_reminders_fits_a_screen(person: Living) -> None:
    """With four of them to come, too."""
    person.notes(next_session="2026-03-10", pulse="yes", pulse_on="2026-03-09")
    person.sends("reminders")
    assert len(person.card.options) <= MOST_ROWS
    assert sum(option.id.startswith("@") for option in person.card.options) == 4


def test_home_offers_to_look_how_it_goes(person: Living) -> None:
    """At any time after a plan, and to finish a look that was begun."""
    person.sends("start").taps("#look_again", "#yes")
    assert person.card.question == "since"
    person.sends("start").taps("#look")
    assert person.card.question == "since"
