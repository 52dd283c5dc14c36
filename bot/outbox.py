"""Sends what turns have left to be sent, after their commit, in order per chat.

Each chat with something to send has one task. It takes the next row that is due, calls Telegram,
and notes the outcome in a turn of the store before it takes the next. Nothing is written before
most calls: what a crash or a lost answer leaves in doubt is sent again, with the same buttons, so
that a twin does no harm. Before a reminder or a file it is written that the call begins, and that
one is never made again. Whatever the process forgets, the sweep finds again in the store.
"""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from secrets import token_hex
from typing import Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot import settling
from bot.asking import Ask, ask
from bot.clock import Clock
from bot.fates import judged, wait
from bot.pace import OVERALL, Bucket, Pace
from bot.person import ONCE, Record, Row
from bot.records import Records
from bot.store import StoreError
from bot.telegram import call

log = structlog.get_logger("bot.outbox")

SWEEP: Final = 1.0
SOME: Final = 200
HELD: Final = 50
"""Reminders that may wait for their turn at once; they are sent within two seconds."""

Outcome = Callable[[Record], Record]
_UNPACED: Final = frozenset({"deleteMessage", "deleteMessages"})


@dataclass(slots=True)
class _Lane:
    """A chat with something to send."""

    bucket: Bucket
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Outbox:
    """Delivers rows; `counts` tells what became of calls, by fate."""

    def __init__(self, bot: Bot, records: Records, clock: Clock, pace: Pace | None = None) -> None:
        self._bot, self._records, self._clock = bot, records, clock
        self._pace = pace or Pace()
        self._overall = Bucket(pace or OVERALL, clock.monotonic())
        self._lanes: dict[int, _Lane] = {}
        self._held: set[int] = set()
        self._sweeping: asyncio.Task[None] | None = None
        self._stopping = False
        self.counts: Counter[str] = Counter()

    async def start(self) -> None:
        """Begin to sweep; what an earlier process left unsent goes at once."""
        self._sweeping = asyncio.create_task(self._sweep(), name="outbox sweep")

    async def stop(self, seconds: float) -> None:
        """Let calls under way finish for so long; the rest stays in the store."""
        self._stopping = True
        if self._sweeping is not None:
            self._sweeping.cancel()
        tasks = [lane.task for lane in self._lanes.values() if lane.task]
        for lane in self._lanes.values():
            lane.wake.set()
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *filter(None, [self._sweeping]), return_exceptions=True)

    def room(self) -> int:
        """Tell how many more reminders may be given out: those waiting for the pace are enough."""
        return max(0, HELD - len(self._held))

    def wake(self, chat: int) -> None:
        """Say that a chat may have something to send."""
        if self._stopping:
            return
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = _Lane(Bucket(self._pace, self._clock.monotonic()))
        lane.wake.set()
        if lane.task is None:
            lane.task = asyncio.create_task(self._work(chat, lane), name="outbox lane")

    async def _sweep(self) -> None:
        late = 0.0
        while True:
            try:
                self._tidy()
                # The lanes at work may be the oldest in the list; the limit looks beyond them.
                limit = SOME + len(self._lanes)
                since = self._clock.now().timestamp() - late
                for person in await self._records.due(since, limit):
                    self.wake(person.state["chat"])
                late = SWEEP  # what is younger is in a lane's own hands
            except StoreError:
                log.warning("sweep_failed", exc_info=True)
            await asyncio.sleep(SWEEP)

    def _tidy(self) -> None:
        now = self._clock.monotonic()
        idle = [c for c, lane in self._lanes.items() if not lane.task and lane.bucket.full(now)]
        for chat in idle:
            del self._lanes[chat]

    async def _work(self, chat: int, lane: _Lane) -> None:
        try:
            while not self._stopping and lane.wake.is_set():
                lane.wake.clear()
                await self._drain(chat, lane)
        except StoreError:
            log.warning("delivery_not_noted", exc_info=True)  # the sweep comes back to it
        except Exception:
            log.exception("delivery_failed")
        finally:
            self._held.discard(chat)
            lane.task = None

    async def _drain(self, chat: int, lane: _Lane) -> None:
        """Send all that is due; returns when nothing is, or something newer may be."""
        record = await self._records.look(chat)
        while record is not None and not self._stopping:
            now = self._clock.now().timestamp()
            row = record.next_row(now)
            if row is None:
                self._come_back(record, now)
                return
            found = ask(record, row, now)
            if found is not None and (seconds := self._wait(row, found, lane)):
                await self._breathe(chat, row, lane, seconds)
                record = await self._records.look(chat)
                continue
            if row.kind in ONCE:
                row = replace(row, attempt=row.attempt or token_hex(4))
                record = await self._attempted(record, row)
                if record is None or not any(one == row for one in record.rows):
                    continue
            record = await self._carry_out(record, row, found)

    def _wait(self, row: Row, found: Ask, lane: _Lane) -> float:
        """Tell how many seconds a row must wait for the pace; 0 counts it as sent.

        Replies wait for their chat alone. Reminders wait for all that is sent besides.
        """
        now = self._clock.monotonic()
        if found.method in _UNPACED:
            return 0.0
        seconds = 0.0 if row.urgent else lane.bucket.wait(now)
        if row.kind == "reminder":
            seconds = max(seconds, self._overall.wait(now))
        if not seconds:
            lane.bucket.take(now)
            self._overall.take(now)
        return seconds

    async def _breathe(self, chat: int, row: Row, lane: _Lane, seconds: float) -> None:
        """Wait until the pace may allow one more, or something new has come."""
        if row.kind == "reminder":
            self._held.add(chat)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(lane.wake.wait(), seconds)
        self._held.discard(chat)
        lane.wake.clear()

    async def _attempted(self, record: Record, row: Row) -> Record | None:
        """Commit that a call is about to be made which is never made again."""
        before = next(one for one in record.rows if one.id == row.id)
        if before.attempt:  # nobody will ever know what became of it
            self.counts["unknown"] += 1
            return await self._records.change(record.chat, partial(settling.given_up, row=row))
        now = self._clock.now().timestamp()
        begin = partial(settling.attempting, row=row, attempt=row.attempt, now=now)
        after = await self._records.change(record.chat, begin)
        if after is not None and not any(one.id == row.id for one in after.rows):
            self.counts["late"] += 1
        return after

    def _come_back(self, record: Record, now: float) -> None:
        """Wake the lane when its next row is due; the sweep does so later if this is lost."""
        due = record.deliver_after
        if due is not None:
            seconds = max(0.0, due - now)
            asyncio.get_running_loop().call_later(seconds, self.wake, record.chat)

    async def _carry_out(self, record: Record, row: Row, found: Ask | None) -> Record | None:
        message = 0
        try:
            if found is not None:
                result = await call(self._bot, found.method, found.payload)
                message = result["message_id"] if found.method == "sendMessage" else 0
        except TelegramError as error:
            outcome = self._failed(row, found, error)
        else:
            self.counts["done" if found else "moot"] += 1
            now = self._clock.now().timestamp()
            outcome = partial(settling.settled, row=row, ask=found, message=message, now=now)
        return await self._records.change(record.chat, outcome)

    def _failed(self, row: Row, found: Ask | None, error: TelegramError) -> Outcome:
        fate = judged(error)
        self.counts[fate] += 1
        now = self._clock.now().timestamp()
        match fate:
            case "done":
                return partial(settling.settled, row=row, ask=found, message=0, now=now)
            case "missing":
                return partial(settling.missing, row=row, ask=found)
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
                until = now + wait(error, row, random.random)
                return partial(settling.put_off, row=row, until=until)
        return partial(settling.given_up, row=row)
