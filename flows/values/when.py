"""Conditions: `when: {name: test, ...}`, all must hold; of a list of such, one must.

The tests are few and plain on purpose: `[a, b]`, `{not: [a, b]}`, `at least 3`, `at most 8`,
`answered`, `unanswered`, `past`. The same serve questions, choices, texts and the advice table.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator

from flows.values.scope import Scope
from flows.values.session import Held

NAME = re.compile(r"[a-z][a-z0-9_]*")
AMOUNT = re.compile(r"at (least|most) (\d+)")
WHAT_A_TEST_IS = (
    "write [a, b], {not: [a, b]}, at least 3, at most 8, answered, unanswered or past "
    "after the name"
)
TODAY = "today"


@dataclass(frozen=True, slots=True)
class Test:
    """One name and what must be true of it; `values` are the answers it speaks of."""

    name: str
    holds: Callable[[Held], bool]
    values: tuple[str, ...] = ()
    past: bool = False

    def met(self, scope: Scope) -> bool:
        """Tell whether it is true here; a day is past if it is before the person's own today."""
        held = scope.get(self.name)
        if self.past:
            today = scope.get(TODAY)
            return isinstance(held, str) and isinstance(today, str) and held < today
        return self.holds(held)


@dataclass(frozen=True, slots=True)
class When:
    """A condition: one of its `cases` must hold, and of that case every test."""

    cases: tuple[tuple[Test, ...], ...]

    def holds(self, scope: Scope) -> bool:
        """Tell whether the condition is met at this point of the walk."""
        for case in self.cases:  # plain loops: a walk asks this hundreds of times
            for test in case:
                if not test.met(scope):
                    break
            else:
                return True
        return False

    def tests(self) -> Iterator[Test]:
        """Go through every test, for the loader to check its names and values."""
        for case in self.cases:
            yield from case


def holds(when: When | None, scope: Scope) -> bool:
    """Tell whether a condition is met; where there is none, it is."""
    return when is None or when.holds(scope)


def read_when(raw: Any) -> When:
    """Read a condition as written. Raises ValueError saying what to write instead."""
    if isinstance(raw, When):
        return raw
    cases = raw if isinstance(raw, list) else [raw]
    if not cases:
        raise ValueError("an empty condition never holds; leave the key out instead")
    return When(tuple(_read_case(case) for case in cases))


def _read_case(raw: Any) -> tuple[Test, ...]:
    if not isinstance(raw, dict) or not raw:
        raise ValueError("a condition is {name: test, ...}; " + WHAT_A_TEST_IS)
    return tuple(_read_test(str(name), test) for name, test in raw.items())


def _read_test(name: str, raw: Any) -> Test:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name; write small letters, digits and _ only")
    if isinstance(raw, dict):
        if list(raw) != ["not"]:
            raise ValueError(f"{name}: {WHAT_A_TEST_IS}")
        excluded = _values(name, raw["not"])
        return Test(name, lambda held: not _meets(held, excluded), excluded)
    if isinstance(raw, str):
        return _read_word(name, str(raw))
    wanted = _values(name, raw)
    return Test(name, lambda held: _meets(held, wanted), wanted)


def _read_word(name: str, word: str) -> Test:
    amount = AMOUNT.fullmatch(word)
    if amount:
        bound = int(amount[2])
        if amount[1] == "least":
            return Test(name, lambda held: (n := _number(held)) is not None and n >= bound)
        return Test(name, lambda held: (n := _number(held)) is not None and n <= bound)
    if word == "answered":
        return Test(name, lambda held: held not in (None, (), ""))
    if word == "past":
        return Test(name, lambda held: held is not None, past=True)
    if word == "unanswered":
        return Test(name, lambda held: held in (None, (), ""))
    if " " in word:
        raise ValueError(f"{name}: {word!r} is no test; {WHAT_A_TEST_IS}")
    return Test(name, lambda held: _meets(held, (word,)), (word,))


def _values(name: str, raw: Any) -> tuple[str, ...]:
    values = raw if isinstance(raw, list) else [raw]
    if not values or not all(isinstance(v, str) for v in values):
        raise ValueError(f"{name}: {WHAT_A_TEST_IS}")
    return tuple(str(v) for v in values)


def _meets(held: Held, wanted: tuple[str, ...]) -> bool:
    if isinstance(held, tuple):
        return any(one in wanted for one in held)
    return held is not None and str(held) in wanted


def _number(held: Held) -> int | None:
    if isinstance(held, tuple):
        return len(held)
    return held if isinstance(held, int) else None


Condition = Annotated[When, PlainValidator(read_when)]
