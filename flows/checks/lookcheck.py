"""What must hold where a flow looks back at another, and where reminders lead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.content.advice import DERIVED, SPOKEN
from flows.content.flow import Flow
from flows.content.library import Library
from flows.place.beneath import LAST, LAST_ON, TURN
from flows.place.there import COMING, MOVED
from flows.questions.base import Question
from flows.values.source import Path_

Found = Iterator[tuple[Path_, str]]
OFF_PAPER = "none"  # the part of what makes sense in the chat alone
STATES = ("none", "open", "done")  # how far a flow can have come


@dataclass(frozen=True, slots=True)
class Names:
    """The names a flow may use: `facts` that no question may be called, and what can be tested.

    `questions` are those answered under each name, in this flow or the one it looks back at;
    `values` are all that some facts can be.
    """

    facts: frozenset[str]
    tested: frozenset[str]
    spoken: frozenset[str]
    questions: Mapping[str, Question]
    values: Mapping[str, tuple[str, ...]]


def names_at(flow: Flow | None, library: Library, known: Iterable[str]) -> Names:
    """Return the names that mean something in a flow, or outside of any."""
    base = library.flows.get(flow.base or "") if flow else None
    advice = (flow.advice if flow else None) or (base.advice if base else None)
    table = {*advice.facts, *DERIVED} if advice else set()
    values: dict[str, tuple[str, ...]] = {f"{name}_state": STATES for name in library.flows}
    values |= {
        name: ("yes",)
        for name, rule in (advice.facts if advice else {}).items()
        if not rule.counted
    }
    facts = {*known, *values, *table}
    facts |= {f"{here}{kind}" for kind in library.reminding.kinds for here in (COMING, MOVED)}
    facts.add(f"{COMING}chosen")
    questions: dict[str, Question] = dict(base.questions) if base else {}
    questions |= {f"{LAST}{name}": question for name, question in questions.items()}
    last = {LAST_ON, TURN, *(f"{LAST}{name}" for name in DERIVED)} if base else set()
    questions |= flow.questions if flow else {}
    tested = facts | last | set(questions) | noted_in(library)
    spoken = tested | (set(SPOKEN) if advice else set())
    return Names(frozenset(facts), frozenset(tested), frozenset(spoken), questions, values)


def noted_in(library: Library) -> set[str]:
    """Return the facts about a person that some answer, choice or command notes."""
    found = {name for command in library.commands.values() for name in command.set}
    return found.union(*(flow.notes for flow in library.flows.values()))


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
    """Check that each reminder leads to a flow, that its day is some fact, and former names."""
    reminding = library.reminding
    noted = noted_in(library)
    if reminding.pick and reminding.pick not in library.flows:
        yield ("pick",), f"there is no flow {reminding.pick!r}"
    for old, new in reminding.renamed.items():
        if old in reminding.kinds:
            yield ("renamed", old), f"{old} is still there; take the entry out"
        if new and new not in reminding.kinds:
            yield ("renamed", old), f"there is no kind {new!r}; write one of {[*reminding.kinds]}"
    for name, kind in reminding.kinds.items():
        here: Path_ = ("kinds", name)
        for key in ("flow", "of", "answered_by"):
            wanted = getattr(kind, key)
            if wanted and wanted not in library.flows:
                yield (*here, key), f"there is no flow {wanted!r}"
        of = library.flows.get(kind.of or "")
        days = {*of.questions, *DERIVED} if of else set()
        if kind.day not in noted | days:
            yield (*here, "day"), f"there is no fact {kind.day!r} that could be a day"
    if reminding.kinds and reminding.buttons is None:
        yield ("kinds",), "`buttons` are missing; add what stands on every reminder"
