"""The looks so far: in words for the history, as numbers for the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.library import Library
from flows.scope import Scope
from flows.session import Conversation, Held, Look
from flows.talk import Message, Paragraph, Value

SHOWN = 12
STEP = "step"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the chart: an answer to a choice from 0 (last choice) to 1 (first), or n/10."""

    on: date
    at: float


def looks_told(library: Library, talk: Conversation, scope: Scope) -> tuple[Paragraph, ...]:
    """Return a paragraph for each of the newest looks: its day, its answers, what came first."""
    newest = reversed(talk.looks[-SHOWN:])
    told = ((look, _answers(library, look, scope)) for look in newest)
    line = library.notices["look_line"]
    return tuple(Paragraph(line.plain(day=look.on, what=what)) for look, what in told if what)


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
    found: dict[str, list[Point]] = {}
    for look in looks:
        flow = library.flows.get(look.flow)
        for name, held in look.answers.items():
            question = flow.questions.get(name) if flow else None
            if isinstance(held, int):
                found.setdefault(name, []).append(Point(look.on, held / 10))
            elif question and held in question.choices and len(question.choices) > 1:
                place = list(question.choices).index(str(held))
                found.setdefault(name, []).append(
                    Point(look.on, 1 - place / (len(question.choices) - 1))
                )
    return {name: tuple(points) for name, points in found.items() if len(points) > 1}


def label(library: Library, name: str) -> Message | None:
    """Return what a line of the chart is called."""
    for flow in library.flows.values():
        question = flow.questions.get(name)
        if name in flow.charted and question and question.name:
            return question.name.plain()
    return None
