"""The walk: the questions a person comes by, worked out anew from what they answered.

It starts at the flow's first question and lets the machine move: past a question whose condition
fails, on from one that is answered, and no further than the first that is not. So an answer that
is off the walk is set aside by that alone, and counts again when the walk comes back to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from flows.content.flow import Flow
from flows.content.machine import OVER, Table
from flows.place.beneath import Beneath
from flows.place.there import COMING
from flows.values.scope import Scope
from flows.values.session import Held, Session
from flows.values.talk import City, Territory, Value
from flows.values.when import holds

HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions on it in order, and what is known at its end.

    `open` is the question it ends at: the first not answered, the flow's end, or OVER.
    """

    path: tuple[str, ...]
    open: str
    scope: Scope

    def before(self, question: str) -> str | None:
        """Return the question before one on the walk, None at its beginning."""
        at = self.path.index(question) if question in self.path else 0
        return self.path[at - 1] if at else None


def walk(flow: Flow, table: Table, session: Session, scope: Scope) -> Walk:
    """Walk a session's answers; the scope is filled on the way, first with those given aside."""
    path: list[str] = []
    for name, question in flow.questions.items():
        answer = session.answers.get(name)
        if question.aside and answer and answer.value is not None:
            scope.put(name, question.fits(answer.value, scope), answer.on)
    at = table.first
    while at != OVER:
        question = flow.questions[at]
        if not holds(question.when, scope):
            at = table.move(at, "pass")
            continue
        path.append(at)
        answer = session.answers.get(at)
        value = question.fits(answer.value, scope) if answer and answer.value is not None else None
        if question.end or answer is None or (value is None and answer.value is not None):
            break
        scope.put(at, value, answer.on)
        at = table.move(at, question.outcome(value))
    return Walk(tuple(path), at, scope)


def ahead(flow: Flow, table: Table, walked: Walk) -> tuple[str, ...]:
    """Return the questions that would follow if nothing more were to change the way."""
    found, at = [], walked.open
    while at != OVER and not flow.questions[at].end:
        at = table.move(at, "answered")
        while at != OVER and not holds(flow.questions[at].when, walked.scope):
            at = table.move(at, "pass")
        if at != OVER:
            found.append(at)
    return tuple(found)


def speaker(flow: Flow, beneath: Beneath | None, scope: Scope, name: str) -> Value | None:
    """Return what `{name}` reads as in one of the flow's texts; None where nothing is known."""
    if name in scope.answers:
        held = scope.answers[name]
        return None if held is None else flow.questions[name].spoken(held, scope)
    advice = flow.advice or (beneath.flow.advice if beneath else None)
    if advice and name in advice.spoken_names:
        return advice.spoken(scope, name)
    held = scope.get(name)
    if beneath and held is not None and name in beneath.known(flow):
        return beneath.spoken(name)
    return known_value(name, held)


def known_value(name: str, held: Held) -> Value | None:
    """Return what is known of the person as it reads in a text."""
    if name == HOUR and isinstance(held, int | str) and str(held).isdecimal():
        return time(int(held) % 24)
    if not isinstance(held, str):
        return held
    if name.startswith(COMING):
        return date.fromisoformat(held)
    return City(held) if name == "zone" else Territory(held) if name == "country" else held


def scope_of(
    flow: Flow, session: Session, known: Mapping[str, Held], beneath: Beneath | None = None
) -> Scope:
    """Return a scope for a flow: its table's facts, its texts, the own words in it."""
    advice = flow.advice or (beneath.flow.advice if beneath else None)
    return Scope(
        known={**known, **beneath.known(flow)} if beneath else known,
        facts={
            **(advice.all_facts if advice else {}),
            **(beneath.counts(flow) if beneath else {}),
            "any_words": lambda here: _any_words(here, beneath),
        },
        words={
            q: "\n".join(w.text for w in ws)
            for q, ws in session.words.items()
            if ws
            and q in flow.questions
            and flow.questions[q].own_words  # also of earlier versions
        },
        spoken=lambda here, name: speaker(flow, beneath, here, name),
    )


def _any_words(scope: Scope, beneath: Beneath | None) -> Held:
    """Tell whether own words were typed here, or in the flow looked back at."""
    return "yes" if scope.words or (beneath and beneath.scope.words) else None
