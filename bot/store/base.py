"""What the rest of the bot knows of the store: its values and its few verbs.

A turn is one transaction about one person. The caller gets a `Work`, looks at `person`, sets
`after` (and perhaps `keep`, `park`, `erase`), and leaves the block; the block ends when the
database has it on disk. An exception inside leaves nothing behind.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Protocol

CLAIM_SECONDS = 15.0
PARKED_SECONDS = 7 * 86_400.0


def new_id() -> str:
    """Make a random row id: 128 bits as 32 hexadecimal letters."""
    return token_hex(16)


@dataclass(frozen=True, slots=True)
class Person:
    """One person as stored; times are epoch seconds, `version` is set by the store.

    `remind_at` is when a reminder is due next, None where none is.
    """

    id: str
    state: Mapping[str, Any]
    version: int
    deliver_after: float | None
    seen_at: float
    expires_at: float
    remind_at: float | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing a person keeps (a plan, a finished check-up); gone with the person."""

    id: str
    kind: str
    at: float
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parked:
    """That an update failed three times, and nothing of what it said.

    `reason` is the exception's class name, `kind` the update's as Telegram names it.
    """

    id: str
    at: float
    reason: str
    kind: str


@dataclass(slots=True)
class Work:
    """One turn's transaction: what is stored, and what shall be.

    `after` unset writes no person. `erase` first deletes everything the person has; `after` may
    then be a fresh row under a new id for the same Telegram id.
    """

    person: Person | None
    after: Person | None = None
    keep: list[Kept] = field(default_factory=list)
    park: list[Parked] = field(default_factory=list)
    erase: bool = False


@dataclass(frozen=True, slots=True)
class Lease:
    """Leadership while it lasts; `lost` is set the moment it is no longer certain."""

    lost: asyncio.Event


class Store(Protocol):
    """People, what they keep and what is parked, sealed in one database."""

    @property
    def shared(self) -> bool:
        """Tell whether several processes may deliver side by side, each what it has claimed."""
        ...

    async def open(self) -> None:
        """Bring the schema up to date and check the keys; KeyRefusedError, SchemaError."""

    async def close(self) -> None:
        """Write what waits and let the database go."""

    def turn(self, telegram_id: int) -> AbstractAsyncContextManager[Work]:
        """Hold one person alone for one turn; durable when the block has been left.

        UnavailableError and ConflictError: do not acknowledge, the update must come again.
        """

    async def look(self, telegram_id: int) -> Person | None:
        """Read one person as last committed; holds nobody up."""

    async def due(self, now: float, limit: int) -> list[Person]:
        """List people whose messages are due, oldest first; other replicas leave them alone.

        The same people come again until a turn moves their `deliver_after`.
        """

    async def next_due(self) -> float | None:
        """Tell when the next message is due for this process; None when nothing is unsent."""

    async def to_remind(self, now: float, limit: int) -> list[Person]:
        """List people with a reminder due, the longest due first; for the one who leads.

        The same people come again until a turn moves their `remind_at`.
        """

    async def with_reminders(self, after: str, limit: int) -> list[Person]:
        """List people with reminders to come, in the order of their ids, beyond the id `after`."""

    async def next_reminder(self) -> float | None:
        """Tell when the next reminder is due; None when none is."""

    async def active_since(self, then: float) -> list[Person]:
        """List the people who did something at or after `then`."""

    async def expire(self, now: float) -> int:
        """Remove people past their time with all that belongs to them; return how many."""

    async def kept(self, person_id: str) -> list[Kept]:
        """List what a person keeps, oldest first."""

    async def park(self, telegram_id: int, one: Parked) -> None:
        """Park an update of somebody whose row can't be opened; a turn parks all others."""

    async def parked(self) -> list[Parked]:
        """List the parked updates, oldest first."""

    async def meta(self, key: str) -> str | None:
        """Read one value of the bot's own, or None."""

    async def set_meta(self, key: str, value: str) -> None:
        """Write one value of the bot's own; keys beginning with `check:` are the store's."""

    def lead(self) -> AbstractAsyncContextManager[Lease]:
        """Wait until this process leads, and lead while the block lasts."""

    async def rotate(self) -> int:
        """Seal everything anew under the first key; return how many rows; resumable."""

    async def ping(self) -> bool:
        """Tell whether the database answers."""

    async def ended(self) -> None:
        """Wait for the end that nobody asked for, and raise it: StoppedError."""
