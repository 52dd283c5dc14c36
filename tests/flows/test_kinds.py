"""The kinds of question: what each shows, and how it reads taps and typed words."""

from pathlib import Path

import pytest

from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words
from tests.flows.person import Person
from tests.flows.small import write

HEAD = """\
flow: tea
version: 1
lasts: yes
steps:
  only:
    title: Only
    questions:
      asked:
        name: Asked
"""
END = """
      bye:
        ask: choice
        unlisted: yes
        end: yes
        text: ["You said {asked}.", Done.]
        choices: { done: { text: Done, close: yes } }
"""
SCALE = """\
        ask: scale
        text: How is it?
        from: 0
        to: 10
        low: Not at all
        high: Very well
"""
OFFER = """\
        ask: offer
        text: A line for you.
        most: 2
        choices:
          one: The first line.
          two: The second line.
          three: The third line.
"""
COUNTRY = """\
        ask: country
        text: Where?
        note: country
        choices: { elsewhere: Not in this list }
"""
BROWSE = """\
        ask: browse
        text: Read.
        cards: [cbt, emdr]
"""
CARDS = """\
cards:
  cbt: { name: CBT, short: Thoughts., long: [What it is., A question.] }
  emdr: { name: EMDR, short: Eyes., long: Longer. }
"""
TEXT = """\
        ask: text
        text: Say it.
        choices: { calm: { text: Calmer, said: feeling calmer } }
"""
SEVERAL = """\
        ask: several
        text: Which?
        choices:
          a: One
          b: Two
          c: Three
          d: Four
          e: Five
          f: Six
          none: { text: None of these, alone: yes }
"""
DATE = """\
        ask: date
        text: When?
        first: 0
        last: 30
"""
CHOICE = """\
        ask: choice
        text: How many?
        choices:
          few: { text: A few, numbers: 1-3 }
          more: { text: More, numbers: 4- }
"""


def asked(folder: Path, question: str) -> Person:
    """Give somebody who is asked this."""
    write(folder, {"tea": HEAD + question + END})
    (folder / "tea" / "cards.yaml").write_text(CARDS)
    return Person(Engine(load_library(folder), Words())).sends("start")


def answer(person: Person) -> object:
    """Return what was answered."""
    return person.talk.sessions["tea"].answers["asked"].value


def test_a_scale_shows_its_numbers_in_two_rows(tmp_path: Path) -> None:
    """Eleven numbers, six in a row, and what the ends mean."""
    person = asked(tmp_path, SCALE)
    assert [b.id for b in person.card.options] == [str(n) for n in range(11)]
    assert person.card.columns == 6
    assert person.text == "How is it?\n\nNot at all\n\nVery well"
    assert answer(person.taps("0")) == 0
    assert person.text.startswith("You said 0.")


@pytest.mark.parametrize(("typed", "value"), [("7", 7), ("about 7", 7), ("10!", 10)])
def test_a_scale_reads_a_typed_number(tmp_path: Path, typed: str, value: int) -> None:
    """Typing is as good as tapping."""
    assert answer(asked(tmp_path, SCALE).types(typed)) == value


@pytest.mark.parametrize("typed", ["11", "70"])
def test_a_scale_refuses_what_is_beyond_it(tmp_path: Path, typed: str) -> None:
    """It says so, and the question stays."""
    person = asked(tmp_path, SCALE).types(typed)
    assert person.text.startswith("I can't read that as a number here.")


def test_an_offer_shows_one_line_at_a_time(tmp_path: Path) -> None:
    """Another leads round the first two; Use takes the one in view."""
    person = asked(tmp_path, OFFER)
    shown = [person.card.paragraphs[-1]]
    shown.append(person.taps("Another line").card.paragraphs[-1])
    shown.append(person.taps("Another line").card.paragraphs[-1])
    assert [person.read(p.says) for p in shown] == [
        "The first line.",
        "The second line.",
        "The first line.",
    ]
    assert shown[0].quote
    person.taps("Another line", "Use this one")
    assert answer(person) == "two"


def test_an_offer_takes_own_words(tmp_path: Path) -> None:
    """Typed words are the line; a button's words are its tap."""
    person = asked(tmp_path, OFFER).types("another line")
    assert person.session.at == "asked"
    person.types("I need a plan")
    assert answer(person) == "own"
    assert person.text.startswith("You said I need a plan.")


@pytest.mark.parametrize(
    "words", ["united kingdom", "I'm in the UK", "England", "from the United Kingdom"]
)
def test_a_country_is_tapped_typed_and_noted(tmp_path: Path, words: str) -> None:
    """The person's country is known afterwards, in every flow."""
    person = asked(tmp_path, COUNTRY)
    assert person.labels[:2] == ["United Kingdom", "Not in this list"]
    person.types(words)
    assert person.talk.known["country"] == "GB"
    assert person.text.startswith("You said United Kingdom.")


def test_a_country_not_in_the_list_is_noted_as_elsewhere(tmp_path: Path) -> None:
    """Tapped, or typed by its name; then lines for everywhere are shown."""
    for person in (
        asked(tmp_path / "a", COUNTRY).taps("Not in this list"),
        asked(tmp_path / "b", COUNTRY).types("I live in Kenya"),
    ):
        assert person.talk.known["country"] == "elsewhere"
    assert "country" not in asked(tmp_path / "c", COUNTRY).types("over the hills").talk.known


def test_cards_are_read_marked_and_left(tmp_path: Path) -> None:
    """A name opens its card, more of it on demand; marks show in the list, and can be taken off."""
    person = asked(tmp_path, BROWSE).taps("CBT")
    assert person.text == "CBT\n\nThoughts."
    assert person.taps("More about it").text == "CBT\n\nWhat it is.\n\nA question."
    person.taps("I'd like to ask about this")
    assert [(b.id, b.ticked) for b in person.card.options] == [("?cbt", True), ("?emdr", False)]
    person.taps("EMDR", "I'd like to ask about this", "CBT", "Take the mark off", "Done")
    assert answer(person) == ("emdr",)


def test_cards_need_not_be_marked(tmp_path: Path) -> None:
    """Reading is enough."""
    assert answer(asked(tmp_path, BROWSE).types("emdr").taps("Back to the list", "Done")) == ()


def test_a_text_question_takes_words_or_a_button(tmp_path: Path) -> None:
    """Both are answers."""
    assert answer(asked(tmp_path / "a", TEXT).types("less dread")) == "own"
    person = asked(tmp_path / "b", TEXT).types("calmer")
    assert answer(person) == "calm"
    assert person.text.startswith("You said feeling calmer.")


def test_several_are_ticked_over_pages(tmp_path: Path) -> None:
    """Ticks stay while pages are turned; the foot has More and Done."""
    person = asked(tmp_path, SEVERAL)
    assert [b.id for b in person.card.options] == ["+a", "+b", "+c", "+d"]
    person.taps("Two", "More", "Six", "More", "More")
    assert [b.id for b in person.card.options] == ["+e", "-f", "+none"]
    assert answer(person.taps("Done")) == ("b", "f")
    assert person.text.startswith("You said Two and Six.")


def test_a_tick_that_stands_alone_clears_the_others(tmp_path: Path) -> None:
    """And gives way to any other."""
    person = asked(tmp_path, SEVERAL).taps("One", "Two", "More", "None of these")
    assert person.session.drafts == {"asked": ("none",)}
    assert person.taps("Six").session.drafts == {"asked": ("f",)}


def test_days_are_spelled_out_on_buttons(tmp_path: Path) -> None:
    """A week on each page, then week by week to the last day."""
    person = asked(tmp_path, DATE)
    assert person.labels[0] == "Monday, March 2"
    every = []
    for _ in range(3):
        every += [b.id for b in person.card.options]
        person.taps("More")
    assert len(set(every)) == len(every)
    assert every[0] == "@2026-03-02"
    assert every[-1] <= "@2026-04-01"
    assert answer(person.taps("#@2026-03-02")) == "2026-03-02"


def test_a_typed_number_means_the_choice_that_stands_for_it(tmp_path: Path) -> None:
    """Three is a few, forty is more, none is neither."""
    assert answer(asked(tmp_path / "a", CHOICE).types("3")) == "few"
    assert answer(asked(tmp_path / "b", CHOICE).types("maybe 40")) == "more"
    assert asked(tmp_path / "c", CHOICE).types("0").session.at == "asked"
