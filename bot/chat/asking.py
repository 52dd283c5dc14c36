"""Where a row lands: the call that carries it out as the chat stands now."""

from dataclasses import dataclass
from typing import Any, Final

from bot.people.person import Record, Row, Shown
from bot.screen.html import plain
from bot.screen.keyboard import markup

DOT: Final = "·"
MOST_DELETED: Final = 100
"""Messages that one deleteMessages takes."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One call; `touched` are the messages it changes, none for a new message."""

    method: str
    payload: dict[str, Any]
    touched: tuple[int, ...] = ()


def ask(record: Record, row: Row, now: float) -> Ask | None:
    """Work out the call for a row; None when nothing is left to do for it."""
    match row.kind:
        case "card":
            return _card(record, row)
        case "say" | "reminder":
            return _send(record, row)
        case "pdf" | "chart" | "kept":  # what was kept becomes messages before it is sent
            return Ask("sendDocument" if row.kind == "pdf" else "sendPhoto", {})
        case "recap":
            return _recap(record, row)
        case "strip":
            return _strip(record, row)
        case "unrecap" | "remove" | "clear":
            return _away(record, row, now)


def replaces(record: Record, row: Row) -> bool:
    """Tell whether a card can take the open card's place instead of being sent anew."""
    old = record.open
    if old is None or row.keep or old.keep or old.message <= row.below:
        return False
    if old.protect != row.protect:
        return False
    if row.over == "same":
        return old.key == row.key
    return row.over == "any" or _flow(old.key) == _flow(row.key)


def _card(record: Record, row: Row) -> Ask | None:
    if record.open is None or not replaces(record, row):
        return _send(record, row)
    if row.face and record.open.face == row.face:  # an empty one is not known
        return None
    return _edit(record, record.open.message, row)


def _recap(record: Record, row: Row) -> Ask | None:
    place = record.showing(row.key, "recap") or former_card(record, row.key)
    return _edit(record, place.message, row) if place else None


def former_card(record: Record, key: str) -> Shown | None:
    """Find the card of a step that stands in the chat but is open no more."""
    found = record.showing(key, "card")
    still = record.open is not None and found is not None and found.message == record.open.message
    return None if still else found


def _send(record: Record, row: Row) -> Ask:
    payload = {"chat_id": record.chat, **_content(row)}
    if row.protect:
        payload["protect_content"] = True
    if row.silent:
        payload["disable_notification"] = True
    return Ask("sendMessage", payload)


def _edit(record: Record, message: int, row: Row) -> Ask:
    payload = {"chat_id": record.chat, "message_id": message}
    return Ask("editMessageText", payload | _content(row), (message,))


def _strip(record: Record, row: Row) -> Ask:
    if row.text:
        return _edit(record, row.message, row)
    place = {"chat_id": record.chat, "message_id": row.message}
    return Ask("editMessageReplyMarkup", place, (row.message,))


def _content(row: Row) -> dict[str, Any]:
    content: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
    content["text"] = row.text if row.marked else plain(row.text)
    if row.marked:
        content["parse_mode"] = "HTML"
    return content | ({"reply_markup": markup(row.keyboard)} if row.keyboard else {})


def _away(record: Record, row: Row, now: float) -> Ask | None:
    if row.kind == "clear":
        return _clear(record, row, now)
    return _vanish(record, _vanishing(record, row), now)


def _vanishing(record: Record, row: Row) -> Shown | None:
    if row.kind == "unrecap":
        still = record.open.message if record.open else 0
        left = ("recap", "past", "card")
        return next(
            (
                s
                for s in reversed(record.shown)
                if s.key == row.key and s.role in left and s.message != still
            ),
            None,
        )
    return next((one for one in record.shown if one.message == row.message), None)


def _vanish(record: Record, shown: Shown | None, now: float) -> Ask | None:
    if shown is None:
        return None
    place = {"chat_id": record.chat, "message_id": shown.message}
    if shown.deletable(now):
        return Ask("deleteMessage", place, (shown.message,))
    if shown.role == "file":
        return Ask("editMessageMedia", place, (shown.message,))
    return Ask("editMessageText", place | {"text": DOT}, (shown.message,))


def _clear(record: Record, row: Row, now: float) -> Ask | None:
    still = record.open.message if record.open else 0
    found = [one for one in record.shown if one.message <= row.message and one.message != still]
    young = [one.message for one in found if one.deletable(now)][:MOST_DELETED]
    if young:
        payload = {"chat_id": record.chat, "message_ids": young}
        return Ask("deleteMessages", payload, tuple(young))
    ours = next((one for one in found if one.role != "theirs"), None)
    return _vanish(record, ours, now)


def _flow(key: str) -> str:
    return key.partition("/")[0]
