"""Typed words against buttons: plainly the same, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.matching import LONGEST, after, forms, match, normal, number_in, numbered


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Yes,   I'm safe! ", "yes im safe"),
        ("Yes, I\u2019m safe", "yes im safe"),
        ("I\u00b4m 'safe'", "im safe"),
        ("CAFÉ", "cafe"),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("1–3", "1 3"),  # noqa: RUF001  (as on a button)
        ("نَعَم", "نعم"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_words_come_to_a_normal_form(typed: str, plain: str) -> None:
    """Case, accents, marks and spaces make no difference."""
    assert normal(typed) == plain


def test_a_bar_separates_forms() -> None:
    """Several ways to say it in one text; empty ones count for nothing."""
    assert forms("Yes | yep || ok", "Ja") == {"yes", "yep", "ok", "ja"}


def test_one_choice_matches_or_none() -> None:
    """Words that fit two choices fit none; an empty text fits nothing."""
    choices = {"a": {"yes", "ok"}, "b": {"no", "ok"}}
    assert match("Yes!", choices) == "a"
    assert match("ok", choices) is None
    assert match("maybe", choices) is None
    assert match("", {"a": {""}}) is None


@pytest.mark.parametrize(("typed", "other"), [("I'm safe", "I'm unsafe"), ("better", "bitter")])
def test_nothing_is_fuzzy(typed: str, other: str) -> None:
    """A letter more or less is another word."""
    assert match(typed, {"x": forms(other)}) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("about 12 times", 12),
        ("~12!", 12),
        ("12 or 13", None),
        ("many", None),
        ("twelve times in the last 3 weeks", None),
        ("for 2 years", None),
        ("2 yrs", None),
        ("2y", None),
        ("not 12", None),
        ("12345", None),
        ("٣", 3),
        ("Twelve", 12),
        ("about twelve times", 12),
        ("a dozen", None),
        ("twelve or 13", None),
        ("not twelve", None),
        ("twelve years", None),
    ],
)
def test_a_number_in_a_short_text(typed: str, number: int | None) -> None:
    """One number is meant where nothing stands beside it that could make it count others."""
    assert number_in(typed, {"about", "times"}, {"twelve": 12, "dozen": 12}) == number


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("In Berlin!", "Berlin!"),
        ("I live in New York", "New York"),
        ("Indianapolis", "Indianapolis"),
        ("Berlin in", "Berlin in"),
        ("in", "in"),
    ],
)
def test_what_stands_behind_a_lead_is_found(words: str, place: str) -> None:
    """The longest of them that it begins with, as whole words."""
    assert after(words, {"in", "i live in", "i"}) == place


def test_what_numbers_are_called_is_read_entry_by_entry() -> None:
    """A number and what it stands before; an entry without both is nothing."""
    assert numbered(["1 one", "two", "3", "7 in a week"]) == {"one": 1, "in a week": 7}


@given(st.text(max_size=3 * LONGEST))
def test_the_normal_form_is_normal(words: str) -> None:
    """Whatever is typed: no error, and what is normal stays as it is."""
    once = normal(words)
    assert normal(once) == once or len(once) > LONGEST
    assert once == once.strip()
    assert "  " not in once
    number_in(words)
