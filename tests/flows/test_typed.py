"""Typed words: a button's, own words, several messages in a row, edits."""

from pathlib import Path

import pytest

from tests.flows.person import Person
from tests.flows.small import tea_engine

OWN = """
      why:
        ask: text
        name: Why
        text: Why?
  with:
"""


@pytest.fixture
def guest(tmp_path: Path) -> Person:
    """Give somebody who was asked what they would like to drink."""
    return Person(tea_engine(tmp_path)).sends("start")


@pytest.fixture
def writer(tmp_path: Path) -> Person:
    """Give somebody who was asked why, in their own words."""
    changed = tea_engine(tmp_path, ("\n  with:\n", OWN), ("{drink} it is", "{drink} it is"))
    return Person(changed).sends("start").taps("Tea", "Yes, please")


def own_words(person: Person, question: str) -> list[str]:
    """List the own words kept at a question."""
    return [w.text for w in person.session.words.get(question, ())]


@pytest.mark.parametrize("words", ["tea", "TEA!", "a cup of tea", "Chai."])
def test_words_that_plainly_are_a_button_are_its_tap(guest: Person, words: str) -> None:
    """The label or one of its other words, as the whole message."""
    assert guest.types(words).session.answers["drink"].value == "tea"
    assert guest.turn.fresh


def test_other_words_are_kept_and_asked_about_once(guest: Person) -> None:
    """Unmatched words stay on their question, kept; a second time says so differently."""
    guest.types("something warm, I guess")
    assert guest.session.at == "drink"
    assert guest.text.startswith("I kept your words. Which of these is nearest?")
    guest.types("I really don't know")
    assert guest.text.startswith("I kept that too. To go on I need one of these.")
    assert own_words(guest, "drink") == ["something warm, I guess", "I really don't know"]


def test_own_words_are_never_bounced_twice_where_one_may_skip(guest: Person) -> None:
    """The second time the question is passed over by itself, and the words stay."""
    guest.taps("Tea").types("it depends")
    assert guest.session.at == "milk"
    guest.types("it really depends")
    assert guest.session.at == "cakes"
    assert guest.session.answers["milk"].value is None
    assert own_words(guest, "milk") == ["it depends", "it really depends"]


@pytest.mark.parametrize(
    ("deeds", "kept"), [((), ("else",)), (("#scone",), ("scone", "else"))], ids=["typed", "tapped"]
)
def test_own_words_that_lead_on_keep_what_is_ticked(
    guest: Person, deeds: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """Passed over by itself is no Skip: the ticks are the answer, as if Done had been tapped."""
    guest.taps("Tea", "Skip", *deeds).types("a pie", "or a tart")
    assert guest.session.answers["cakes"].value == kept


def test_own_words_that_lead_on_keep_an_answer_given_before(guest: Person) -> None:
    """Who comes back and types twice still has the button that was ticked."""
    guest.taps("Tea", "Yes, please", "Back").types("it depends", "it really depends")
    assert guest.session.answers["milk"].value == "yes"


def test_own_words_tick_the_choice_meant_for_them(guest: Person) -> None:
    """Something else is ticked by typing something else."""
    guest.taps("Tea", "Skip").types("a pie")
    assert [b.id for b in guest.card.options if b.ticked] == ["-else"]


def test_a_list_of_names_ticks_each(guest: Person) -> None:
    """Several choices may be typed in one go."""
    guest.taps("Tea", "Skip").types("scone, Bun")
    assert [b.id for b in guest.card.options if b.ticked] == ["-scone", "-bun"]
    assert guest.types("done").session.at == "day"


def test_texts_sent_at_once_join_one_answer(writer: Person) -> None:
    """What comes within five seconds is part of the same words, and asks nothing twice."""
    writer.types("because").types("it is warm", after=5).types("and sweet", after=4)
    assert own_words(writer, "why") == ["because", "it is warm", "and sweet"]
    assert writer.session.at == "cakes"
    assert writer.session.hint is None


def test_a_text_sent_later_stands_for_itself(writer: Person) -> None:
    """After more than five seconds it belongs to the question now open."""
    writer.types("because").types("a pie", after=5.1)
    assert own_words(writer, "why") == ["because"]
    assert own_words(writer, "cakes") == ["a pie"]


def test_a_button_or_command_word_sent_at_once_does_not_join(writer: Person) -> None:
    """A word that is a button's or a command is taken as that."""
    writer.types("because").types("bun", after=1)
    assert own_words(writer, "why") == ["because"]
    assert writer.session.drafts == {"cakes": ("bun",)}
    writer.types("stop", after=1)
    assert writer.talk.known["paused"] == "yes"


def test_an_edited_text_counts_until_the_next_question_is_answered(writer: Person) -> None:
    """The words change with the message; the card stays where it is."""
    writer.types("becuase").edits("because")
    assert own_words(writer, "why") == ["because"]
    assert writer.session.at == "cakes"


def test_an_edit_of_a_typed_choice_changes_the_answer(guest: Person) -> None:
    """Who typed tea and edits it to coffee has chosen coffee."""
    guest.types("tea").edits("coffee")
    assert guest.session.answers["drink"].value == "coffee"
    assert guest.session.at == "milk"


def test_an_edit_after_the_next_answer_no_longer_counts(writer: Person) -> None:
    """The question after was answered: the edit is told to be too late."""
    writer.types("becuase").taps("Bun", "Done").edits("because")
    assert own_words(writer, "why") == ["becuase"]
    assert writer.text.startswith("You changed an older message.")


def test_an_edit_into_a_danger_word_is_heard(writer: Person) -> None:
    """Help never waits, not even for an edit."""
    before = writer.types("because").talk.turn
    writer.edits("suicide")
    assert writer.card.flow == "tea"
    assert own_words(writer, "why") == ["because"]
    assert writer.talk.turn >= before


def test_words_too_long_are_refused_kindly(writer: Person) -> None:
    """More than can be kept is said so, and nothing is lost of before."""
    writer.types("x" * 12_001)
    assert writer.session.at == "why"
    assert writer.text.startswith("That is more than I can keep in one message.")
    assert writer.types("x" * 12_000).session.at == "cakes"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-10", "2026-03-10"),
        ("10 March", "2026-03-10"),
        ("friday", "2026-03-06"),
        ("3/10/2026", "2026-03-10"),
        ("on Friday", "2026-03-06"),
        ("on 3/10/2026", "2026-03-10"),
        ("the 10th of March", "2026-03-10"),
        ("on 2026-03-10", "2026-03-10"),
        ("Tomorrow", "2026-03-03"),
        ("it's in two weeks", "2026-03-16"),
    ],
)
def test_a_day_can_be_typed(guest: Person, words: str, day: str) -> None:
    """As a date of the language, a weekday, a day and its month, or how far off it is."""
    guest.talk = guest.talk.knowing(zone="Europe/Berlin")
    guest.taps("Tea", "Skip", "Scone", "Done").types(words)
    assert guest.session.answers["day"].value == day


@pytest.mark.parametrize("words", ["tomorrow", "in two weeks", "monday"])
def test_a_day_that_hangs_on_the_zone_is_not_taken_without_it(guest: Person, words: str) -> None:
    """It is Monday in London, and may still be Sunday where they are."""
    guest.taps("Tea", "Skip", "Scone", "Done").types(words)
    assert guest.session.at == "day"
    guest.talk = guest.talk.knowing(zone="Europe/London")
    assert guest.types(words).session.at != "day"


@pytest.mark.parametrize("words", ["2020-01-01", "2027-03-01", "2 March 2026"])
def test_a_day_out_of_reach_is_told_so(guest: Person, words: str) -> None:
    """Past days, today and far ones are no answer."""
    guest.taps("Tea", "Skip", "Scone", "Done").types(words)
    assert guest.session.at == "day"
    assert guest.text.startswith("That day is too far off, or past.")


@pytest.mark.parametrize("words", ["soon", "not on Friday", "friday or tomorrow", "next friday"])
def test_words_that_are_no_day_are_told_so(guest: Person, words: str) -> None:
    """Nothing is guessed."""
    guest.taps("Tea", "Skip", "Scone", "Done").types(words)
    assert guest.text.startswith("I can't read that as a day.")


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_a_message_without_words_is_no_answer(writer: Person, nothing: str) -> None:
    """What is empty once it is cleaned is not kept, and the question stays."""
    writer.types(nothing)
    assert writer.session.at == "why"
    assert own_words(writer, "why") == []
    assert writer.text.startswith("I can only read text and buttons.")
