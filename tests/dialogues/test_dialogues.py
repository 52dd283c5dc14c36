"""Golden conversations: each is played as written; the English ones in every language as well.

`UPDATE_DIALOGUES=1 pytest tests/dialogues` writes what is seen now, and the plans, in place of what
is written; review the difference.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.flowtools.golden import (
    Transcript,
    known_at_first,
    read_script,
    reads,
    replay,
)
from bot.flowtools.person import Person
from bot.flowtools.rewriting import as_it_went, reworded_in
from flows.content.advice import Advice
from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))
ENGLISH = sorted(HERE.glob("en/*.yaml"))
ROWS = range(1, 15)
UPDATE = os.environ.get("UPDATE_DIALOGUES") == "1"
LANGUAGES = Words().languages
LATER = ("pulse", "before_session", "after_session", "followup", "someone_new")
COUNTRY = re.compile("[A-Z]{2}")
SIGNS = "+?!*"  # what a button's id begins with before the choice, in lists
SUGGESTED = ("decision", "go_on", "told_card", "others_card", "partner_card")
"""Where a look stands when it has come to a row: what it suggests, or what comes before all."""


@cache
def engine() -> Engine:
    """Give the engine, read once."""
    return Engine(load_library(), Words())


@cache
def played(file: Path) -> Transcript:
    """Replay a conversation, once."""
    return replay(engine(), read_script(file))


def name(file: Path) -> str:
    """Name a conversation by its language and file."""
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_conversation_goes_as_written(file: Path) -> None:
    """Whoever does these things sees these words, and keeps this plan."""
    transcript = played(file)
    if UPDATE:
        text = as_it_went(file.read_text("utf-8"), transcript, reworded(file.parent.name))
        file.write_text(text, "utf-8")
        transcript = replay(engine(), read_script(file))
    assert transcript.plan is None or read_script(file).plan is not None, "its plan is not written"
    assert transcript.problems == ()


@cache
def reworded(language: str) -> Mapping[str, str]:
    """Give what any conversation in a language met in other words than are written."""
    files = HERE.glob(f"{language}/*.yaml")
    return dict(pair for file in files for pair in reworded_in(played(file)).items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_not_be_seen_is_seen_elsewhere(language: str) -> None:
    """Words that nobody says any more would be unseen for ever, and hold nothing."""
    files = sorted(HERE.glob(f"{language}/*.yaml"))
    said = {
        piece for file in files for moment in played(file).moments for piece in moment.seen.pieces()
    }
    unseen = {
        text
        for file in files
        for step in read_script(file).steps
        for look, text in step.looks
        if look == "unseen"
    }
    assert {text for text in unseen if not any(reads(piece, text) for piece in said)} == set()


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("file", ENGLISH, ids=name)
def test_a_conversation_goes_the_same_way_in_every_language(file: Path, language: str) -> None:
    """The same deeds lead to the same places, whatever stands on the buttons."""
    assert places(played(HERE / language / file.name)) == places(played(file))


def places(transcript: Transcript) -> list[object]:
    """List the buttons of each card met, by their ids; countries in whatever order."""
    cards = (moment.seen.card for moment in transcript.moments)
    return [
        tuple("country" if COUNTRY.fullmatch(button.id) else button.id for button in card.every)
        if card
        else None
        for card in cards
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_the_decision_table_has_its_conversation(language: str) -> None:
    """The files are named by row; none of the fourteen is missing, in no language."""
    rows = {file.stem.partition("_")[0] for file in HERE.glob(f"{language}/*.yaml")}
    assert rows >= {f"{row:02}" for row in ROWS}


def test_a_conversation_in_which_something_else_is_seen_is_noticed() -> None:
    """A replay that could not fail would hold nothing: other words and another plan are told."""
    script = read_script(HERE / "en" / "10_dana.yaml")
    wrong = tuple(replace(step, looks=(("sees", "Nobody says this"),)) for step in script.steps)
    assert len(replay(engine(), replace(script, steps=wrong)).problems) == len(wrong)
    other = replay(engine(), replace(script, plan="Another plan."))
    assert "the plan is not as written" in other.problems[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_and_every_row_of_weeks_later_has_its_conversation(language: str) -> None:
    """Each choice and each Skip is tapped somewhere, and some look comes to each row."""
    met = frozenset[str]().union(*map(met_in, HERE.glob(f"{language}/*.yaml")))
    assert asked_later() - met == set()


def test_an_answer_and_a_row_without_a_conversation_are_noticed() -> None:
    """Without the conversations that have them, they are told as missing."""
    others = [file for file in ENGLISH if not file.stem.startswith(("followup_use", "later_after"))]
    missing = asked_later() - frozenset[str]().union(*map(met_in, others))
    use = next(i for i, row in enumerate(table().rows) if row.step == "use")
    assert missing >= {
        f"row {use}",
        "after_session.said_it.no_session",
        "after_session.next_session.<skip",
    }


def table() -> Advice:
    """Give the decision table that the follow-up looks at, the check-up's."""
    advice = engine().library.flows["checkup"].advice
    assert advice
    return advice


def asked_later() -> set[str]:
    """Name every choice and Skip of what comes between two looks, and every row by its place."""
    questions = [(f, q) for f in LATER for q in engine().library.flows[f].questions.values()]
    skips = {f"{flow}.{question.id}.<skip" for flow, question in questions if question.skip}
    choices = {f"{flow}.{q.id}.{choice}" for flow, q in questions for choice in q.choices}
    return skips | choices | {f"row {place}" for place in range(len(table().rows))}


@cache
def met_in(file: Path) -> frozenset[str]:
    """Name what one conversation meets of it."""
    script = read_script(file)
    if all(step.deed != "waits" for step in script.steps):
        return frozenset()
    person = Person(engine(), script.now, {**known_at_first(script.language), **script.known})
    met: set[str] = set()
    for step in script.steps:
        for of in step.of:
            front = person.talk.front
            if step.deed == "taps" and front:
                met.add(f"{front.flow}.{front.at}.{person.button(of).id.lstrip(SIGNS)}")
            person.does(step.deed, of)
            met |= row_met(person)
    return frozenset(met)


def row_met(person: Person) -> set[str]:
    """Name the row that a look in front has come to."""
    front = person.talk.front
    if front is None or front.flow != "followup" or front.at not in SUGGESTED:
        return set()
    scope = engine()._front.walk(person.talk, front).scope
    return {f"row {table().rows.index(table().row_at(scope))}"}
