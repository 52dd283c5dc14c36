"""Conditions: each test, what it holds for, and how a wrong one is refused."""

from typing import Any

import pytest

from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.source import Scalar
from flows.values.when import holds, read_when

HOLDS: list[tuple[Any, Held, bool]] = [
    (["a", "b"], "a", True),
    (["a", "b"], "c", False),
    (["a"], None, False),
    (["a"], ("b", "a"), True),
    (["a"], (), False),
    ("a", "a", True),
    ("yes", "yes", True),
    (["3"], 3, True),
    ({"not": ["a"]}, "b", True),
    ({"not": ["a"]}, "a", False),
    ({"not": ["a"]}, None, True),
    ({"not": ["a"]}, ("a", "b"), False),
    ("at least 2", ("a", "b"), True),
    ("at least 2", ("a",), False),
    ("at least 2", 2, True),
    ("at least 2", None, False),
    ("at most 2", 2, True),
    ("at most 2", 3, False),
    ("at most 2", (), True),
    ("at most 2", None, False),
    ("answered", "a", True),
    ("answered", 0, True),
    ("answered", (), False),
    ("answered", None, False),
    ("unanswered", None, True),
    ("unanswered", (), True),
    ("unanswered", "a", False),
]


@pytest.mark.parametrize(("test", "held", "expected"), HOLDS)
def test_a_test_holds(test: Any, held: Held, *, expected: bool) -> None:
    """Each of the few tests, against an answer, several, a number and none."""
    when = read_when({"name": test})
    assert holds(when, Scope(known={"name": held})) is expected


def test_all_of_one_must_hold_and_one_of_several() -> None:
    """A mapping means and; a list means or."""
    scope = Scope(known={"a": "1", "b": "2"})
    assert holds(read_when({"a": ["1"], "b": ["2"]}), scope)
    assert not holds(read_when({"a": ["1"], "b": ["3"]}), scope)
    assert holds(read_when([{"a": ["9"]}, {"b": ["2"]}]), scope)
    assert holds(None, scope)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        "a",
        {"A": ["b"]},
        {"a": []},
        {"a": {"is": ["b"]}},
        {"a": "at least many"},
        {"a": "more than 3"},
        {"a": {"not": {"not": ["b"]}}},
        {"a": None},
    ],
)
def test_what_is_no_condition_is_refused(wrong: Any) -> None:
    """The error says what to write instead."""
    with pytest.raises(ValueError, match=r"write|leave the key out|is no name|condition"):
        read_when(wrong)


def test_every_test_names_what_it_speaks_of() -> None:
    """The loader checks names and values by these."""
    when = read_when([{"a": [Scalar("x")], "b": {"not": ["y"]}}, {"c": "at least 3"}])
    assert [(t.name, t.values) for t in when.tests()] == [("a", ("x",)), ("b", ("y",)), ("c", ())]


@pytest.mark.parametrize(
    ("held", "today", "past"),
    [
        ("2026-03-05", "2026-03-06", True),
        ("2026-03-06", "2026-03-06", False),
        ("2026-03-07", "2026-03-06", False),
        (None, "2026-03-06", False),
        ("2026-03-05", None, False),
        (3, "2026-03-06", False),
    ],
)
def test_a_day_is_past_only_after_it(held: Held, today: Held, past: bool) -> None:  # noqa: FBT001
    """On the day itself it isn't; without a day, or a today, nothing is past."""
    scope = Scope({"session": held, "today": today})
    assert holds(read_when({"session": Scalar("past")}), scope) is past
