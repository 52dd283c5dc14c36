"""Typed words that could be meant in two ways never choose what is hard to take back."""

import pytest

from flows.engine import Engine
from flows.values.talk import Tap
from tests.flows.weeks import ANSWERS, LOOK, Living, looks


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to look again in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


def comes_to(person: Living, question: str, answers: dict[str, str]) -> None:
    """Answer what is named, skip or go on elsewhere, until this question."""
    while person.card.question != question:
        there = [button.id for button in person.buttons]
        way = answers.get(person.card.question) or next(w for w in ("<skip", "go") if w in there)
        person.take(Tap(way, person.talk.tag, person.talk.turn))


@pytest.mark.parametrize("words", ["thanks", "Ok", "bye"])
def test_a_thank_you_after_stop_leaves_all_paused(person: Living, words: str) -> None:
    """It is answered, opens nothing, and may be said again."""
    person.sends("stop")
    for _ in range(3):
        person.types(words)
        assert (person.card.flow, person.talk.known["paused"]) == ("stopped", "yes")
    assert person.due is None
    person.types("i am back")
    assert person.talk.known["paused"] == "no"


def test_a_thank_you_keeps_the_day_to_come_back(engine: Engine) -> None:
    """Who asked for tomorrow and says thanks is still written to."""
    person = Living(engine, zone="Europe/Berlin").begins()
    person.taps("#many").sends("stop").taps("#tomorrow")
    due = person.due
    assert due
    assert "I'll come back on" in person.types("thank you").text
    assert person.due == due


def test_come_back_tomorrow_is_confirmed(person: Living) -> None:
    """Not safe: the day stands on the card, which stays."""
    person.sends("history").taps("#look", "#no", "#close", "#tomorrow")
    assert person.text.startswith("Okay. I'll come back on Tuesday, March 3.")


def test_someone_else_is_no_wish_for_another_therapist(person: Living) -> None:
    """Beside the button Ask someone else it may mean that one."""
    for begins, answers in (("again", ANSWERS), ("look_again", LOOK)):
        person.sends("start").taps(f"#{begins}")
        comes_to(person, "instead", {**answers, "decision": "other"})
        assert person.types("someone else").card.question == "instead"
        person.goes_through({**answers, "instead": "as_said"}).taps("#done")


def test_done_is_no_end_of_all_reminders(person: Living) -> None:
    """After Better twice it is still to be said which of the two is meant."""
    looks(person, 2, change="better").taps("#done")
    person.waits(weeks=8)
    person.sends("history").taps("#look")
    comes_to(person, "enough", {**LOOK, "change": "better"})
    assert person.types("done").card.question == "enough"
    assert person.talk.known.get("reminders") != "no"


@pytest.mark.parametrize("words", ["no", "nothing", "this one"])
def test_no_ends_no_reminder(person: Living, words: str) -> None:
    """What do you want to do with it? Nothing."""
    due = person.due
    person.sends("reminders").taps("#window.2026-03-16")
    assert person.text.startswith("This one comes on Monday, March 16.")
    person.types(words)
    assert person.due == due


@pytest.mark.parametrize(("words", "then"), [("yes", "practice"), ("often", "weighs")])
def test_yes_is_not_often(engine: Engine, words: str, then: str) -> None:
    """Do you use what you learn? To say yes leaves open how often."""
    person = Living(engine, zone="Europe/Berlin")
    person.sends("start").taps("#begin")
    comes_to(person, "practice", ANSWERS)
    assert person.types(words).card.question == then
