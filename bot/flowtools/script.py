"""A golden conversation as written in YAML: who, when, what is done in turn, what is seen of it.

conversation: Dana, five months, nothing changes
language: en
now: 2026-11-23 10:00
known: { country: GB }               # optional: what is known of the person at the beginning
turns:
  - /start                           # a command
  - sees: ["Hi. This is a ..."]      # whole texts or labels; three dots stand for what is left out
  - { mark: 2 of 6 }                 # the mark of the card in front
  - { unseen: Give it time }         # a text or label that may not be there
  - taps: I'm 18+, let's start       # a label, "#id", or a list of them
  - says: it is always the same talk
  - edits: it is almost always so    # changes the text typed last
  - waits: 3 days                    # seconds, minutes, hours, days or weeks; reminders come in it
  - { taps: "#same", sees: No change, mark: 2 of 6 }      # done first, then looked at
plan: |                              # the last page to keep, whole
  ...
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.values.session import Held
from flows.values.source import Path_, Problem, Source, read

KEYS = ("conversation", "language", "now", "known", "turns", "plan")
DEEDS = ("sends", "taps", "says", "edits", "opens", "waits")
LOOKS = ("sees", "unseen", "mark")
WAIT = re.compile(r"(\d+) (second|minute|hour|day|week)s?")


class ScriptError(Exception):
    """A golden conversation can't be read; `problems` says where and what to write instead."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of `turns`: at most one deed, any number of looks; `line` is where it stands."""

    deed: str
    of: tuple[str, ...]
    looks: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """A golden conversation. `plan` is None where none is written down."""

    conversation: str
    language: str
    now: datetime
    steps: tuple[Step, ...]
    known: Mapping[str, Held] = field(default_factory=dict)
    plan: str | None = None
    file: str = ""


def read_script(file: Path) -> Script:
    """Read a golden conversation. Raises ScriptError with every problem found."""
    source = read(file, file.name, "")
    problems = [*source.problems, *(_problems(source) if not source.problems else ())]
    if problems:
        raise ScriptError(problems)
    data = source.data
    return Script(
        conversation=str(data["conversation"]),
        language=str(data.get("language", "en")),
        now=_moment(data["now"]),
        steps=tuple(_step(raw, source.line(("turns", at))) for at, raw in enumerate(data["turns"])),
        known={str(name): _held(value) for name, value in data.get("known", {}).items()},
        plan=str(data["plan"]) if "plan" in data else None,
        file=file.name,
    )


def span(text: str) -> timedelta:
    """Read a time that passes, as `3 days`. Raises ValueError for anything else."""
    found = WAIT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time; write 30 seconds, 5 minutes, 2 hours or 3 days")
    return timedelta(**{f"{found[2]}s": int(found[1])})


def _held(raw: Any) -> Held:
    if isinstance(raw, list):
        return tuple(map(str, raw))
    return int(raw) if str(raw).isdecimal() else str(raw)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _step(raw: Any, line: int) -> Step:
    if isinstance(raw, str):
        return Step("sends", (str(raw),), (), line)
    deed = next((key for key in raw if key in DEEDS), "")
    looks = [(key, text) for key in raw if key in LOOKS for text in _texts(raw[key])]
    return Step(deed, _texts(raw[deed]) if deed else (), tuple(looks), line)


def _texts(raw: Any) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else (str(raw),)


def _problems(source: Source) -> Iterator[Problem]:
    data = source.data
    if not isinstance(data, dict):
        yield source.problem((), f"write {', '.join(KEYS)}")
        return
    for key in data:
        if key not in KEYS:
            yield source.problem((key,), f"{key!r} is no key here; write {', '.join(KEYS)}")
    for key in ("conversation", "now", "turns"):
        if key not in data:
            yield source.problem((), f"{key!r} is missing; add it")
    yield from _value_problems(source, ("now",), _moment, data.get("now", "2000-01-01"))
    if not isinstance(data.get("known", {}), dict):
        yield source.problem(("known",), "write known as { country: GB }")
    turns = data.get("turns", [])
    if not isinstance(turns, list):
        yield source.problem(("turns",), "write turns as a list")
        return
    for at, raw in enumerate(turns):
        yield from _step_problems(source, ("turns", at), raw)


def _step_problems(source: Source, path: Path_, raw: Any) -> Iterator[Problem]:
    if isinstance(raw, str) and raw.startswith("/"):
        return
    if not isinstance(raw, dict):
        what = f"write a /command, or one of {', '.join(DEEDS + LOOKS)} with a colon after it"
        yield source.problem(path, what)
        return
    for key in raw:
        if key not in DEEDS + LOOKS:
            yield source.problem((*path, key), f"{key!r}: write {', '.join(DEEDS + LOOKS)}")
    if len(raw.keys() & set(DEEDS)) > 1:
        yield source.problem(path, "one thing is done at a time; write the next as its own entry")
    for text in _texts(raw["waits"]) if "waits" in raw else ():
        yield from _value_problems(source, (*path, "waits"), span, text)


def _value_problems(source: Source, path: Path_, reads: Any, value: Any) -> Iterator[Problem]:
    try:
        reads(value)
    except (TypeError, ValueError) as wrong:
        yield source.problem(path, str(wrong))
