"""The engine: taps old and new, commands, the stack of flows, and nothing open."""

from pathlib import Path

import pytest

from flows.engine import Engine
from flows.values.talk import Effect, Tap
from tests.flows.person import Person
from tests.flows.small import tea_engine


@pytest.fixture
def guest(tmp_path: Path) -> Person:
    """Give somebody who was asked what they would like to drink."""
    return Person(tea_engine(tmp_path)).sends("start")


def test_an_old_button_never_changes_an_answer(guest: Person) -> None:
    """A tap on an older card is answered with a notice and the card in front."""
    old = guest.talk.turn
    guest.taps("Tea", "Yes, please")
    before = guest.talk
    guest.take(Tap("coffee", guest.talk.tag, old))
    assert guest.turn.stale
    assert guest.toast == "That button is from before. Here is where we are."
    assert guest.talk == before
    assert guest.card.question == "cakes"


def test_a_double_tap_counts_once(guest: Person) -> None:
    """The second tap of two finds the question answered, and says so kindly."""
    first = Tap("tea", guest.talk.tag, guest.talk.turn)
    guest.take(first)
    once = guest.talk
    guest.take(first)
    assert (guest.talk, guest.toast) == (once, "Got that already.")


def test_a_button_of_an_erased_conversation_is_old(guest: Person) -> None:
    """The tag tells conversations apart even where the turn is the same."""
    before = guest.talk
    guest.take(Tap("tea", "gone", guest.talk.turn))
    assert guest.turn.stale
    assert guest.talk == before


def test_ticks_say_the_wanted_state(guest: Person) -> None:
    """Tapping the same tick twice is the same as once; the turn does not rise by ticks."""
    guest.taps("Tea", "Yes, please")
    at = guest.talk.turn
    tick = Tap("+bun", guest.talk.tag, at)
    once = guest.take(tick).talk
    assert guest.take(tick).talk == once
    assert guest.talk.turn == at
    assert guest.session.drafts == {"cakes": ("bun",)}
    guest.take(Tap("-bun", guest.talk.tag, at)).take(Tap("-bun", guest.talk.tag, at))
    assert guest.session.drafts == {"cakes": ()}


def test_done_without_a_tick_asks_for_one(guest: Person) -> None:
    """Nothing ticked is no answer; Skip is there for that."""
    guest.taps("Tea", "Yes, please", "Done")
    assert guest.session.at == "cakes"
    assert guest.toast == "Please choose at least one, or tap Skip."


def test_a_button_that_is_not_on_the_card_is_refused(guest: Person) -> None:
    """Neither a choice that isn't offered nor Skip or Back where there is none does anything."""
    guest.taps("Coffee")
    before = guest.talk
    for choice in ("no", "+bun", "!done", "", "<nowhere", "@2026-03-04"):
        guest.take(Tap(choice, guest.talk.tag, guest.talk.turn))
        assert guest.turn.stale, choice
        assert guest.talk == before, choice


def test_skip_and_back_where_they_are_not_shown_do_nothing(guest: Person) -> None:
    """A forged or very old tap can't skip what may not be skipped."""
    for choice in ("<skip", "<back"):
        guest.take(Tap(choice, guest.talk.tag, guest.talk.turn))
        assert guest.session.at == "drink"
        assert guest.session.answers == {}


def test_the_turn_rises_only_when_another_question_is_put(guest: Person) -> None:
    """Looking at the card again keeps its number."""
    at = guest.talk.turn
    assert guest.engine.face(guest.talk, guest.now) == guest.card
    assert guest.types("hm").talk.turn == at
    assert guest.taps("Tea").talk.turn == at + 1


def test_with_nothing_open_a_tap_says_so(guest: Person) -> None:
    """After closing, an old button leads nowhere, and nothing is shown in front."""
    guest.taps("Nothing", "Done")
    assert guest.turn.card is None
    assert guest.said == "Okay. Write anything here when you want to go on."
    guest.take(Tap("done", guest.talk.tag, guest.talk.turn - 1))
    assert guest.toast == "Nothing is open now. Write anything to go on."


def test_with_nothing_open_any_words_lead_in(guest: Person) -> None:
    """Somebody who closed everything and writes is met at the door."""
    guest.taps("Nothing", "Done").types("hello again")
    assert guest.card.flow == "tea"


def test_an_unknown_command_says_so_above_the_card(guest: Person) -> None:
    """The question stays, the notice stands above it."""
    guest.taps("Tea").sends("dance")
    assert guest.session.at == "milk"
    assert guest.text.startswith("I don't know that command. Here is where we are.")
    assert guest.turn.fresh


def test_an_unknown_command_at_first_begins(tmp_path: Path) -> None:
    """Somebody whose first word is an unknown command is met at the door."""
    guest = Person(tea_engine(tmp_path)).sends("dance")
    assert guest.session.at == "drink"


@pytest.mark.parametrize("words", ["stop", " STOP. ", "Stop!", "«stop»"])
def test_a_command_word_counts_as_the_whole_message(guest: Person, words: str) -> None:
    """Case, spaces and marks around a word make no difference."""
    assert guest.types(words).talk.known["paused"] == "yes"


@pytest.mark.parametrize(
    "words", ["I want to stop therapy", "stop it", "don't stop", "make it stop", "stopping", ""]
)
def test_a_command_word_inside_a_sentence_is_none(guest: Person, words: str) -> None:
    """What somebody writes about stopping is not a command."""
    assert "paused" not in guest.types(words).talk.known


def test_at_most_three_flows_lie_on_each_other(engine: Engine) -> None:
    """Whatever is opened, three are in front of each other, and the newest is in front."""
    person = Person(engine, consent=1, days=400).sends("checkup").taps("Start the check-up")
    for command in ("settings", "privacy", "language", "crisis", "delete"):
        person.sends(command)
        assert len(person.talk.stack) <= 3
        assert person.card.flow in (command, "help_now")


def test_opening_what_is_open_does_not_pile_it_up(engine: Engine) -> None:
    """A flow stands in the stack once."""
    person = Person(engine, consent=1, days=400).sends("settings").sends("privacy")
    assert person.sends("settings").talk.stack == ("privacy", "settings")


def test_closing_shows_what_lies_beneath(engine: Engine) -> None:
    """Settings open on top; closing them shows the question that was open."""
    person = Person(engine, consent=1, days=400).sends("checkup").taps("Start the check-up")
    person.taps("#yes").sends("settings").taps("Close")
    assert person.session.at == "sessions"


def test_starting_over_hands_the_old_answers_to_the_history(engine: Engine) -> None:
    """The unfinished check-up goes to the history with its answers; the new one has none."""
    person = Person(engine, consent=1, days=400).sends("checkup").taps("Start the check-up")
    person.taps("#yes", "#many").sends("start").taps("Start over")
    (effect,) = person.turn.effects
    assert (effect.name, effect.kind) == ("keep", "checkup")
    assert effect.body
    assert effect.body["answers"]["sessions"] == ["many", "2026-03-02"]
    assert person.session.answers == {}


def test_effects_are_told_and_not_done(engine: Engine) -> None:
    """Erasing is the bot's business; the engine names it."""
    person = Person(engine, consent=1, days=400).sends("delete").taps("#on")
    assert person.taps("#erase").turn.effects == (Effect("erase"),)
