"""What is still to be sent to one person, and the order it stands in.

The order is: messages of their own, then the one card in front, then what follows a card that
has arrived (recaps, buttons taken away, messages removed). Only the last card counts: it takes
the place of one that was not sent yet. A `keep` card is a message of its own and is never lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.people.person import Kind, Open, Record, Role, Row
from flows.values.talk import Effect

COMES_ALONG: Final = "chart_along"
ALONG: Final = "along"
FILES: Final[Mapping[str, Kind]] = {
    "pdf": "pdf",
    "chart": "chart",
    COMES_ALONG: "chart",
    "earlier": "kept",
}
_FOLLOWING = frozenset({"recap", "unrecap", "strip", "remove", "clear"})


def papers(record: Record, effects: Iterable[Effect], now: float) -> Record:
    """Add what a turn asks for; one that waits already is not asked for twice.

    The key of a page are its parts, that of a kept plan its name. A chart that comes along unasked
    is dropped without a word where it can't be made.
    """
    for effect in effects:
        kind = FILES.get(effect.name)
        if kind is None or (effect.name == COMES_ALONG and record.quiet):
            continue
        key = ALONG if effect.name == COMES_ALONG else _key(effect)
        waiting = any(
            row.kind == kind and (kind != "kept" or row.key == key) for row in record.rows
        )
        record = record if waiting else put(record, Row(0, kind, now, key=key))
    return record


def _key(effect: Effect) -> str:
    answer = (effect.body or {}).get("answer")
    parts = answer if isinstance(answer, list | tuple) else (answer,)
    return ",".join(str(part) for part in parts if part)


def waiting_card(record: Record) -> Row | None:
    """Find the card that is to be sent, if one is."""
    return next((row for row in reversed(record.rows) if row.kind == "card"), None)


def put(record: Record, *rows: Row) -> Record:
    """Add rows, each with an id of its own; a row without a wait ends the wait of those before."""
    for number, row in enumerate(rows, start=record.last_row + 1):
        record = _put_one(record, replace(row, id=number))
    return replace(record, last_row=record.last_row + len(rows))


def drop(record: Record, *ids: int) -> Record:
    """Take rows off."""
    return replace(record, rows=tuple(row for row in record.rows if row.id not in ids))


def opened(record: Record, card: Open, now: float) -> Record:
    """Note that this message now is the open card; what was open before gives way to it.

    The former card becomes a recap if one is on its way; else it loses its buttons. On a phone
    that others see, it goes altogether. So does one that would have been changed in place if its
    step had not come to help lines, which are there to be copied.
    """
    former = record.open
    record = replace(record, open=card)
    if former is None or former.message == card.message:
        return record
    if any(row.kind == "recap" and row.key == former.key for row in record.rows):
        return record
    copied = former.key == card.key and former.protect and not card.protect
    if (record.quiet or copied) and not former.keep:
        return put(record, Row(0, "remove", now, message=former.message))
    return _past(put(record, Row(0, "strip", now, message=former.message)), former)


def _past(record: Record, former: Open) -> Record:
    """Note that a card has no buttons any more; help lines stay for themselves, of no step."""
    role: Role = "past" if former.protect else "notice"
    shown = tuple(
        replace(one, role=role) if one.message == former.message and one.role == "card" else one
        for one in record.shown
    )
    return replace(record, shown=shown)


def _put_one(record: Record, row: Row) -> Record:
    rows = list(record.rows)
    if row.kind in {"card", "say"}:
        rows = _hurried(rows, row.due)
    if row.kind == "card":
        superseded = [one for one in rows if one.kind == "card" and not one.keep]
        row = replace(row, below=max([row.below, *(one.below for one in superseded)]))
        if superseded:
            # One of them may stand on the phone already, its answer lost: then what the open card
            # is thought to show is wrong, and leaving out an edit because of it would be too.
            row = replace(row, face=f"{row.face}.{row.id}")
        rows = [one for one in rows if one not in superseded]
    elif row.kind in _FOLLOWING:
        rows = [one for one in rows if not _same(one, row)]
    return replace(record, rows=(*_order([*rows, row]),))


def _hurried(rows: Iterable[Row], due: float) -> list[Row]:
    return [replace(row, due=due) if row.due > due and not row.tries else row for row in rows]


def _same(one: Row, other: Row) -> bool:
    return (one.kind, one.key, one.message) == (other.kind, other.key, other.message)


def _order(rows: list[Row]) -> list[Row]:
    """Put what follows a card behind the last card; leave all else as it came."""
    leading = [row for row in rows if row.kind not in _FOLLOWING]
    return [*leading, *(row for row in rows if row.kind in _FOLLOWING)]
