"""After an outage the taps made meanwhile are gone: whoever was at it is shown their card again."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import structlog

from bot.chat.landing import Landing, language_of
from bot.outbox.outbox import Outbox
from bot.people.person import Record
from bot.store import ASK_AGAIN, Person
from bot.turns.turns import House
from flows.values.talk import Paragraph

log = structlog.get_logger("bot.away")

OUTAGE: Final = 120.0
"""Seconds of silence that count; Telegram forgets a tap after 150."""

BEFORE: Final = 1800.0
"""How long before the outage a person must have done something, in seconds."""


@dataclass(frozen=True, slots=True)
class Away:
    """Offers open cards again: once for each outage, silently."""

    house: House
    outbox: Outbox

    async def offer(self, since: float) -> None:
        """Offer them to who was active shortly before `since`, the outage's beginning.

        UnavailableError, ConflictError: ask again, nobody is offered theirs twice.
        """
        people = await self.house.records.store.active_since(since - BEFORE)
        for person in people:
            await self._offer(person, since)
        log.warning("back_after_outage", count=len(people))

    async def _offer(self, person: Person, since: float) -> None:
        """Offer one person theirs; a record that can't be read keeps nobody else from theirs."""
        try:
            chat = person.state["chat"]
            await self.house.records.change(chat, partial(self._offered, since=since))
        except ASK_AGAIN:
            raise
        except Exception:
            log.exception("card_not_offered")
        else:
            self.outbox.wake(chat)

    def _offered(self, record: Record, since: float) -> Record:
        if record.talk is None or record.open is None or not record.reachable:
            return record
        if record.away == since:
            return record
        moment = self.house.clock.now()
        card = self.house.engine.face(record.talk, moment)
        if card is None:
            return record
        landing = Landing(self.house.screen, language_of(record), moment.timestamp())
        says = Paragraph(self.house.engine.notice("away"))
        told = replace(card, paragraphs=(says, *card.paragraphs), keep=None)
        # Where others see the phone, no new message: the card changes in its place.
        below = 0 if record.quiet else record.open.message
        after = landing.card(record, told, below=below)
        rows = (
            replace(row, silent=True) if row.id > record.last_row else row for row in after.rows
        )
        return replace(after, rows=tuple(rows), away=since)
