"""Golden conversations: each is played as written; the English ones in every language as well.

`UPDATE_DIALOGUES=1 pytest tests/dialogues` writes the plans as they are now; review the difference.
"""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.flowtools.golden import Script, Transcript, read_script, replay, with_plan
from flows.engine import Engine
from flows.load import load_library
from flows.words import Words

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))
ENGLISH = sorted(HERE.glob("en/*.yaml"))
ROWS = range(1, 15)
UPDATE = os.environ.get("UPDATE_DIALOGUES") == "1"
LANGUAGES = Words().languages


@cache
def engine() -> Engine:
    """Give the engine, read once."""
    return Engine(load_library(), Words())


def name(file: Path) -> str:
    """Name a conversation by its language and file."""
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_conversation_goes_as_written(file: Path) -> None:
    """Whoever does these things sees these words, and keeps this plan."""
    script = read_script(file)
    transcript = replay(engine(), script)
    if UPDATE:
        file.write_text(with_plan(file.read_text("utf-8"), transcript), "utf-8")
    assert transcript.plan is None or script.plan is not None or UPDATE, "its plan is not written"
    assert [p for p in transcript.problems if not (UPDATE and "the plan is not" in p)] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("file", ENGLISH, ids=name)
def test_a_conversation_goes_the_same_way_in_every_language(file: Path, language: str) -> None:
    """The same buttons lead to the same places, whatever stands on them."""
    written = read_script(file)
    spoken = in_language(written, language)
    there, here = replay(engine(), spoken), replay(engine(), written)
    assert there.problems == ()
    assert places(there) == places(here)
    assert (there.plan is None) == (here.plan is None)


def in_language(script: Script, language: str) -> Script:
    """Return the same deeds in another language; the words that are seen will be others."""
    steps = tuple(replace(step, looks=()) for step in script.steps)
    return replace(script, language=language, steps=steps, plan=None)


def places(transcript: Transcript) -> list[object]:
    """List the buttons of each card met, by their ids."""
    cards = (moment.seen.card for moment in transcript.moments)
    return [tuple(button.id for button in card.every) if card else None for card in cards]


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
