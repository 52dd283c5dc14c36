"""Sealing: what opens, what does not, and what it is called then."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import KeyRefusedError, KeyRing, TamperedError, UnknownKeyError
from tests.bot.store.conftest import NEW, OLD

RING = KeyRing([OLD])
text = st.text(max_size=8)


@given(value=st.binary(max_size=200), table=text, column=text, row=text)
def test_what_is_sealed_opens(value: bytes, table: str, column: str, row: str) -> None:
    """Any value opens again in its own place."""
    assert RING.open(RING.seal(value, table, column, row), table, column, row) == value


@given(places=st.lists(st.lists(text, min_size=3, max_size=4), min_size=2, max_size=2))
def test_no_other_place_opens_it(places: list[list[str]]) -> None:
    """A value opens only where it was sealed, however the names run into each other."""
    (table, column, *row), (other_table, other_column, *other_row) = places
    sealed = RING.seal(b"value", table, column, *row)
    if places[0] == places[1]:
        assert RING.open(sealed, other_table, other_column, *other_row) == b"value"
    else:
        with pytest.raises(TamperedError):
            RING.open(sealed, other_table, other_column, *other_row)


@given(place=st.integers(4, 36), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed(place: int, bit: int) -> None:
    """One bit changed anywhere behind the key id is tampering."""
    sealed = bytearray(RING.seal(b"words", "t", "c", "r"))
    sealed[place] ^= 1 << bit
    with pytest.raises(TamperedError):
        RING.open(bytes(sealed), "t", "c", "r")


@pytest.mark.parametrize("length", [4, 10, 16, 31])
def test_a_cut_value_is_noticed(length: int) -> None:
    """A value cut short is tampering, not a crash."""
    with pytest.raises(TamperedError):
        RING.open(RING.seal(b"words", "t", "c", "r")[:length], "t", "c", "r")


def test_an_unknown_key_is_named() -> None:
    """A value under a key that is not in the ring names that key's id."""
    sealed = KeyRing([NEW]).seal(b"words", "t", "c", "r")
    with pytest.raises(UnknownKeyError, match=KeyRing([NEW]).first_id.hex()):
        RING.open(sealed, "t", "c", "r")


def test_older_keys_still_open() -> None:
    """The first key seals, every key opens."""
    ring = KeyRing([NEW, OLD])
    assert ring.open(RING.seal(b"words", "t", "c", "r"), "t", "c", "r") == b"words"
    assert ring.seal(b"words", "t", "c", "r")[:4] == KeyRing([NEW]).first_id


def test_the_same_value_is_never_sealed_alike() -> None:
    """Two seals of one value differ, so equal words can't be recognised."""
    assert len({RING.seal(b"yes", "t", "c", "r") for _ in range(100)}) == 100


def test_look_ups_differ_by_key_and_person() -> None:
    """A look-up is stable for a person and a key, and tells neither."""
    ring = KeyRing([NEW, OLD])
    assert ring.lookups(7) == ring.lookups(7)
    assert ring.lookups(7)[1:] == RING.lookups(7)
    assert len({*ring.lookups(7), *ring.lookups(8)}) == 4


def test_keys_are_read_from_text() -> None:
    """Keys come as base64, plain or for addresses, comma separated, newest first."""
    written = f" {base64.b64encode(NEW).decode()},\n{base64.urlsafe_b64encode(OLD).decode()}"
    assert KeyRing.from_text(written).ids == KeyRing([NEW, OLD]).ids


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "at least one"),
        ("secret!", "Key 1 is not base64"),
        (base64.b64encode(OLD).decode() + ",c2hvcnQ=", "Key 2 has 5 bytes"),
        (",".join([base64.b64encode(OLD).decode()] * 2), "twice"),
    ],
)
def test_bad_keys_are_refused_without_being_shown(written: str, says: str) -> None:
    """What is wrong with the keys is said, the keys are not."""
    with pytest.raises(KeyRefusedError, match=says) as refused:
        KeyRing.from_text(written)
    assert all(part not in str(refused.value) for part in written.split(",") if part)
