"""People's records in the store: read, changed in one transaction, and gone when it is time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.people.person import Record
from bot.people.recording import from_state, to_state
from bot.store import Person, Store, Work, new_id
from flows.values.session import Conversation

PROVISIONAL: Final = timedelta(hours=48).total_seconds()
FAREWELL: Final = timedelta(minutes=10).total_seconds()


DueAt = Callable[[Conversation], datetime | None]


def nothing_due(_talk: Conversation) -> None:
    """Tell that nothing is ever due, for who only looks."""


class Records:
    """Opens and writes records; `bot` is the bot's own id, `days` how long unused data is kept.

    `due_at` tells when a conversation next has a reminder due.
    """

    def __init__(self, store: Store, bot: int, days: int, due_at: DueAt = nothing_due) -> None:
        self.store, self.bot = store, bot
        self._due_at = due_at
        self._kept = timedelta(days=days).total_seconds()

    def read(self, person: Person | None) -> Record | None:
        """Read the record out of a stored person."""
        return from_state(person.state, self.bot) if person else None

    async def look(self, chat: int) -> Record | None:
        """Read one person's record and change nothing."""
        return self.read(await self.store.look(chat))

    async def change(self, chat: int, how: Callable[[Record], Record]) -> Record | None:
        """Change a record by itself, not by something the person did; None if there is none."""
        async with self.store.turn(chat) as work:
            before = self.read(work.person)
            if before is None or work.person is None:
                return None
            after = how(before)
            if after != before or self.remind_at(after) != work.person.remind_at:
                self.write(work, after, work.person.seen_at)
            return after if work.after or not work.erase else None

    def write(self, work: Work, record: Record, seen: float) -> None:
        """Let this transaction leave the person so; `seen` is when they last did something.

        After an erasure the record gets a new id that leads back to nothing. A farewell with
        nothing left to send is not written: its person is gone.
        """
        if record.farewell and not record.rows:
            work.erase, work.after = True, None
            return
        old = None if work.erase else work.person
        work.after = Person(
            id=old.id if old else new_id(),
            state=to_state(record),
            version=old.version if old else 0,
            deliver_after=record.deliver_after,
            seen_at=seen,
            expires_at=self._until(record, seen),
            remind_at=self.remind_at(record),
        )

    def remind_at(self, record: Record) -> float | None:
        """Tell when the person's next reminder is due; None for who can't be reached or is gone."""
        if record.talk is None or record.farewell or not record.reachable:
            return None
        due = self._due_at(record.talk)
        return due.timestamp() if due else None

    def _until(self, record: Record, seen: float) -> float:
        if record.farewell:
            return record.since + FAREWELL
        return seen + self._kept if record.consented else record.since + PROVISIONAL
