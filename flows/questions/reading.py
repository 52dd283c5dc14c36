"""Small values as a flow file writes them: yes and no, ranges, effects, ids."""

from typing import Annotated, Any

from pydantic import Field, PlainValidator

from flows.values.talk import EFFECTS


def read_flag(raw: Any) -> bool:
    """Read yes or no. Raises ValueError for anything else."""
    if raw not in ("yes", "no", True, False):
        raise ValueError("write yes or no")
    return raw in ("yes", True)


def read_range(raw: Any) -> range:
    """Read `9-20` or `21-`. Raises ValueError for anything else."""
    low, dash, high = str(raw).partition("-")
    if not (dash and low.isdigit() and (high.isdigit() or not high)):
        raise ValueError("write numbers as 9-20, or 21- for 21 and more")
    return range(int(low), int(high) + 1 if high else 10_000)


def read_effect(raw: Any) -> str:
    """Read what the bot is to do. Raises ValueError for what it can't."""
    if raw not in EFFECTS:
        raise ValueError(f"{raw!r} is nothing the bot does; write one of {sorted(EFFECTS)}")
    return str(raw)


Flag = Annotated[bool, PlainValidator(read_flag)]
Numbers = Annotated[range, PlainValidator(read_range)]
Doing = Annotated[str, PlainValidator(read_effect)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
