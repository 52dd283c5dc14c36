"""Where talking or home isn't safe: the home card comes at once, and no session is reminded of."""

from datetime import timedelta

import pytest

from flows.engine import Engine
from flows.values.session import Words
from tests.flows.person import Person
from tests.flows.weeks import ANSWERS, Living

SESSION = "2026-03-10"
CROSSED = {"flag": "money", "approach": "later"}
UNSAFE = {"talked": "unsafe", "why": "reaction", "note": "<skip"}


@pytest.mark.parametrize("answers", [CROSSED, UNSAFE])
def test_no_session_is_reminded_of_where_talking_is_not_safe(
    engine: Engine, answers: dict[str, str]
) -> None:
    """Neither the evening before nor the day after; the day to look again stays."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans(**answers)
    person.notes(next_session=SESSION)
    assert {one.kind for one in person.talk.reminders if not one.over} == {"window"}


def test_a_session_is_reminded_of_elsewhere(engine: Engine) -> None:
    """The same day, and a talk that is safe."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans()
    person.notes(next_session=SESSION)
    kinds = {one.kind for one in person.talk.reminders}
    assert kinds == {"window", "before_session", "after_session"}


def test_the_day_picked_last_is_the_one_that_counts(engine: Engine) -> None:
    """Also where an older one was an answer of the check-up."""
    person = Living(engine, zone="Europe/Berlin", country="DE")
    person.sends("start").taps("#begin")
    person.goes_through({**ANSWERS, "next_session": "@2026-03-05"})
    person.notes(next_session="2026-03-12")
    assert "before_session.2026-03-11" in {one.name for one in person.talk.reminders}


@pytest.mark.parametrize("answers", [CROSSED, UNSAFE])
def test_the_evening_before_says_that_nothing_has_to_be_said(
    engine: Engine, answers: dict[str, str]
) -> None:
    """Who comes to it by an older reminder is not told to speak."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans()
    name = person.notes(next_session=SESSION).reminded().name
    person.sends("start").taps("#again")
    person.goes_through({**ANSWERS, **answers}).answers("go", name)
    assert person.card.flow == "before_session"
    assert "don't have to say anything" in person.text
    assert "send" not in {option.id for option in person.card.options}


@pytest.mark.parametrize("unsafe", ["unsure", "no"])
def test_in_a_look_the_home_card_follows_at_once(engine: Engine, unsafe: str) -> None:
    """Nothing about the therapist stands between."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans()
    person.now += timedelta(weeks=2)
    person.sends("history").taps("#look", "#yes", "#more")
    while person.card.question != "flag":
        person.taps("#not_yet")
    person.taps("#told", "#go", f"#{unsafe}")
    assert person.card.question == "told_card"
    assert "calls and texts stay on this phone" in person.text


TERRIBLE = "he said he would find me"
SAFETY = {"safe", "go_on", "line_card", "why_card", "home_told", "told_card"}
SAFETY |= {"home_others", "others_card", "home_partner", "partner_card"}


def test_words_typed_at_a_question_of_safety_are_in_no_plan(engine: Engine) -> None:
    """Not kept, with a word that leads to help; also those that an earlier version kept."""
    for flow in ("checkup", "followup"):
        questions = engine.library.flows[flow].questions
        assert [q for q in SAFETY & set(questions) if questions[q].own_words] == []
    person = Living(engine, country="GB")
    person.sends("start").taps("#begin").types(TERRIBLE)
    assert person.text.startswith("I couldn't match that to a button, and I keep none of it.")
    assert 'tap "I need help now" below' in person.text
    assert TERRIBLE not in str(person.talk)
    old = person.session.worded("safe", (Words(1, TERRIBLE),))
    person.talk = person.talk.with_session(old)
    told = {"flag": "told", "home_told": "yes", "approach": "later"}
    person.goes_through({**ANSWERS, **told})
    assert person.card.question == "plan"
    assert TERRIBLE not in person.text
    assert "words" not in [option.id[1:] for option in person.taps("#pdf").card.options]


def test_help_without_a_country_offers_two_and_all(engine: Engine) -> None:
    """One tap, and the numbers of that country stand on the same card."""
    person = Person(engine, consent=1, days=400).sends("help")
    assert person.labels[:3] == ["United States", "United Kingdom", "Somewhere else"]
    person.taps("United Kingdom")
    assert "116 123" in person.text
    assert person.labels[0] == "Call someone"


def test_after_not_sure_there_is_tomorrow(engine: Engine) -> None:
    """In place of the button for what was misread, until the card is closed."""
    person = Person(engine, consent=1, days=400).sends("start").taps("#begin", "#unsure")
    assert "Come back tomorrow" in person.labels
    assert "I didn't mean that" not in person.labels
    person.taps("#go_on").sends("help")
    assert "I didn't mean that" in person.labels


def test_a_home_card_without_a_country_asks_for_it(engine: Engine) -> None:
    """And comes back with the lines of that country."""
    person = Person(engine, consent=1, days=400).sends("start").taps("#begin")
    person.taps("#yes", "#many", "#same", "Skip", "#told", "#go", "#no", "My country", "#GB")
    assert person.card.question == "told_card"
    assert "0808 2000 247" in person.text
