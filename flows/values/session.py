"""What lasts of a conversation between two turns: small, frozen, and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

Held = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and the day it was given; a `value` of None is a question skipped."""

    value: Held
    on: date


@dataclass(frozen=True, slots=True)
class Words:
    """Own words as typed, and the message they stand in."""

    ref: int
    text: str


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person stands in one flow, and all they answered there.

    `answers` keeps also those that are off the walk now: they are set aside by not being on it.
    `drafts` are ticks not done with yet. `view` is what the open question shows at the moment
    (its page, the card read in it). `back_to` is the question a visit returns to. `hint` names the
    notice above the question. Where the flow looks back at another, `base` is that one as it was
    when this began, and `past` what was known of earlier looks then.
    """

    flow: str
    fingerprint: str
    at: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    words: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    view: Mapping[str, str] = field(default_factory=dict)
    back_to: str | None = None
    hint: str | None = None
    base: "Session | None" = None
    past: Mapping[str, Held] = field(default_factory=dict)

    def moved(self, at: str) -> "Session":
        """Stand at another question, with a fresh view of it."""
        return replace(self, at=at, view={}, hint=None)

    def answered(self, question: str, answer: Answer) -> "Session":
        """Take an answer; an earlier one to the same question gives way."""
        return replace(self, answers={**self.answers, question: answer})

    def worded(self, question: str, words: tuple[Words, ...]) -> "Session":
        """Hold these own words for a question, in place of earlier ones."""
        return replace(self, words={**self.words, question: words})


@dataclass(frozen=True, slots=True)
class Typed:
    """The last own words taken, so that what follows within seconds can join them."""

    flow: str
    question: str
    ref: int
    at: float


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to come: its kind, the day it comes from, and the local day on which it is due.

    That day is its own, one the person chose, or the next asking's; where another goes on it, only
    what is planned changes. `given` counts how often it was sent without an answer. One that is
    `over` is remembered, so that the same occasion never comes again.
    """

    kind: str
    origin: date
    day: date
    given: int = 0
    over: bool = False

    @property
    def name(self) -> str:
        """The name its buttons go by."""
        return f"{self.kind}.{self.origin.isoformat()}"


@dataclass(frozen=True, slots=True)
class Look:
    """One time of seeing how it goes: when, in which flow, and the few answers that are charted.

    `begun` tells it from another look of the same flow, however often it is changed.
    """

    flow: str
    begun: date
    on: date
    answers: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A card kept as shown, asked for by its `ref`; `mark` stands for the answers in it."""

    ref: str
    kind: str
    flow: str
    on: date
    mark: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All of one person's sessions, which of them is in front, and what is known of the person.

    `tag` and `turn` tell its buttons from an erased one's and from older ones. The last of `stack`
    is in front. Up to the day `used` no reminder goes any more: one went, or the hours for it are
    over. `came` names the reminder that came after all that was said.
    """

    tag: str
    turn: int = 0
    stack: tuple[str, ...] = ()
    sessions: Mapping[str, Session] = field(default_factory=dict)
    known: Mapping[str, Held] = field(default_factory=dict)
    typed: Typed | None = None
    reminders: tuple[Reminder, ...] = ()
    used: date | None = None
    came: str | None = None
    looks: tuple[Look, ...] = ()
    kept: tuple[Kept, ...] = ()

    @property
    def front(self) -> Session | None:
        """The session in front, if any."""
        return self.sessions[self.stack[-1]] if self.stack else None

    def with_session(self, session: Session) -> "Conversation":
        """Hold this session in place of the flow's earlier one."""
        return replace(self, sessions={**self.sessions, session.flow: session})

    def knowing(self, **facts: Held) -> "Conversation":
        """Note facts about the person."""
        return replace(self, known={**self.known, **facts})


def to_json(talk: Conversation) -> dict[str, Any]:
    """Turn a conversation into plain JSON values."""
    return {
        "tag": talk.tag,
        "turn": talk.turn,
        "stack": list(talk.stack),
        "sessions": {name: session_to_json(s) for name, s in talk.sessions.items()},
        "known": {name: _plain(value) for name, value in talk.known.items()},
        "typed": _row(talk.typed) if talk.typed else None,
        "used": talk.used.isoformat() if talk.used else None,
        "came": talk.came,
        **{n: [_row(one) for one in getattr(talk, n)] for n in ("reminders", "looks", "kept")},
    }


def from_json(data: Mapping[str, Any]) -> Conversation:
    """Read a conversation back from plain JSON values."""
    return Conversation(
        tag=data["tag"],
        turn=data["turn"],
        stack=tuple(data["stack"]),
        sessions={name: _session_from_json(name, s) for name, s in data["sessions"].items()},
        known={name: _held(value) for name, value in data["known"].items()},
        typed=Typed(*data["typed"]) if data.get("typed") else None,
        reminders=tuple(_reminder(*one) for one in data.get("reminders", ())),
        used=date.fromisoformat(data["used"]) if data.get("used") else None,
        came=data.get("came"),
        looks=tuple(_look(*one) for one in data.get("looks", ())),
        kept=tuple(
            Kept(ref, kind, flow, date.fromisoformat(on), mark)
            for ref, kind, flow, on, mark in data.get("kept", ())
        ),
    )


def _row(value: Typed | Reminder | Look | Kept) -> list[Any]:
    """Write a value's parts in their order; days as text."""
    return [_cell(getattr(value, each.name)) for each in fields(value)]


def _cell(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {name: _plain(held) for name, held in part.items()}
    return part.isoformat() if isinstance(part, date) else part


def _reminder(kind: str, origin: str, day: str, given: int, over: bool) -> Reminder:  # noqa: FBT001
    return Reminder(kind, date.fromisoformat(origin), date.fromisoformat(day), given, over)


def _look(flow: str, begun: str, on: str, answers: Mapping[str, Any]) -> Look:
    held = {name: _held(value) for name, value in answers.items()}
    return Look(flow, date.fromisoformat(begun), date.fromisoformat(on), held)


def session_to_json(session: Session) -> dict[str, Any]:
    """Turn one session into plain JSON values."""
    data: dict[str, Any] = {
        "fingerprint": session.fingerprint,
        "at": session.at,
        "answers": {q: [_plain(a.value), a.on.isoformat()] for q, a in session.answers.items()},
        "words": {q: [[w.ref, w.text] for w in ws] for q, ws in session.words.items()},
        "drafts": {q: list(ticks) for q, ticks in session.drafts.items()},
        "view": dict(session.view),
        "back_to": session.back_to,
        "hint": session.hint,
    }
    if session.base is not None:  # what it looks back at; most have nothing of the kind
        data["base"] = {"flow": session.base.flow, **session_to_json(session.base)}
        data["past"] = {name: _plain(value) for name, value in session.past.items()}
    return data


def _session_from_json(name: str, data: Mapping[str, Any]) -> Session:
    return Session(
        flow=name,
        fingerprint=data["fingerprint"],
        at=data["at"],
        answers={
            q: Answer(_held(value), date.fromisoformat(on))
            for q, (value, on) in data["answers"].items()
        },
        words={q: tuple(Words(ref, text) for ref, text in ws) for q, ws in data["words"].items()},
        drafts={q: tuple(ticks) for q, ticks in data["drafts"].items()},
        view=dict(data["view"]),
        back_to=data["back_to"],
        hint=data["hint"],
        base=_session_from_json(data["base"]["flow"], data["base"]) if "base" in data else None,
        past={k: _held(v) for k, v in data.get("past", {}).items()},
    )


def _plain(value: Held) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _held(value: Any) -> Held:
    return tuple(value) if isinstance(value, list) else value
