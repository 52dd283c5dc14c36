"""What a person's record becomes once a row was carried out, or could not be."""

from dataclasses import replace

from bot.asking import Ask, former_card
from bot.person import Open, Record, Row, Shown
from bot.unsent import drop, opened, put


def settled(record: Record, row: Row, ask: Ask | None, message: int, now: float) -> Record:
    """Note that a row is done; `message` is the id of a new message, 0 if there is none.

    The row may be gone or replaced meanwhile: what now stands in the chat is learnt all the same.
    """
    if ask is None:
        return drop(record, row.id)
    if row.kind != "clear":  # it goes on until nothing is left to clear
        record = drop(record, row.id)
    match row.kind:
        case "card":
            return _shown_card(record, row, message or ask.touched[0], now)
        case "say":
            return record.seeing(Shown(message, "notice" if row.protect else "keep", row.key, now))
        case "recap":
            return _shown_recap(record, row, ask.touched[0], now)
        case "strip":
            return record
        case "unrecap" | "remove" | "clear":
            return record.without(*ask.touched)


def missing(record: Record, row: Row, ask: Ask | None) -> Record:
    """Note that messages are not there any more, or can't be changed.

    A card then goes as a new message, a recap to where else its step still stands.
    """
    record = record.without(*(ask.touched if ask else ()))
    return record if row.kind in {"card", "recap"} else drop(record, row.id)


def refused(record: Record, row: Row) -> Record:
    """Take off a row that Telegram would refuse again."""
    return drop(record, row.id)


def unmarked(record: Record, row: Row) -> Record:
    """Let a row go as plain words, because Telegram could not read it."""
    rows = (replace(one, marked=False) if one.id == row.id else one for one in record.rows)
    return replace(record, rows=tuple(rows))


def unreachable(record: Record) -> Record:
    """Note that the person shut the bot out: nothing more is sent until they come back."""
    return replace(record, rows=(), reachable=False)


def put_off(record: Record, row: Row, until: float) -> Record:
    """Let a row wait, because its call failed; those behind it wait with it."""
    rows = tuple(
        replace(one, due=until, tries=one.tries + 1) if one.id == row.id else one
        for one in record.rows
    )
    return replace(record, rows=rows)


def _shown_card(record: Record, row: Row, message: int, now: float) -> Record:
    before = next((one for one in record.shown if one.message == message), None)
    at = before.at if before else now
    record = record.seeing(Shown(message, "keep" if row.keep else "card", row.key, at))
    return opened(record, Open(row.key, message, row.face, row.keep), now)


def _shown_recap(record: Record, row: Row, message: int, now: float) -> Record:
    before = next((one for one in record.shown if one.message == message), None)
    left = former_card(record, row.key)
    record = record.seeing(Shown(message, "recap", row.key, before.at if before else now))
    if left is not None and left.message != message:
        record = put(record, Row(0, "remove", now, message=left.message))
    return record
