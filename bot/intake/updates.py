"""One update of Telegram, read into what the bot needs of it; all else of it is left behind.

Only private chats come through: anything else gives None, before anybody stores a thing. Names,
pictures and places are never taken over. Nothing in an update makes this raise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeGuard

from bot.intake.clean import clean
from bot.screen.callback import decode
from flows.values.talk import Command, Said, Tap, Text

WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member")

Refusal = Literal["", "media", "forward"]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w{1,64})?(?:\s.*)?", re.ASCII | re.DOTALL)
_GONE = frozenset({"kicked", "left", "restricted"})
# A tap whose data is none of ours is an old button of a conversation nobody remembers.
_JUNK: Final = Tap(choice="", tag="", turn=-1)
_KINDS = """
    animation audio checklist contact dice document game invoice live_photo location paid_media
    photo poll rich_message sticker story text venue video video_note voice
"""
_CONTENT: Final = frozenset(_KINDS.split())


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came from one person; in a private chat the chat's id is the person's.

    `said` is None where nothing was said that can be an answer: then `refused` says what it was,
    or `reachable` that the person let the bot in again or shut it out. `message` is the message
    it stands in, for a tap the one with the button.
    """

    update: int
    person: int
    said: Said | None = None
    refused: Refusal = ""
    query: str = ""
    message: int = 0
    date: datetime | None = None
    language: str = ""
    album: str = ""
    reachable: bool = True


def read(update: Mapping[str, Any]) -> Incoming | None:
    """Read an update; None if it is not for this bot to answer."""
    number, kind = update.get("update_id"), kind_of(update)
    return _READERS[kind](number, update[kind]) if _is_id(number) and kind else None


def kind_of(update: Mapping[str, Any]) -> str:
    """Name the kind of an update, as Telegram does; empty for one that this bot never asks for."""
    return next((kind for kind in _READERS if isinstance(update.get(kind), Mapping)), "")


def _message(number: int, body: Mapping[str, Any]) -> Incoming | None:
    came = _from(number, body)
    if came is None or not _CONTENT.intersection(body):
        return None
    album = str(body.get("media_group_id") or "")[:64]
    said, refused = _said(body, came.message)
    return replace(came, said=said, refused=refused, album=album, date=_date(body.get("date")))


def _edited(number: int, body: Mapping[str, Any]) -> Incoming | None:
    came = _from(number, body)
    said, _ = _said(body, came.message) if came else (None, "")
    if came is None or said is None:
        return None
    # Who makes a command of what they wrote gets what the command gives: it may be /crisis.
    edited = replace(said, edited=True) if isinstance(said, Text) else said
    return replace(came, said=edited, date=_date(body.get("edit_date")))


def _tap(number: int, body: Mapping[str, Any]) -> Incoming | None:
    message = body.get("message")
    if not isinstance(message, Mapping):
        return None
    came = _from(number, {**message, "from": body.get("from")})
    if came is None:
        return None
    data = body.get("data")
    said = decode(data) if isinstance(data, str) else None
    return replace(came, said=said or _JUNK, query=str(body.get("id") or ""))


def _member(number: int, body: Mapping[str, Any]) -> Incoming | None:
    came = _from(number, body)
    member = body.get("new_chat_member")
    if came is None or not isinstance(member, Mapping):
        return None
    return replace(came, reachable=member.get("status") not in _GONE)


_READERS = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tap,
    "my_chat_member": _member,
}


def _from(number: int, body: Mapping[str, Any]) -> Incoming | None:
    chat, sender = body.get("chat"), body.get("from")
    if not isinstance(chat, Mapping) or not isinstance(sender, Mapping):
        return None
    person = chat.get("id")
    if chat.get("type") != "private" or not _is_id(person) or sender.get("id") != person:
        return None
    language, message = sender.get("language_code"), body.get("message_id")
    return Incoming(
        update=number,
        person=person,
        message=message if _is_id(message) else 0,
        language=language[:35] if isinstance(language, str) else "",
    )


def _said(body: Mapping[str, Any], ref: int) -> tuple[Said | None, Refusal]:
    if any(name in body for name in ("forward_origin", "forward_from", "forward_date")):
        return None, "forward"
    text = body.get("text")
    words = clean(text) if isinstance(text, str) else ""
    if not words:
        return None, "media"
    command = _COMMAND.fullmatch(words)
    return (Command(command[1].lower()) if command else Text(words, ref=ref)), ""


def _date(seconds: Any) -> datetime | None:
    if not _is_id(seconds) or not 0 < seconds < 1 << 33:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53
