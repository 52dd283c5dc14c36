"""Conditions in words, as they are written, for people who review the texts."""

from typing import Any


def condition(raw: Any) -> str:
    """Return a `when` as it stands in a file, on one line: `kind is never or between, and ...`."""
    cases = raw if isinstance(raw, list) else [raw]
    return "; or ".join(", and ".join(_test(*test) for test in case.items()) for case in cases)


def _test(name: str, test: Any) -> str:
    if isinstance(test, dict):
        return f"{name} is not {_values(test['not'])}"
    if isinstance(test, str) and (" " in test or test in ("answered", "unanswered")):
        return f"{name} {test}"
    return f"{name} is {_values(test)}"


def _values(raw: Any) -> str:
    return " or ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
