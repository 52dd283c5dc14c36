"""The looks so far: in words for the history, as numbers for the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.content.library import Library
from flows.questions import Question
from flows.values.scope import Scope
from flows.values.session import Conversation, Held, Look
from flows.values.talk import Dated, Message, Paragraph, Value

SHOWN = 18
STEP = "step"
SCALE = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the chart: an answer to a choice from 0 (last choice) to 1 (first), or n/10."""

    on: date
    at: float


def looks_told(library: Library, talk: Conversation, scope: Scope) -> tuple[Paragraph, ...]:
    """Return a paragraph for each of the newest looks: its day, its answers, what came first.

    Those of a flow whose questions take turns are many and small, so they share one at the end.
    """
    whole = [look for look in talk.looks if not in_turns(library, look)]
    small = [look for look in talk.looks if in_turns(library, look)]
    today = str(scope.get("today") or "")
    line = library.notices["look_line"]
    told = ((look, _answers(library, look, scope)) for look in reversed(whole[-SHOWN:]))
    paragraphs = [
        Paragraph(line.plain(day=_day(look.on, today), what=what)) for look, what in told if what
    ]
    what = _answers(library, small[-1], scope) if small else ()
    if what:
        says = library.notices["look_small"].plain(
            count=len(small), day=_day(small[-1].on, today), what=what
        )
        paragraphs.append(Paragraph(says))
    return tuple(paragraphs)


def in_turns(library: Library, look: Look) -> bool:
    """Tell whether a look is a small one, of a flow that asks some questions in turn."""
    flow = library.flows.get(look.flow)
    return bool(flow and flow.turns)


def _day(day: date, today: str) -> Value:
    """Return a day, with its year if that is another than today's."""
    return day if today.startswith(f"{day.year}-") else Dated(day)


def _answers(library: Library, look: Look, scope: Scope) -> tuple[Value, ...]:
    flow = library.flows.get(look.flow)
    questions = flow.questions if flow else {}
    found: list[Value] = []
    for name, held in look.answers.items():
        question = questions.get(name)
        says = question.spoken(held, scope) if question else _step(library, look, held, scope)
        label = question.name.plain() if question and question.name else None
        if label and says is not None:
            found.append(library.notices["row"].plain(name=label, answer=says))
        elif name == STEP and says is not None:
            found.append(library.notices["look_step"].plain(step=says))
    return tuple(found)


def _step(library: Library, look: Look, held: Held, scope: Scope) -> Value | None:
    """Return the name of a step of the table that the look's flow goes by."""
    flow = library.flows.get(look.flow)
    base = library.flows.get(flow.base or flow.flow) if flow else None
    step = base.advice.steps.get(str(held)) if base and base.advice else None
    return step.name.line(scope) if step and step.name else None


def series(library: Library, looks: Sequence[Look]) -> dict[str, tuple[Point, ...]]:
    """Return the chart's lines by question: those answered at two looks or more."""
    flows = library.flows.values()
    names = {name: charted(library, name) for flow in flows for name in flow.charted}
    found: dict[str, list[Point]] = {}
    for look in looks:
        for name, held in look.answers.items():
            question = names.get(name)
            at = _at(question, held) if question else None
            if at is not None:
                found.setdefault(name, []).append(Point(look.on, at))
    return {name: tuple(points) for name, points in found.items() if len(points) > 1}


def _at(question: Question, held: Held) -> float | None:
    """Place an answer between 0 and 1; None where it is none of the question's."""
    if isinstance(held, int):
        return held / SCALE
    names = list(question.choices)
    return 1 - names.index(held) / (len(names) - 1) if held in names and len(names) > 1 else None


def charted(library: Library, name: str) -> Question | None:
    """Return the charted question of this name; of several, the one with the finest answers."""
    flows = (flow for flow in library.flows.values() if name in flow.charted)
    found = (question for flow in flows if (question := flow.questions.get(name)))
    return max(found, key=lambda question: len(question.choices), default=None)


def label(library: Library, name: str) -> Message | None:
    """Return what a line of the chart is called."""
    question = charted(library, name)
    return question.name.plain() if question and question.name else None
