"""A person's record as the plain JSON values that are sealed, and back.

A newer bot may have written what this one has no name for: that is left out, so that going back a
version, or two at once while they are being replaced, stops nobody.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from bot.people.person import Open, Record, Row, Shown
from flows.values.session import from_json, to_json

_NAMES: Final = {
    kind: frozenset(each.name for each in fields(kind)) for kind in (Record, Row, Open)
}
_SHOWN: Final = len(fields(Shown))


def to_state(record: Record) -> dict[str, Any]:
    """Turn a record into plain JSON values; what is as it always begins is left out."""
    state = _sparse(record)
    state["talk"] = to_json(record.talk) if record.talk else None
    state["rows"] = [_sparse(row) for row in record.rows]
    state["shown"] = [[s.message, s.role, s.key, s.at] for s in record.shown]
    state["open"] = _sparse(record.open) if record.open else None
    return state


def from_state(state: Mapping[str, Any], bot: int) -> Record:
    """Read a record back; under another bot's token no message and no update id counts."""
    found = Record(
        **{
            **_known(Record, state),
            "talk": from_json(state["talk"]) if state["talk"] else None,
            "rows": tuple(_row(row) for row in state["rows"]),
            "shown": tuple(Shown(*shown[:_SHOWN]) for shown in state["shown"]),
            "open": Open(**_known(Open, state["open"])) if state["open"] else None,
            "updates": tuple(state.get("updates", ())),
            "tapped": tuple(state.get("tapped", ("", 0.0))),
        }
    )
    if found.bot == bot:
        return found
    return replace(found, bot=bot, shown=(), open=None, updates=())


def _row(state: Mapping[str, Any]) -> Row:
    keyboard = tuple(tuple((text, data) for text, data in row) for row in state.get("keyboard", ()))
    undo = {"undo": tuple(state["undo"])} if state.get("undo") else {}
    return Row(**{**_known(Row, state), "keyboard": keyboard, **undo})


def _known(kind: type[Record | Row | Open], state: Mapping[str, Any]) -> dict[str, Any]:
    names = _NAMES[kind]
    return {name: value for name, value in state.items() if name in names}


def _sparse(value: Record | Row | Open) -> dict[str, Any]:
    plain = {each.name: (getattr(value, each.name), each.default) for each in fields(value)}
    return {name: given for name, (given, default) in plain.items() if given != default}
