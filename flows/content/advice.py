"""The decision table as data: the first row that holds is the suggestion, with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from flows.questions.base import Frozen
from flows.questions.reading import Id
from flows.values.scope import Fact, Scope
from flows.values.session import Held
from flows.values.talk import Value
from flows.values.texts import Words
from flows.values.when import Condition, When, holds, read_when

DERIVED = ("row", "suggested", "step", "weeks", "look_on", "window")
SPOKEN = (*DERIVED, "reason", "because", "beside")


@dataclass(frozen=True, slots=True)
class Weeks:
    """A window in weeks: the first whose condition holds."""

    cases: tuple[tuple[When | None, int], ...]

    def at(self, scope: Scope) -> int:
        """Return the weeks that count here; 0 is no window."""
        return next((n for when, n in self.cases if holds(when, scope)), 0)


def read_weeks(raw: Any) -> Weeks:
    """Read `6`, or `[{when: ..., weeks: 8}, 6]`. Raises ValueError for anything else."""
    cases: list[tuple[When | None, int]] = []
    for case in raw if isinstance(raw, list) else [raw]:
        when, weeks = (case.get("when"), case.get("weeks")) if isinstance(case, dict) else (0, case)
        if not str(weeks).isdecimal():
            raise ValueError("write weeks as 6, or a list like [{when: {...}, weeks: 8}, 6]")
        cases.append((read_when(when) if when else None, int(str(weeks))))
    return Weeks(tuple(cases))


Window = Annotated[Weeks, PlainValidator(read_weeks)]


@dataclass(frozen=True, slots=True)
class FactRule:
    """A named fact: `yes` if one of `any` holds, or how many of the tests `count` hold."""

    when: When
    counted: bool

    def __call__(self, scope: Scope) -> Held:
        """Work the fact out at this point of the walk."""
        if self.counted:
            return sum(test.met(scope) for test in self.when.tests())
        return "yes" if self.when.holds(scope) else None


def read_fact(raw: Any) -> FactRule:
    """Read `{any: [...]}` or `{count: {...}}`. Raises ValueError for anything else."""
    if isinstance(raw, dict) and set(raw) <= {"any", "count"} and len(raw) == 1:
        ((kind, rule),) = raw.items()
        return FactRule(read_when(rule), counted=kind == "count")
    raise ValueError("write {any: [{...}, ...]} or {count: {name: test, ...}}")


class Row(Frozen):
    """One row of the table."""

    row: int
    when: Condition | None = None
    step: Id
    weeks: Window = Weeks(())
    because: tuple[Id, ...] = ()
    reason: Words
    beside: Words | None = None


class Step(Frozen):
    """Something that can be suggested, or chosen instead; `tried` is how it reads afterwards."""

    text: Words
    name: Words | None = None
    tried: Words | None = None
    weeks: Window


class Decision(Frozen):
    """Which question takes the suggestion, which names another step, which another date."""

    question: Id
    takes: Id
    otherwise: Id | None = None
    date: Id | None = None


class Double(Frozen):
    """When windows are doubled, and the most weeks then."""

    when: Condition
    most: int


class Advice(Frozen):
    """The table, the facts it speaks of, and the phrases it gives its reasons in."""

    facts: dict[Id, Annotated[FactRule, PlainValidator(read_fact)]] = Field(default={})
    decision: Decision | None = None
    double: Double | None = None
    steps: dict[Id, Step]
    said: dict[Id, Words] = Field(default={})
    rows: tuple[Row, ...]

    @property
    def spoken_names(self) -> frozenset[str]:
        """The names the table has words for."""
        return frozenset((*SPOKEN, *self.facts))

    @cached_property
    def all_facts(self) -> Mapping[str, Fact]:
        """Give every name the table adds to a scope."""
        return {
            **self.facts,
            "row": self._row,
            "suggested": self._suggested,
            "step": self._step,
            "weeks": self._weeks,
            "look_on": self._look_on,
            "window": self._window,
        }

    def row_at(self, scope: Scope) -> Row:
        """Return the row that is the suggestion here."""
        return next(row for row in self.rows if holds(row.when, scope))

    def spoken(self, scope: Scope, name: str) -> Value | None:
        """Return one of the table's names as it reads in a sentence; None where it has none."""
        match name:
            case "reason":
                return self.row_at(scope).reason.line(scope)
            case "because":
                topics = (self.said[topic] for topic in self.row_at(scope).because)
                return tuple(said for t in topics if (said := t.line(scope)) is not None)
            case "beside":
                return self._beside_it(scope)
            case "suggested" | "step":
                return self.steps[str(scope.get(name))].text.line(scope)
            case "look_on":
                return self._look_on_day(scope)
        value = scope.get(name)
        return value or None if isinstance(value, int | str) else None

    def _beside_it(self, scope: Scope) -> tuple[Value, ...]:
        first = self.row_at(scope)
        others = (r for r in self.rows if r is not first and r.beside and holds(r.when, scope))
        return tuple(said for r in others if r.beside and (said := r.beside.line(scope)))

    def _row(self, scope: Scope) -> Held:
        return self.row_at(scope).row

    def _suggested(self, scope: Scope) -> Held:
        return self.row_at(scope).step

    def _step(self, scope: Scope) -> Held:
        decision = self.decision
        instead = scope.get(decision.otherwise) if decision and decision.otherwise else None
        chosen = isinstance(instead, str) and instead in self.steps
        return instead if chosen else self.row_at(scope).step

    def _weeks(self, scope: Scope) -> Held:
        row, step = self.row_at(scope), str(scope.get("step"))
        weeks = (row.weeks if row.step == step else self.steps[step].weeks).at(scope)
        if self.double and holds(self.double.when, scope):
            return max(weeks, min(weeks * 2, self.double.most))
        return weeks

    def _look_on(self, scope: Scope) -> Held:
        day = self._look_on_day(scope)
        return day.isoformat() if day else None

    def _window(self, scope: Scope) -> Held:
        """Count the whole weeks from the decision to the day to look again."""
        day, decided = self._look_on_day(scope), self._decided(scope)
        return (day - decided).days // 7 if day and decided else None

    def _decided(self, scope: Scope) -> date | None:
        return scope.days.get(self.decision.question) if self.decision else None

    def _look_on_day(self, scope: Scope) -> date | None:
        """Return the day named, or the day of the decision and the window's weeks."""
        named = scope.get(self.decision.date) if self.decision and self.decision.date else None
        if isinstance(named, str):
            return date.fromisoformat(named)
        weeks, decided = scope.get("weeks"), self._decided(scope)
        if not isinstance(weeks, int) or not weeks or decided is None:
            return None
        return decided + timedelta(weeks=weeks)
