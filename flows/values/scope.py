"""What is known at one point of a walk: answers on it, the advice table's facts, the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.values.session import Held
from flows.values.talk import Paragraph, Value

Fact = Callable[["Scope"], Held]


@dataclass(slots=True)
class Scope:
    """Looks a name up: first the answers on the walk, then facts, then the person.

    `words` are the own words typed at each question, `days` when each answer was given.
    `spoken` gives a name's value as it reads in a sentence, or None; `lists` gives the paragraphs
    of a list that stands in a text (help lines, own words).
    """

    known: Mapping[str, Held]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    answers: dict[str, Held] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    spoken: Callable[["Scope", str], Value | None] = lambda _scope, _name: None
    lists: Mapping[str, Callable[["Scope", str], tuple[Paragraph, ...]]] = field(
        default_factory=dict
    )
    memo: dict[str, Any] = field(default_factory=dict)

    def put(self, question: str, value: Held, on: date) -> None:
        """Take an answer of the walk; facts worked out before it no longer count."""
        self.answers[question] = value
        self.days[question] = on
        self.memo.clear()

    def get(self, name: str) -> Held:
        """Return a name's value, None where there is none."""
        if name in self.answers:
            return self.answers[name]
        fact = self.facts.get(name)
        if fact is None:
            return self.known.get(name)
        if name not in self.memo:
            self.memo[name] = fact(self)
        value: Held = self.memo[name]
        return value
