"""What must hold where a flow looks back at another, and where reminders lead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.advice import DERIVED, SPOKEN
from flows.beneath import LAST, LAST_ON, TURN
from flows.flow import Flow
from flows.library import Library
from flows.questions.base import Question
from flows.source import Path_
from flows.there import COMING, MOVED

Found = Iterator[tuple[Path_, str]]
OFF_PAPER = "none"  # the part of what makes sense in the chat alone


@dataclass(frozen=True, slots=True)
class Names:
    """The names a flow may use: `facts` that no question may be called, and what can be tested.

    `questions` are those answered under each name, in this flow or the one it looks back at.
    """

    facts: frozenset[str]
    tested: frozenset[str]
    spoken: frozenset[str]
    questions: Mapping[str, Question]


def names_at(flow: Flow, library: Library, known: Iterable[str]) -> Names:
    """Return the names that mean something in a flow."""
    base = library.flows.get(flow.base or "")
    advice = flow.advice or (base.advice if base else None)
    table = {*advice.facts, *DERIVED} if advice else set()
    facts = {*known, *(f"{name}_state" for name in library.flows), *table}
    facts |= {f"{here}{kind}" for kind in library.reminding.kinds for here in (COMING, MOVED)}
    questions: dict[str, Question] = dict(base.questions) if base else {}
    questions |= {f"{LAST}{name}": question for name, question in questions.items()}
    last = {LAST_ON, TURN, *(f"{LAST}{name}" for name in DERIVED)} if base else set()
    questions |= flow.questions
    tested = facts | last | set(questions) | noted_in(library)
    spoken = tested | (set(SPOKEN) if advice else set())
    return Names(frozenset(facts), frozenset(tested), frozenset(spoken), questions)


def noted_in(library: Library) -> set[str]:
    """Return the facts about a person that some answer, choice or command notes."""
    found = {name for command in library.commands.values() for name in command.set}
    for flow in library.flows.values():
        for question in flow.questions.values():
            found |= {question.note} if question.note else set()
            found |= {name for choice in question.choices.values() for name in choice.set}
    return found


def look_problems(flow: Flow, library: Library) -> Found:
    """Check what a flow looks back at, what it counts and what it writes down."""
    base = library.flows.get(flow.base or "")
    if flow.base and base is None:
        yield ("from",), f"there is no flow {flow.base!r}; write one of {sorted(library.flows)}"
    if flow.counts and not (base and base.advice and base.advice.decision):
        yield ("counts",), "there is nothing to count; `from` must name a flow with a decision"
    for name in (*flow.charted, *flow.turns):
        if name not in flow.questions:
            yield ("charted",), f"there is no question {name!r}"


def part_problems(flow: Flow) -> Found:
    """Check that each part of a page can be chosen where the page is asked for."""
    pages = [question for question in flow.questions.values() if question.do == "pdf"]
    parts = {OFF_PAPER, *(name for page in pages for name in page.choices)}
    for name, question in flow.questions.items():
        for part in sorted({item.part for item in question.text.every() if item.part} - parts):
            here = ("steps", question.step, "questions", name, "text")
            yield here, f"part: {part!r} can't be chosen; write one of {sorted(parts)}"


def reminder_problems(library: Library) -> Found:
    """Check that each reminder leads to a flow, and that its day is some fact."""
    reminding = library.reminding
    noted = noted_in(library)
    if reminding.pick and reminding.pick not in library.flows:
        yield ("pick",), f"there is no flow {reminding.pick!r}"
    for name, kind in reminding.kinds.items():
        here: Path_ = ("kinds", name)
        for key in ("flow", "of"):
            wanted = getattr(kind, key)
            if wanted and wanted not in library.flows:
                yield (*here, key), f"there is no flow {wanted!r}"
        of = library.flows.get(kind.of or "")
        days = {*of.questions, *DERIVED} if of else set()
        if kind.day not in noted | days:
            yield (*here, "day"), f"there is no fact {kind.day!r} that could be a day"
    if reminding.kinds and reminding.buttons is None:
        yield ("kinds",), "`buttons` are missing; add what stands on every reminder"
