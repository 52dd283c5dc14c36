"""What a button carries comes back as it was, and junk is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screen.callback import LONGEST, decode, encode
from flows.values.talk import Tap


def test_data_comes_back_as_the_tap_it_was() -> None:
    """Tag, turn and choice survive, also a choice with a point in it."""
    assert decode(encode("a1b2", 17, "2026-12-05.late")) == Tap("2026-12-05.late", "a1b2", 17)


@pytest.mark.parametrize("choice", ["", "with space", "ключ", "x" * 60])
def test_what_would_not_come_back_is_refused(choice: str) -> None:
    """A choice that Telegram can't carry is an error when the card is made, not at the tap."""
    with pytest.raises(ValueError, match="no button data"):
        encode("a1b2", 1, choice)


@given(st.text(max_size=100))
def test_any_data_is_read_or_is_nothing(data: str) -> None:
    """Nothing a client sends raises, and what is read is written the same way again."""
    tap = decode(data)
    if tap is not None:
        assert len(data.encode()) <= LONGEST
        assert decode(encode(tap.tag, tap.turn, tap.choice)) == tap
