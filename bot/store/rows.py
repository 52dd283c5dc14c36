"""Values to rows and back; everything a person said or is known by is sealed on the way.

The sealed state begins with the Telegram id (8 bytes): a look-up moved to another person's row is
noticed when that row is opened, and rotation can make the look-up anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from bot.store.base import CLAIM_SECONDS, Kept, Parked, Person
from bot.store.errors import TamperedError
from bot.store.sealed import KeyRing

ID_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Thawed:
    """A person's opened row with the state still as JSON text; this is what is cached.

    Each turn reads its own values from the text, so nothing a caller changes by mistake can reach
    the cache, and a warm turn sees exactly what a cold one would.
    """

    telegram_id: int
    id: str
    text: bytes
    version: int
    deliver_after: float | None
    seen_at: float
    expires_at: float
    remind_at: float | None

    def person(self) -> Person:
        """Read the person from the text."""
        return Person(
            id=self.id,
            state=orjson.loads(self.text),
            version=self.version,
            deliver_after=self.deliver_after,
            seen_at=self.seen_at,
            expires_at=self.expires_at,
            remind_at=self.remind_at,
        )


def thawed(telegram_id: int, person: Person) -> Thawed:
    """Write a person's state as JSON; TypeError when it holds what JSON can't say."""
    return Thawed(
        telegram_id=telegram_id,
        id=person.id,
        text=orjson.dumps(person.state, default=_plain),
        version=person.version,
        deliver_after=person.deliver_after,
        seen_at=person.seen_at,
        expires_at=person.expires_at,
        remind_at=person.remind_at,
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """Who delivers a person's messages first, and until when that is settled already."""

    owner: str
    until: float = 0.0


def person_row(keys: KeyRing, person: Thawed, claim: Claim) -> dict[str, Any]:
    """Make the row of a person; the claim's owner delivers first, others when it is late.

    A claim never shrinks while it lasts: what is long due would be free for all with the first
    outcome that is noted.
    """
    text = with_telegram_id(person.telegram_id, person.text)
    due = person.deliver_after
    latest = max(due or 0.0, person.seen_at)
    return {
        "id": person.id,
        "state": keys.seal(text, "person", "state", person.id),
        "version": person.version,
        "deliver_after": due,
        "seen_at": person.seen_at,
        "expires_at": person.expires_at,
        "claimed_by": None if due is None else claim.owner,
        "claimed_until": None if due is None else max(claim.until, latest + CLAIM_SECONDS),
        "remind_at": person.remind_at,
    }


def open_person(keys: KeyRing, row: Mapping[str, Any]) -> Thawed:
    """Open a person's row; UnknownKeyError, TamperedError."""
    text = keys.open(row["state"], "person", "state", row["id"])
    return Thawed(
        telegram_id=telegram_id_of(text),
        id=row["id"],
        text=text[ID_BYTES:],
        version=row["version"],
        deliver_after=row["deliver_after"],
        seen_at=row["seen_at"],
        expires_at=row["expires_at"],
        remind_at=row["remind_at"],
    )


def open_person_of(keys: KeyRing, row: Mapping[str, Any], telegram_id: int) -> Thawed:
    """Open a row found by a look-up, and make sure it is that person's."""
    found = open_person(keys, row)
    if found.telegram_id != telegram_id:
        raise TamperedError("A look-up leads to another person's row.")
    return found


def kept_row(keys: KeyRing, person_id: str, kept: Kept) -> dict[str, Any]:
    """Make the row of a kept thing."""
    text = orjson.dumps([kept.kind, kept.body], default=_plain)
    sealed = keys.seal(text, "kept", "body", person_id, kept.id)
    return {"id": kept.id, "person_id": person_id, "at": kept.at, "body": sealed}


def open_kept(keys: KeyRing, row: Mapping[str, Any]) -> Kept:
    """Open the row of a kept thing."""
    text = keys.open(row["body"], "kept", "body", row["person_id"], row["id"])
    kind, body = orjson.loads(text)
    return Kept(id=row["id"], kind=kind, at=row["at"], body=body)


def parked_row(keys: KeyRing, telegram_id: int, parked: Parked) -> dict[str, Any]:
    """Make the row of a parked update."""
    text = orjson.dumps([parked.reason, parked.kind])
    sealed = keys.seal(with_telegram_id(telegram_id, text), "parked", "body", parked.id)
    lookup = keys.lookups(telegram_id)[0]
    return {"id": parked.id, "lookup": lookup, "at": parked.at, "body": sealed}


def open_parked(keys: KeyRing, row: Mapping[str, Any]) -> Parked:
    """Open the row of a parked update."""
    text = keys.open(row["body"], "parked", "body", row["id"])
    reason, kind = orjson.loads(text[ID_BYTES:])
    if not isinstance(kind, str):  # once the whole update was parked: it names its kind by a key
        kind = next((name for name in kind if name != "update_id"), "")
    return Parked(id=row["id"], at=row["at"], reason=reason, kind=kind)


def with_telegram_id(telegram_id: int, text: bytes) -> bytes:
    """Put the Telegram id in front of a text to be sealed."""
    return telegram_id.to_bytes(ID_BYTES, "big", signed=True) + text


def telegram_id_of(text: bytes) -> int:
    """Read the Telegram id in front of an opened text."""
    return int.from_bytes(text[:ID_BYTES], "big", signed=True)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
