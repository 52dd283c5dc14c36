"""Hands out reminders: whoever leads asks the store what is due, and takes a turn for each person.

What is due, and what of it goes, the dialogue says. Here is only how the due ones are found, how
many go at once, and what keeps two processes from sending one twice: claim and unsent row are one
transaction in the person's own lane, so that a second one who asks finds nothing due any more. That
this process leads only saves work; nothing relies on it.
"""

import asyncio
import hashlib
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final

import structlog

from bot.chat.handing import handed_back, handed_out
from bot.chat.landing import Landing, language_of
from bot.outbox.outbox import Outbox
from bot.people.person import Record
from bot.store import ASK_AGAIN, Person, Work
from bot.turns.turns import House

log = structlog.get_logger("bot.reminding")

RULES: Final = "rules"
EVERY: Final = 1.0
"""Seconds from one round to the next."""

BATCH: Final = 100
PUT_OFF: Final = timedelta(hours=1).total_seconds()
"""Seconds after which a person whose turn failed is tried again."""


class Reminding:
    """Gives out what is due, a round at a time; `counts` tells what became of it.

    `rules` names all in the library that a moment goes by, as it is now.
    """

    def __init__(self, house: House, outbox: Outbox, rules: str) -> None:
        self._house, self._outbox, self._rules = house, outbox, rules
        self._records, self._clock = house.records, house.clock
        self._failed: dict[str, float] = {}
        self._checked, self._derived_to = False, ""
        self.counts: Counter[str] = Counter()

    async def round(self) -> None:
        """Give out what is due now, as much as may go at once. StoreError: ask again later."""
        if not self._checked:
            await self._derive_anew()
            self._checked = True
        self._forgive()
        room = self._outbox.room()
        while room > 0:
            people = await self._due(min(room, BATCH))
            if not people:
                return
            room -= sum(await self._all(people))

    async def behind(self) -> float:
        """Seconds that something has been due, but for those whose turn failed; 0 if nothing is."""
        due = await self._due(1)
        moment = due[0].remind_at if due else None
        return max(0.0, self._clock.now().timestamp() - moment) if moment is not None else 0.0

    async def _due(self, most: int) -> list[Person]:
        """List who has something due, but for those whose turn failed of late."""
        now = self._clock.now().timestamp()
        # Those who failed are the longest due and so the first in the list: look beyond them.
        found = await self._records.store.to_remind(now, most + len(self._failed))
        return [one for one in found if one.id not in self._failed][:most]

    async def _all(self, people: Sequence[Person]) -> list[bool]:
        """Take all these turns; the first failure of the database goes up once all are over."""
        turns = (
            self._house.about(one.state.get("chat", 0), partial(self._give, one)) for one in people
        )
        done = await asyncio.gather(*turns, return_exceptions=True)
        for each in done:
            if isinstance(each, BaseException):
                raise each
        return [each is True for each in done]

    async def _give(self, person: Person) -> bool:
        """Take one person's turn; True if a reminder is to be sent."""
        try:
            chat = person.state["chat"]
            sent = await self._turn(chat)
        except ASK_AGAIN:
            raise
        except Exception:
            log.exception("reminder_failed")
            self._put_off(person.id)
            return False
        if sent:
            self.counts["given"] += 1
            self._outbox.wake(chat)
        return sent

    async def _turn(self, chat: int) -> bool:
        async with self._records.store.turn(chat) as work:
            record = self._records.read(work.person)
            if record is None or work.person is None:
                return False
            now = self._clock.now()
            due = self._records.remind_at(record)
            if due is None or due > now.timestamp():  # answered, stopped or given meanwhile
                self._write(work, record)
                return False
            until = datetime.fromtimestamp(work.person.expires_at, UTC)
            after = self._given(handed_back(record), until)
            if self._records.remind_at(after) == due:
                log.error("reminder_stuck")
                self._put_off(work.person.id)
            self._write(work, after)
        return after.last_row > record.last_row

    def _write(self, work: Work, record: Record) -> None:
        if work.person is not None:
            self._records.write(work, record, work.person.seen_at)

    def _given(self, record: Record, until: datetime) -> Record:
        if record.talk is None:
            return record
        now = self._clock.now()
        given = self._house.engine.remind(record.talk, now, until)
        if given.dropped:
            self.counts["dropped"] += given.dropped
            log.info("reminders_dropped", count=given.dropped)
        landing = Landing(self._house.screen, language_of(record), now.timestamp())
        return handed_out(record, given, landing)

    def _put_off(self, row: str) -> None:
        self.counts["failed"] += 1
        self._failed[row] = self._clock.monotonic() + PUT_OFF

    def _forgive(self) -> None:
        now = self._clock.monotonic()
        for row in [row for row, until in self._failed.items() if until <= now]:
            del self._failed[row]

    async def _derive_anew(self) -> None:
        """Work out everybody's moment again if the rules of time, or of reminding, have changed."""
        rules = f"{await asyncio.to_thread(fingerprint_of_time)} {self._rules}"
        if await self._records.store.meta(RULES) == rules:
            return
        count = 0
        while people := await self._records.store.with_reminders(self._derived_to, BATCH):
            await asyncio.gather(*map(self._derived, people))
            # A round that must be asked for again goes on here.
            self._derived_to, count = people[-1].id, count + len(people)
        await self._records.store.set_meta(RULES, rules)
        log.info("moments_derived_anew", count=count)

    async def _derived(self, person: Person) -> None:
        """Work out one person's moment; one whose record can't be read stops nobody else's."""
        try:
            await self._records.change(person.state["chat"], handed_back)
        except ASK_AGAIN:
            raise
        except Exception:
            log.exception("moment_not_derived")


def fingerprint_of_time() -> str:
    """Return a short name of exactly the rules that this machine has for all time zones."""
    found = hashlib.sha256()
    for zone in sorted(zoneinfo.available_timezones()):
        places = [Path(folder, zone) for folder in zoneinfo.TZPATH]
        file = next((place for place in places if place.is_file()), None)
        rules = file or resources.files("tzdata").joinpath("zoneinfo", *zone.split("/"))
        found.update(zone.encode() + rules.read_bytes())
    return found.hexdigest()[:16]
