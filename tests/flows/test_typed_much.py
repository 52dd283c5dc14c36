"""Own words at their limits: how much is kept, and how long an edit counts."""

from pathlib import Path

import pytest

from flows.taking.moves import MOST_WORDS
from flows.values.talk import Text
from tests.flows.person import Person
from tests.flows.small import tea_engine
from tests.flows.test_typed import OWN, own_words

LONG = "x" * 4_000


@pytest.fixture
def writer(tmp_path: Path) -> Person:
    """Give somebody who was asked why, in their own words."""
    changed = tea_engine(tmp_path, ("\n  with:\n", OWN))
    return Person(changed).sends("start").taps("Tea", "Yes, please")


def test_texts_that_join_are_kept_up_to_the_limit(writer: Person) -> None:
    """Twelve long texts at once: what fits is kept, and the rest is said to be too long."""
    writer.types(*[LONG] * 12, after=1)
    assert sum(map(len, own_words(writer, "why"))) == MOST_WORDS
    assert writer.session.hint == "too_long"
    assert "more than I can keep" in writer.text


def test_an_edit_that_makes_words_too_many_changes_nothing(writer: Person) -> None:
    """The words stay as they were, and the person hears why."""
    writer.types(LONG, LONG, "short", after=1).edits("y" * 4_097)
    assert own_words(writer, "why") == [LONG, LONG, "short"]
    assert "more than I can keep" in writer.text


@pytest.mark.parametrize("skip", ["tapped", "typed"])
def test_an_edit_counts_no_more_after_skip(tmp_path: Path, skip: str) -> None:
    """A question passed over is answered: an older text can't come back to it."""
    guest = Person(tea_engine(tmp_path)).sends("start").taps("Tea").types("perhaps")
    before = guest.talk.typed
    assert before is not None
    guest.taps("Skip") if skip == "tapped" else guest.types("Skip")
    guest.take(Text("Yes, please", before.ref, edited=True))
    assert guest.session.at == "cakes"
    assert guest.session.answers["milk"].value is None
    assert own_words(guest, "milk") == ["perhaps"]
    assert guest.text.startswith("You changed an older message")
