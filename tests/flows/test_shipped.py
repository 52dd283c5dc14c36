"""The library as shipped: help from everywhere, danger words, first contact, quiet mode, stop."""

import pytest

from flows.content.library import Library
from flows.engine import Engine
from flows.values.talk import Tap
from tests.flows.person import Person
from tests.flows.walks import RARE, Met

LOOKED_AT = ("checkup", "followup")


def test_help_is_one_tap_from_every_card_that_was_met(engine: Engine, met: Met) -> None:
    """Every card of every walk has the button, but those of help itself."""
    for flow, question, _ in met.cards:
        card = next(c for (f, q, _), c in met.cards.items() if (f, q) == (flow, question))
        assert (card.help is None) == engine.library.flows[flow].quiet_foot, (flow, question)


def test_help_opens_before_consent_and_closes_to_where_they_were(person: Person) -> None:
    """The first card has the button too, and nothing is lost by using it."""
    person.sends("start")
    before = person.session
    person.taps("I need help now")
    assert person.card.flow == "help_now"
    person.taps("Close this card")
    assert person.session == before


@pytest.mark.parametrize(
    "words",
    [
        "help",
        "HELP!",
        "suicide",
        "I want to die",
        "make it stop",
        "kill myself",
        "sos",
        "i'm not safe",
    ],
)
def test_words_of_danger_open_help_as_the_whole_message(known_person: Person, words: str) -> None:
    """In the middle of the check-up, and with nothing open."""
    assert known_person.types(words).card.flow == "help_now"
    known_person.sends("start").taps("Start the check-up", "#yes").types(words)
    assert known_person.card.flow == "help_now"
    assert known_person.talk.stack[:-1] == ("checkup",)


@pytest.mark.parametrize(
    "words", ["I want to stop therapy", "I need help with my notes", "the pause was good"]
)
def test_sentences_about_therapy_are_no_commands(known_person: Person, words: str) -> None:
    """They are kept as own words, on their question."""
    known_person.sends("start").taps("Start the check-up", "#yes").types(words)
    assert known_person.card.question == "sessions"
    assert [w.text for w in known_person.session.words["sessions"]] == [words]


def test_make_it_stop_is_danger_and_never_stop(known_person: Person) -> None:
    """Nothing is paused by it."""
    assert known_person.types("make it stop").talk.known.get("paused") != "yes"


def test_what_is_typed_into_help_is_not_kept(known_person: Person) -> None:
    """Neither as words nor as an answer, once help is closed."""
    known_person.sends("crisis").types("it is about my brother").taps("Close this card")
    assert "brother" not in str(known_person.talk)


def test_under_18_nothing_is_stored(person: Person) -> None:
    """The lines for the young are shown, and the bot is told to forget."""
    person.sends("start").taps("I'm under 18")
    assert [effect.name for effect in person.turn.effects] == ["forget"]
    assert "made for adults" in person.said
    assert person.talk.known.get("consent") is None


def test_others_see_my_phone_sets_quiet_mode_before_anything(person: Person) -> None:
    """It says what it does and what it can't, and offers to clear the chat."""
    person.sends("start").taps("Others see my phone")
    assert person.talk.known["quiet"] == "yes"
    person.taps("Clear this chat", "Clear it now")
    assert [effect.name for effect in person.turn.effects] == ["clear_chat"]


def test_consent_comes_with_its_version(person: Person) -> None:
    """Only who is 18 and starts has agreed."""
    person.sends("start")
    for command in ("checkup", "continue", "plan"):
        assert person.sends(command).card.flow == "welcome"
    assert str(person.sends("start").taps("#begin").talk.known["consent"]) == "1"


@pytest.mark.parametrize("answer", ["#no", "#unsure"])
def test_not_safe_opens_help_at_once(known_person: Person, answer: str) -> None:
    """The check-up waits beneath; going on is the person's choice."""
    known_person.sends("start").taps("Start the check-up", answer)
    assert known_person.card.flow == "help_now"
    known_person.taps("Go on with check-up")
    assert known_person.card.question == "go_on"


def test_stop_loses_nothing(known_person: Person) -> None:
    """Everything is paused; going on leads back to the question."""
    known_person.sends("start").taps("Start the check-up", "#yes", "#many").sends("stop")
    assert known_person.talk.known["paused"] == "yes"
    known_person.taps("Go on where I was")
    assert known_person.card.question == "change"
    assert known_person.talk.known["paused"] == "no"


def test_every_command_works_from_every_card(engine: Engine) -> None:
    """Nothing that is open stands in the way of a command."""
    for command in engine.library.commands:
        person = Person(engine, consent=1, days=400).sends("start").taps("Start the check-up")
        person.taps("#yes", "#many", "#same")
        for place in ("crisis", "settings", "delete"):
            assert person.sends(place).sends(command).turn.card
            person.take(Tap("<help", person.talk.tag, person.talk.turn))


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_language_is_changed_at_any_moment(known_person: Person, language: str) -> None:
    """The open question stays, in other words."""
    known_person.sends("start").taps("Start the check-up", "#yes").sends("language")
    known_person.taps(f"#{language}")
    assert known_person.talk.known["language"] == language
    assert known_person.card.question == "sessions"


def test_nothing_is_asked_that_nobody_can_meet(library: Library, met: Met) -> None:
    """Each question, answer and text of the check-up and the follow-up is met on some walk."""
    questions = [q for name in LOOKED_AT for q in library.flows[name].questions.values()]
    flow_of = {id(q): name for name in LOOKED_AT for q in library.flows[name].questions.values()}
    asked = [q for q in questions if not q.aside]
    choices = {f"{flow_of[id(q)]}.{q.id}.{name}" for q in asked for name in q.choices}
    assert choices - met.choices == set()
    texts = {f"{p.where}: {p.text}" for q in asked if not q.keep for p in q.text.phrases()}
    assert texts - met.places <= RARE
