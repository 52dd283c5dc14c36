"""What a person's record becomes once a row was carried out, or could not be."""

from dataclasses import replace

from bot.chat.asking import Ask, former_card
from bot.chat.handing import handed_back
from bot.chat.landing import reminders
from bot.chat.unsent import drop, opened, put
from bot.people.person import Open, Record, Role, Row, Shown


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
        case "say" | "pdf" | "chart" | "kept":
            return record.seeing(Shown(message, _role(row), row.key, now))
        case "recap":
            return _shown_recap(record, row, ask.touched[0], now)
        case "reminder":
            return _shown_reminder(record, row, message, now)
        case "strip" | "unrecap" | "remove" | "clear":
            return _changed(record, row, ask)


def missing(record: Record, row: Row, ask: Ask | None) -> Record:
    """Note that messages are not there any more, or can't be changed.

    A card then goes as a new message, a recap to where else its step still stands, and clearing
    on to the next.
    """
    record = record.without(*(ask.touched if ask else ()))
    return record if row.kind in {"card", "recap", "clear"} else drop(record, row.id)


def undeletable(record: Record, row: Row, ask: Ask | None) -> Record:
    """Note that messages can be deleted no more; the row goes on, and edits what is ours."""
    if ask is None or row.kind not in {"clear", "remove", "unrecap"}:
        return drop(record, row.id)
    shown = (replace(one, at=0.0) if one.message in ask.touched else one for one in record.shown)
    return replace(record, shown=tuple(shown))


def attempting(record: Record, row: Row, attempt: str, now: float) -> Record:
    """Note that a call is about to be made that is made once; a reminder too late goes back."""
    still = next((one for one in record.rows if one.id == row.id and not one.attempt), None)
    if still is None:
        return record
    if still.not_after is not None and now > still.not_after:
        return handed_back(record)
    return _with(record, replace(still, attempt=attempt))


def given_up(record: Record, row: Row, ask: Ask | None = None) -> Record:
    """Take off a row that would be refused again, or that may have arrived and is sent but once.

    Clearing passes over what can't be cleared.
    """
    if row.kind == "clear" and ask is not None:
        return record.without(*ask.touched)
    return drop(record, row.id)


def unmarked(record: Record, row: Row) -> Record:
    """Let a row go as plain words, because Telegram could not read it."""
    still = next((one for one in record.rows if one.id == row.id), None)
    return _with(record, replace(still, marked=False, attempt="")) if still else record


def unreachable(record: Record, row: Row | None = None) -> Record:
    """Note that the person shut the bot out: nothing more is sent until they come back.

    A reminder that did not reach them, as that of `row`, was not given.
    """
    record = _with(record, replace(row, attempt="")) if row else record
    return replace(handed_back(record), rows=(), reachable=False)


def held(record: Record, row: Row, until: float) -> Record:
    """Let the whole chat wait, as Telegram asks; what takes the row's place waits too."""
    return replace(put_off(record, row, until), hold=until)


def put_off(record: Record, row: Row, until: float) -> Record:
    """Let a row wait, because its call failed; those behind it wait with it."""
    still = next((one for one in record.rows if one.id == row.id), None)
    if still is None:
        return record
    return _with(record, replace(still, due=until, tries=still.tries + 1, attempt=""))


def _role(row: Row) -> Role:
    if row.kind in {"pdf", "chart"}:
        return "file"
    return "notice" if row.protect else "keep"


def _with(record: Record, row: Row) -> Record:
    rows = (row if one.id == row.id else one for one in record.rows)
    return replace(record, rows=tuple(rows))


def _changed(record: Record, row: Row, ask: Ask) -> Record:
    return _stripped(record, row.message) if row.kind == "strip" else record.without(*ask.touched)


def _stripped(record: Record, message: int) -> Record:
    """Note that a reminder has no buttons any more."""
    shown = (
        replace(one, role="notice") if one.message == message and one.role == "reminder" else one
        for one in record.shown
    )
    return replace(record, shown=tuple(shown))


def _shown_reminder(record: Record, row: Row, message: int, now: float) -> Record:
    """Note where a reminder stands; the same one sent before gives up its buttons."""
    strips = (Row(0, "strip", now, message=before) for before in reminders(record, row.key))
    record = put(record, *strips)
    return record.seeing(Shown(message, "reminder", row.key, now))


def _shown_card(record: Record, row: Row, message: int, now: float) -> Record:
    before = next((one for one in record.shown if one.message == message), None)
    at = before.at if before else now
    record = record.seeing(Shown(message, "keep" if row.keep else "card", row.key, at))
    return opened(record, Open(row.key, message, row.face, row.keep, row.protect), now)


def _shown_recap(record: Record, row: Row, message: int, now: float) -> Record:
    before = next((one for one in record.shown if one.message == message), None)
    left = former_card(record, row.key)
    record = record.seeing(Shown(message, "recap", row.key, before.at if before else now))
    if left is not None and left.message != message:
        record = put(record, Row(0, "remove", now, message=left.message))
    return record
