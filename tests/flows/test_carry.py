"""Running sessions meet another version of their flow, newer or older: nothing is lost.

`kept/tea_1.json` was written by version 1. Version 2 renames a question and two answers, removes
a question and adds one.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.engine import Engine
from flows.load import load_library
from flows.values.session import Conversation, from_json, to_json
from flows.values.words import Words
from tests.flows.person import NOW, Person
from tests.flows.small import TEA, tea_engine, write

KEPT: dict[str, Any] = json.loads((Path(__file__).parent / "kept" / "tea_1.json").read_text())
DAY = TEA[TEA.index("      day:") : TEA.index("  end:\n")]
RENAMED = """\
version: 2
renamed: { drink: cup, drink.none: cup.nothing, cakes.bun: cakes.roll, day: ~ }
"""
SWEET = """\
      sweet:
        ask: choice
        name: Sweet
        text: Sweet?
        choices: { yes: Sweet, no: Not sweet }
  with:
"""


def newer_text() -> str:
    """Return version 2 of the flow about tea."""
    text = TEA.replace("version: 1\n", RENAMED).replace(DAY, "").replace("  with:\n", SWEET)
    for old, new in (
        ("      drink:\n        ask", "      cup:\n        ask"),
        ("{ drink: [", "{ cup: ["),
        ("{drink}", "{cup}"),
        ("          none: { text: Nothing", "          nothing: { text: Nothing"),
        ("next: { none: bye }", "next: { nothing: bye }"),
        ("{ cup: [none] }", "{ cup: [nothing] }"),
        ("bun: { text: Bun, said: a bun }", "roll: { text: Roll, said: a roll }"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def newer(tmp_path: Path) -> Engine:
    """Give an engine of version 2."""
    return Engine(load_library(write(tmp_path / "2", {"tea": newer_text()})), Words())


@pytest.fixture
def older(tmp_path: Path) -> Engine:
    """Give an engine of version 1."""
    return tea_engine(tmp_path / "1")


def meets(engine: Engine, talk: Conversation) -> Person:
    """Let somebody go on in another version."""
    person = Person(engine, NOW)
    person.talk = talk
    return person.sends("start")


def answers(person: Person) -> dict[str, Any]:
    """Return the answers of the flow about tea."""
    return {q: a.value for q, a in person.talk.sessions["tea"].answers.items()}


def test_kept_sessions_are_of_this_version_1(older: Engine) -> None:
    """The file was written by the flow that stands in these tests."""
    marks = {talk["sessions"]["tea"]["fingerprint"] for talk in KEPT.values()}
    assert marks == {older.library.flows["tea"].fingerprint}


@pytest.mark.parametrize("where", KEPT)
def test_a_session_of_version_1_goes_on_in_version_2(newer: Engine, where: str) -> None:
    """Wherever somebody stood: a question of the new walk is put, and the end can be reached."""
    person = meets(newer, from_json(KEPT[where]))
    assert person.session.at in newer.library.flows["tea"].questions
    for _ in range(10):
        if person.session.at == "bye":
            break
        wanted = [b.id for b in person.buttons if b.id not in ("<back", "<help", "#list")]
        person.taps("#" + ("<skip" if "<skip" in wanted else wanted[0]))
    assert person.session.at == "bye"


def test_a_renamed_question_and_its_renamed_answer_keep_what_was_said(newer: Engine) -> None:
    """The answer stands under its new name and reads as before."""
    person = meets(newer, from_json(KEPT["in the list"]))
    assert answers(person)["cup"] == "nothing"
    assert meets(newer, from_json(KEPT["in the list"])).card.question == "list"
    assert person.labels[0] == "Drink: Nothing"


def test_ticks_and_drafts_are_renamed(newer: Engine) -> None:
    """Several answers, and ticks not done with yet."""
    person = meets(newer, from_json(KEPT["at the removed question"]))
    assert answers(person)["cakes"] == ("scone", "roll")
    middle = meets(newer, from_json(KEPT["in the middle, with own words and a draft"]))
    assert middle.talk.sessions["tea"].drafts["cakes"] == ("roll", "else")
    assert middle.talk.sessions["tea"].words["cakes"][0].text == "a pie"


def test_a_removed_question_resumes_at_the_last_known_one(newer: Engine) -> None:
    """Who stood at the removed question is asked the first that is not answered."""
    person = meets(newer, from_json(KEPT["at the removed question"]))
    assert person.session.at == "sweet"


def test_an_answer_to_a_removed_question_is_kept_untouched(newer: Engine, older: Engine) -> None:
    """It is not shown, and it is there again for the older version."""
    person = meets(newer, from_json(KEPT["at the end"]))
    assert answers(person)["day"] == "2026-03-04"
    assert "Day" not in person.text
    again = meets(older, from_json(to_json(person.talk)))
    assert answers(again)["day"] == "2026-03-04"


@pytest.mark.parametrize("where", KEPT)
def test_an_older_flow_meets_a_newer_session(newer: Engine, older: Engine, where: str) -> None:
    """Going back a version fails nobody and loses nothing of what the newer one wrote."""
    forward = meets(newer, from_json(KEPT[where]))
    back = meets(older, from_json(to_json(forward.talk)))
    assert back.turn.card
    assert answers(forward).items() <= answers(back).items()
    again = meets(newer, from_json(to_json(back.talk)))
    assert answers(again) == answers(forward)


def test_a_flow_that_is_gone_is_closed_and_its_answers_stay(newer: Engine) -> None:
    """An open flow that this version has not is left out of the stack."""
    kept = KEPT["at the end"]
    session = {**kept["sessions"]["tea"], "fingerprint": "old"}
    talk = from_json({**kept, "stack": ["soup"], "sessions": {**kept["sessions"], "soup": session}})
    person = Person(newer, NOW)
    person.talk = talk
    assert person.types("hello").card.flow == "tea"
    assert person.talk.sessions["soup"].answers == talk.sessions["soup"].answers


def test_the_same_version_changes_nothing(older: Engine) -> None:
    """A session of this version is not touched."""
    for kept in KEPT.values():
        talk = from_json(kept)
        face = older.face(talk, NOW)
        assert face
        assert talk.front
        assert face.question == talk.front.at
