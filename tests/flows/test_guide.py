"""The guide for those who write flows: its examples load and do what is said of them."""

import re
from pathlib import Path

from flows.content.advice import Advice
from flows.content.flow import Flow, Step
from flows.content.machine import Table
from flows.engine import Engine
from flows.load import load_library
from flows.questions import AnyQuestion
from flows.questions.base import Choice, Frozen, Question
from flows.values.words import Words
from tests.flows.person import Person
from tests.flows.small import write

GUIDE = (Path(__file__).parents[2] / "docs" / "writing-a-flow.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
# The questions the guide's table of advice speaks of.
ASKED = """\
flow: look
version: 1
steps:
  only:
    title: Only
    questions:
      sessions: { ask: choice, unlisted: yes, text: How many?, choices: { few: 1 to 3, many: More } }
      change: { ask: choice, unlisted: yes, text: What changed?, choices: { same: Nothing, bit: A bit } }
      heard: { ask: choice, unlisted: yes, text: Heard?, choices: { yes: Yes, not_really: Hardly, no: No } }
      open: { ask: choice, unlisted: yes, text: Open?, choices: { yes: Yes, not_really: Hardly, no: No } }
      challenged: { ask: choice, unlisted: yes, text: Challenged?, choices: { yes: Yes, not_really: Hardly, no: No } }
      weighs: { ask: several, skip: yes, unlisted: yes, text: What weighs?, choices: { partner: A, drink: B, miss: C } }
      rhythm: { ask: choice, unlisted: yes, text: How often?, choices: { weekly: Weekly, two_weeks: Every second } }
      decision:
        ask: choice
        unlisted: yes
        text: ["What I'd put first: {suggested}. You said: {because}.", "{reason}", "Next to it: {beside}."]
        choices: { take: "Yes, {weeks} weeks", other: Something else, date: Another day }
      instead: { ask: choice, unlisted: yes, when: { decision: [other] }, text: What?, choices: { talk: Talk, wait: Wait } }
      day: { ask: date, unlisted: yes, when: { decision: [date] }, text: When? }
      bye: { ask: choice, unlisted: yes, end: yes, text: "{step}, {look_on}.", choices: { done: { text: Done, close: yes } } }
"""  # noqa: E501  (one question a line reads best here)


def guest(folder: Path, **flows: str) -> Person:
    """Give somebody in front of flows from the guide."""
    write(folder, {"tea": EXAMPLES[0], **flows})
    if "look" in flows:
        (folder / "look" / "advice.yaml").write_text(EXAMPLES[1])
        text = (folder / "commands.yaml").read_text()
        (folder / "commands.yaml").write_text(text.replace("open: tea", "open: look"))
    return Person(Engine(load_library(folder), Words())).sends("start")


def test_the_guide_has_two_whole_examples() -> None:
    """A flow, and a table of advice."""
    assert [example.split(":")[0] for example in EXAMPLES] == ["flow", "facts"]


def test_the_small_flow_can_be_played(tmp_path: Path) -> None:
    """It asks, passes over, names what was chosen, and lets it be changed."""
    person = guest(tmp_path).types("chai")
    assert person.text == "Tea it is.\n\nWith milk?"
    assert person.taps("Yes, please").text == "Tea, with milk."
    assert person.taps("Change something", "Drink: Tea", "Nothing").text == "Maybe later."
    assert person.taps("Done").turn.card is None


def test_the_small_table_gives_its_advice(tmp_path: Path) -> None:
    """The first row that holds, its reasons, and what stands next to it."""
    person = guest(tmp_path, look=ASKED)
    person.taps("#few", "#same", "#no", "#not_really", "#yes", "#<skip")
    person.taps("#weekly")
    assert person.text.startswith(
        "What I'd put first: tell your therapist that nothing has changed. "
        "You said: no change in 1 to 3.\n\nThey may not know yet."
    )
    assert person.taps("#take").text.endswith(", Monday, March 16.")


def test_windows_double_when_sessions_are_rare(tmp_path: Path) -> None:
    """Up to the most weeks that are written."""
    person = guest(tmp_path, look=ASKED)
    person.taps("#many", "#bit", "#yes", "#yes", "#yes", "#<skip", "#two_weeks")
    assert person.labels[0] == "Yes, 12 weeks"


def test_every_kind_of_question_stands_in_the_guide() -> None:
    """What isn't described can't be written."""
    kinds = {
        kind.model_fields["ask"].annotation.__args__[0] for kind in AnyQuestion.__args__[0].__args__
    }
    described = set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))
    assert kinds <= described


def test_every_key_stands_in_the_guide() -> None:
    """Of a flow, a question, a choice and the table."""
    kinds: tuple[type[Frozen], ...] = (Flow, Step, Question, Choice, Advice)
    keys = {f.alias or name for kind in kinds for name, f in kind.model_fields.items()}
    inner = {"id", "step", "fingerprint", "advice"}
    assert {key for key in keys - inner if f"`{key}" not in GUIDE} == set()


def test_the_small_flow_is_drawn_from_the_same_machine(tmp_path: Path) -> None:
    """Its picture names its questions and outcomes."""
    write(tmp_path, {"tea": EXAMPLES[0]})
    drawn = Table(load_library(tmp_path).flows["tea"]).draw()
    assert "stateDiagram" in drawn
    assert {w for w in ("drink", "milk", "bye", "none", "pass") if w not in drawn} == set()
