"""One call for one row: what is committed before it, and what becomes of the row after it."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from secrets import token_hex
from typing import Final

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.chat import settling
from bot.chat.asking import Ask
from bot.clock import Clock
from bot.people.person import ONCE, Record, Row
from bot.people.records import Records
from bot.store import StoreError
from bot.telegram.fates import Fate, backed_off, judged, wait

log = structlog.get_logger("bot.outbox.delivery")

MOST_TRIES: Final = 6
"""How often a row is tried whose delivery fails in a way that nobody foresaw: half a minute."""

Outcome = Callable[[Record], Record]
Calling = Callable[[], Awaitable[int]]
"""Makes the call; gives the id of a new message, 0 if there is none."""


class Delivery:
    """Carries rows out; `counts` tells what became of calls, by fate."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records, self._clock = records, clock
        self.counts: Counter[str] = Counter()

    async def begun(self, record: Record, row: Row) -> tuple[Record | None, Row | None]:
        """Commit that a call is about to be made which is never made again.

        Gives the record as it is now, and the row if the call is this process's to make.
        """
        if row.attempt:  # nobody will ever know what became of it
            self.counts["unknown"] += 1
            given_up = partial(settling.given_up, row=row)
            return await self._records.change(record.chat, given_up), None
        ours = replace(row, attempt=token_hex(4))
        now = self._clock.now().timestamp()
        begin = partial(settling.attempting, row=row, attempt=ours.attempt, now=now)
        after = await self._records.change(record.chat, begin)
        rows = after.rows if after else ()
        if after and not any(one.id == row.id for one in rows):
            self.counts["late"] += 1
        return after, ours if ours in rows else None

    async def carried_out(
        self, record: Record, row: Row, ask: Ask | None, calling: Calling
    ) -> tuple[Record | None, Fate]:
        """Make the call and note what came of it; without an `ask` nothing is left to do.

        Gives the record as it is now, and what became of the row.
        """
        try:
            message = await calling() if ask else 0
        except TelegramError as error:
            fate = judged(error)
            self.counts[fate] += 1
            outcome = self._failed(row, ask, error, fate)
        except Exception:
            log.exception("call_failed", kind=row.kind)
            return await self.doubtful(record, row)
        else:
            fate = "done"
            self.counts["done" if ask else "moot"] += 1
            now = self._clock.now().timestamp()
            outcome = partial(settling.settled, row=row, ask=ask, message=message, now=now)
        try:
            return await self._records.change(record.chat, outcome), fate
        except StoreError:
            raise
        except Exception:
            log.exception("outcome_not_noted", kind=row.kind)
            return await self.doubtful(record, row)

    async def doubtful(self, record: Record, row: Row) -> tuple[Record | None, Fate]:
        """Note that something unforeseen came between, so that nobody knows what became of a row.

        It is tried again some times, later each time; what goes at most once is given up if its
        call was begun.
        """
        self.counts["unknown"] += 1
        fate: Fate = "refused" if row.attempt or row.tries + 1 >= MOST_TRIES else "unknown"
        if fate == "refused":
            log.error("given_up", kind=row.kind, attempt=row.tries + 1)
            outcome = partial(settling.given_up, row=row)
        else:
            until = self._clock.now().timestamp() + backed_off(row.tries, random.random)
            outcome = partial(settling.put_off, row=row, until=until)
        return await self._records.change(record.chat, outcome), fate

    def _failed(self, row: Row, ask: Ask | None, error: TelegramError, fate: Fate) -> Outcome:
        now = self._clock.now().timestamp()
        match fate:
            case "done":
                return partial(settling.settled, row=row, ask=ask, message=0, now=now)
            case "missing" | "undeletable":
                lost = settling.missing if fate == "missing" else settling.undeletable
                return partial(lost, row=row, ask=ask)
            case "unreachable":
                return partial(settling.unreachable, row=row)
            case "unmarked" if row.marked:
                log.error("text_not_understood", kind=row.kind)
                return partial(settling.unmarked, row=row)
            case "unmarked" | "refused":
                log.error("call_refused", kind=row.kind, reason=str(error))
            case "unknown" if row.kind in ONCE:
                log.warning("fate_unknown", kind=row.kind)
            case "again" | "unknown":
                until = now + wait(error, row.tries, random.random)
                waiting = settling.held if isinstance(error, RetryAfter) else settling.put_off
                return partial(waiting, row=row, until=until)
        return partial(settling.given_up, row=row, ask=ask)
