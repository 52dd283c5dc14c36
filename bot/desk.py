"""Where updates arrive: each is committed or parked before it may be acknowledged.

A turn that fails by itself is tried three times, then parked without what was said, and the
person gets one apology with the card they were at. A failing database is never blamed on the
update: it goes up, and the update is asked for again. A row that can't be opened fails only whose
it is: their update is parked beside it, for nobody else to wait for.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.intake.updates import Incoming, kind_of, read
from bot.outbox.outbox import Outbox
from bot.people.person import Record
from bot.store import Parked, StoreError, TamperedError, UnknownKeyError, Work, new_id
from bot.telegram.telegram import call
from bot.turns.patience import TooLongError
from bot.turns.turns import House, Taken, Turns

log = structlog.get_logger("bot.desk")

TRIES: Final = 3


class Desk:
    """Takes raw updates; `counts` tells what became of them."""

    def __init__(self, bot: Bot, house: House, outbox: Outbox) -> None:
        self._bot, self._house, self._outbox = bot, house, outbox
        self._turns = Turns(house)
        self._answers: set[asyncio.Task[None]] = set()
        self.counts: Counter[str] = Counter()

    async def handle(self, update: Mapping[str, Any]) -> None:
        """Take an update; it may be acknowledged when this returns. StoreError: ask again."""
        came = read(update)
        if came is None:
            self.counts["not ours"] += 1
            return
        await self._house.about(came.person, partial(self._handle, came, kind_of(update)))

    async def stop(self, seconds: float) -> None:
        """Let the last answers to taps go out, for so long."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=seconds)
        for task in self._answers:
            task.cancel()

    async def _handle(self, came: Incoming, kind: str) -> None:
        try:
            taken = await self._take(came)
        except (TamperedError, UnknownKeyError) as error:
            log.error("row_unreadable", update_id=came.update, why=str(error))  # noqa: TRY400 -- it says it all
            await self._house.records.store.park(came.person, self._parked(kind, error))
            self.counts["parked"] += 1
            self._answer(Taken(came.person, came.query))
            return
        except StoreError:
            raise
        except Exception as error:
            log.exception("update_parked", update_id=came.update)
            await self._park(came, kind, error)
            taken = Taken(came.person, came.query)
            self.counts["parked"] += 1
        else:
            self.counts["repeated" if taken.repeated else "taken"] += 1
        self._outbox.wake(taken.chat)
        self._answer(taken)

    async def _take(self, came: Incoming) -> Taken:
        for attempt in range(1, TRIES):
            try:
                return await self._turns.take(came)
            except (StoreError, TooLongError):
                raise
            except Exception:
                log.exception("turn_failed", update_id=came.update, attempt=attempt)
        return await self._turns.take(came)

    async def _park(self, came: Incoming, kind: str, error: Exception) -> None:
        now = self._house.clock.now().timestamp()
        async with self._house.records.store.turn(came.person) as work:
            work.park.append(self._parked(kind, error))
            try:
                record = self._apology(came, work, now)
            except Exception:
                log.exception(
                    "no_apology", update_id=came.update
                )  # the record itself is the trouble
            else:
                self._house.records.write(work, record, now)

    def _parked(self, kind: str, error: Exception) -> Parked:
        now = self._house.clock.now().timestamp()
        return Parked(new_id(), now, type(error).__name__, kind)

    def _apology(self, came: Incoming, work: Work, now: float) -> Record:
        records = self._house.records
        record = records.read(work.person) or Record(came.person, records.bot, now)
        if record.talk is None:
            record = self._turns.newcomer(came, record)
        return self._turns.told(record.met(came.update), came, "apology", now)

    def _answer(self, taken: Taken) -> None:
        """Answer a tap, if it was one; best effort, for the phone's clock stops by itself too."""
        if not taken.query:
            return
        task = asyncio.create_task(self._answered(taken), name="answer")
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answered(self, taken: Taken) -> None:
        payload = {"callback_query_id": taken.query}
        try:
            await call(
                self._bot,
                "answerCallbackQuery",
                payload | ({"text": taken.toast} if taken.toast else {}),
            )
        except TelegramError as error:
            self.counts["unanswered"] += 1
            log.debug("tap_not_answered", reason=str(error))
