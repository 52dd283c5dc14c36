"""Carries a running session over to another version of its flow; it never fails or restarts.

Renamed questions and answers go by the flow's `renamed:` map. What this version does not know is
kept untouched, so that an older bot meeting a newer session loses nothing of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from flows.content.flow import Flow
from flows.values.session import Answer, Held, Session

Kept = TypeVar("Kept")


def carried(flow: Flow, session: Session) -> Session:
    """Return the session under this version's names; where it now stands is for the walk to say."""
    return replace(
        session,
        fingerprint=flow.fingerprint,
        at=_question(flow, session.at),
        back_to=_question(flow, session.back_to) if session.back_to else None,
        answers=_keys(flow, {q: _answer(flow, q, a) for q, a in session.answers.items()}),
        words=_keys(flow, session.words),
        drafts=_keys(flow, {q: _ticks(flow, q, d) for q, d in session.drafts.items()}),
        view={},
        hint=None,
    )


def _question(flow: Flow, name: str) -> str:
    return flow.renamed.get(name) or name


def _keys(flow: Flow, held: Mapping[str, Kept]) -> dict[str, Kept]:
    """Rename the keys; what stands there under its new name already is newer and stays."""
    moved = {_question(flow, name): value for name, value in held.items()}
    return {**moved, **{name: held[name] for name in held if name in flow.questions}}


def _answer(flow: Flow, question: str, answer: Answer) -> Answer:
    return replace(answer, value=_value(flow, question, answer.value))


def _value(flow: Flow, question: str, value: Held) -> Held:
    if isinstance(value, tuple):
        return _ticks(flow, question, value)
    return _renamed(flow, question, value) if isinstance(value, str) else value


def _ticks(flow: Flow, question: str, ticks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_renamed(flow, question, tick) for tick in ticks)


def _renamed(flow: Flow, question: str, answer: str) -> str:
    """Return an answer's new name; the map writes both as `question.answer`."""
    new = flow.renamed.get(f"{question}.{answer}")
    return new.partition(".")[2] if new else answer
