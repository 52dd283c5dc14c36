"""What a button carries: the conversation's tag, the turn it was shown in, and its choice."""

import re

from flows.values.talk import Tap

LONGEST = 64
"""Telegram's limit, in bytes of UTF-8."""

_SHAPE = re.compile(r"([A-Za-z0-9_-]{1,16})\.(\d{1,9})\.([!-~]{1,48})", re.ASCII)


def encode(tag: str, turn: int, choice: str) -> str:
    """Write a button's data; ValueError when it would not come back whole."""
    data = f"{tag}.{turn}.{choice}"
    if len(data) > LONGEST or not _SHAPE.fullmatch(data):
        raise ValueError(f"the choice {choice!r} makes no button data that Telegram carries")
    return data


def decode(data: str) -> Tap | None:
    """Read a button's data; None when it is none of ours."""
    found = _SHAPE.fullmatch(data) if len(data) <= LONGEST else None
    return Tap(choice=found[3], tag=found[1], turn=int(found[2])) if found else None
