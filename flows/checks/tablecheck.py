"""What must hold within an advice table: what it names exists, and it never runs in circles."""

from collections.abc import Iterator

from flows.content.advice import DERIVED, Advice, Row
from flows.values.source import Path_
from flows.values.when import When

Found = Iterator[tuple[Path_, str]]


def table_problems(advice: Advice, questions: frozenset[str]) -> Found:
    """Go through everything wrong in a table, with its place in the file."""
    if not advice.rows:
        yield ("rows",), "there are no rows; write at least one, without `when`"
        return
    for at, row in enumerate(advice.rows):
        yield from _row_problems(advice, row, ("rows", at))
    if advice.rows[-1].when is not None:
        here = ("rows", len(advice.rows) - 1, "when")
        yield here, "the last row must always hold; take its `when` out, or add a row without one"
    yield from _facts(advice)
    if advice.decision:
        wanted = advice.decision
        for key in ("question", "otherwise", "date"):
            name = getattr(wanted, key)
            if name and name not in questions:
                yield ("decision", key), f"there is no question {name!r}"


def _row_problems(advice: Advice, row: Row, path: Path_) -> Found:
    if row.step not in advice.steps:
        yield (*path, "step"), f"there is no step {row.step!r}; write one of {sorted(advice.steps)}"
    for topic in row.because:
        if topic not in advice.said:
            what = f"there is no phrase {topic!r} under `said`; write one of {sorted(advice.said)}"
            yield (*path, "because"), what
    conditions = [row.when, *(when for when, _ in row.weeks.cases)]
    for when in conditions:
        yield from _circles(when, frozenset(DERIVED), path)
    if row.weeks.cases and row.weeks.cases[-1][0] is not None:
        yield (*path, "weeks"), "end the list with a number that has no condition"


def _facts(advice: Advice) -> Found:
    """Check that a fact speaks only of those above it."""
    below = {*advice.facts, *DERIVED}
    for name, fact in advice.facts.items():
        yield from _circles(fact.when, frozenset(below), ("facts", name))
        below.discard(name)


def _circles(when: When | None, later: frozenset[str], path: Path_) -> Found:
    for test in when.tests() if when else ():
        if test.name in later:
            yield path, f"{test.name!r} is worked out from this; only facts above it can be named"
