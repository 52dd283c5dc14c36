"""Short words with one plain meaning, and those that have none here."""

from pathlib import Path

import pytest

from flows.engine import Engine
from flows.values.matching import forms, numbered
from flows.values.words import Words
from tests.flows.person import Person
from tests.flows.test_kinds import OFFER, TEXT, answer, asked
from tests.flows.weeks import ANSWERS, Living


@pytest.mark.parametrize(
    ("typed", "value"), [("yes", "one"), ("Use it.", "one"), ("ok", "one"), ("no", None)]
)
def test_a_plain_yes_or_no_is_no_line_of_their_own(
    tmp_path: Path, typed: str, value: str | None
) -> None:
    """Yes uses the line in view, no shows another."""
    person = asked(tmp_path, OFFER).types(typed)
    if value is None:
        assert person.text.endswith("The second line.")
        person.types("see another", "yes")
    assert answer(person) == "one"


def test_a_plain_yes_or_no_is_no_answer_in_own_words(tmp_path: Path) -> None:
    """No passes over where one may; where that can't be, and for yes, words are asked for."""
    person = asked(tmp_path / "a", TEXT).types("yes", "no")
    assert person.session.at == "asked"
    assert person.text.startswith("Please say it in a few words of your own")
    assert person.session.words == {}
    skips = asked(tmp_path / "b", TEXT + "        skip: yes\n").types("No thanks")
    assert answer(skips) is None


@pytest.mark.parametrize(
    ("language", "typed", "choice"),
    [
        ("en", "2 years", None),
        ("en", "for 2 years", None),
        ("en", "about 6 months now", None),
        ("en", "none in 3 weeks", None),
        ("en", "I've had about 12", "many"),
        ("es", "hace 2 años", None),
        ("es", "ninguna en 3 semanas", None),
        ("es", "unas 12 sesiones", "many"),
        ("en", "two years", None),
        ("en", "two", "few"),
        ("en", "about ten", "many"),
        ("en", "maybe thirty", "more"),
        ("en", "ten or twelve", None),
        ("es", "unas diez", "many"),
        ("es", "tres, más o menos", "few"),
        ("es", "una docena", "many"),
        ("es", "dos años", None),
        ("es", "about ten", "many"),
    ],
)
def test_how_long_is_not_how_many(
    engine: Engine, language: str, typed: str, choice: str | None
) -> None:
    """A number of weeks or years is no number of sessions: the words are kept, and it is asked."""
    person = Person(engine, consent=1, days=400, language=language).sends("start")
    person.taps("#begin", "#yes").types(typed)
    answers = person.session.answers
    assert (answers["sessions"].value if "sessions" in answers else None) == choice
    assert bool(person.session.words.get("sessions")) == (choice is None)


@pytest.mark.parametrize("language", Words().languages)
def test_every_language_has_words_for_numbers(engine: Engine, language: str) -> None:
    """Each number that has a word in English has one there."""
    counted = engine.library.typed["counted"]
    english = {*numbered(forms(counted.text)).values()}
    assert english.issuperset(range(21))
    said = engine.words.say(counted.plain(), language)
    assert english <= {*numbered(forms(said)).values()}


def test_words_typed_twice_stand_once_in_the_plan(engine: Engine) -> None:
    """Who says the same at two questions reads it once."""
    person = Living(engine).begins()
    person.types("I feel numb").taps("#many").types("I feel numb")
    person.goes_through(ANSWERS)
    assert person.sends("plan").text.count("I feel numb") == 1
