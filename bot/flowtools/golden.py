"""Plays a golden conversation: what is done in it, what is seen of it, and what differs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from bot.flowtools.person import DAYS, NoSuchButtonError, Person
from bot.flowtools.script import Script, ScriptError, Step, read_script
from bot.flowtools.shown import Seen
from flows.engine import Engine
from flows.values.session import Held

__all__ = [
    "Script",
    "ScriptError",
    "Transcript",
    "known_at_first",
    "read_script",
    "reads",
    "replay",
]

DOTS = re.compile(r"\s*(?:\.\.\.|…)\s*")
ALIKE = 0.25
"""How alike a sentence and its new words are at least: letters in common, of all there are."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing done, and what was seen of it."""

    did: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as it went. `problems` says, with file and line, what is not as written.

    `instead` has, for a turn of the file and a text that it looks for, what came in its place.
    """

    moments: tuple[Moment, ...]
    problems: tuple[str, ...]
    plan: str | None
    instead: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def text(self) -> str:
        """Return all of it to read."""
        return "\n\n".join(
            "\n\n".join((f"» {moment.did}", *_told(moment.seen))) for moment in self.moments
        )


def known_at_first(language: str, country: str | None = None, days: int = DAYS) -> dict[str, Held]:
    """Return what the bot knows of a newcomer."""
    return {
        "language": language,
        "country": country,
        "operator": None,
        "days": days,
        "privacy_url": None,
    }


def replay(engine: Engine, script: Script) -> Transcript:
    """Play a golden conversation through; it stops at the first deed that can't be done."""
    person = Person(engine, script.now, {**known_at_first(script.language), **script.known})
    moments: list[Moment] = []
    problems: list[str] = []
    plan: str | None = None
    instead: dict[tuple[int, str], str] = {}
    for turn, step in enumerate(script.steps):
        place = f"{script.file}:{step.line}: "
        try:
            for moment in _done(person, step):
                moments.append(moment)
                card = moment.seen.card
                plan = card.text() if card and card.keep else plan
        except NoSuchButtonError as missing:
            problems.append(f"{place}{missing}")
            plan = script.plan and script.plan.rstrip()  # not come to, so nothing is known of it
            break
        problems += [place + what for what in _unlike(person.seen, step)]
        instead |= {(turn, old): new for old, new in _instead(person.seen, step).items()}
    if not problems and script.plan is not None and script.plan.strip() != (plan or "").strip():
        problems.append(f"{script.file}: the plan is not as written; it is now:\n{plan}")
    return Transcript(tuple(moments), tuple(problems), plan, instead)


def _done(person: Person, step: Step) -> Iterator[Moment]:
    for of in step.of:
        yield Moment(
            of if step.deed == "sends" else f"{step.deed}: {of}", person.does(step.deed, of)
        )


def _unlike(seen: Seen, step: Step) -> Iterator[str]:
    pieces = seen.pieces()
    there = "; there is:\n  " + "\n  ".join(pieces)
    for look, wanted in step.looks:
        found = any(reads(piece, wanted) for piece in pieces)
        if look == "mark":
            mark = seen.card.mark if seen.card else ""
            if mark != wanted:
                yield f"the mark is {mark!r}, not {wanted!r}"
        elif look == "sees" and not found:
            yield f"{wanted!r} is not to be seen{there}"
        elif look == "unseen" and found:
            yield f"{wanted!r} is to be seen and should not be"


def _instead(seen: Seen, step: Step) -> dict[str, str]:
    """Find for each text that is not seen the one most like it that nothing else looks for."""
    pieces = seen.pieces()
    wanted = [text for look, text in step.looks if look == "sees"]
    missed = [text for text in wanted if not any(reads(piece, text) for piece in pieces)]
    free = [piece for piece in pieces if not any(reads(piece, text) for text in wanted)]
    pairs = sorted(((_alike(old, new), old, new) for old in missed for new in free), reverse=True)
    mark = seen.card.mark if seen.card else ""
    found = {text: mark for look, text in step.looks if look == "mark" and mark not in ("", text)}
    for alike, old, new in pairs:
        if alike >= ALIKE and old not in found and new not in found.values():
            found[old] = new
    return found


def _alike(old: str, new: str) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def reads(piece: str, wanted: str) -> bool:
    """Tell whether these are the words, where three dots stand for any left out."""
    parts = DOTS.split(wanted)
    pattern = ".*".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, piece, re.DOTALL) is not None


def _told(seen: Seen) -> Iterator[str]:
    yield from (message.text() for message in seen.messages)
    if seen.toast:
        yield f"({seen.toast})"
    if seen.card:
        yield seen.card.text()
        yield "\n".join(f"[{'✓ ' if b.ticked else ''}{b.label}]" for b in seen.card.every)
