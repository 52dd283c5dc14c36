"""Sends what turns have left to be sent, after their commit, in order per chat.

Each chat with something to send has one task. It takes the next row that is due, calls Telegram,
and notes the outcome in a turn of the store before it takes the next. Nothing is written before
most calls: what a crash or a lost answer leaves in doubt is sent again, with the same buttons, so
that a twin does no harm. Before a reminder or a file it is written that the call begins, and that
one is never made again. Whatever the process forgets, the sweep finds again in the store.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog
from telegram import Bot

from bot.asking import Ask, ask
from bot.pace import OVERALL, Bucket, Pace
from bot.person import ONCE, Record, Row
from bot.posting import Posting
from bot.store import StoreError
from bot.telegram import blank, call
from bot.turns import House

log = structlog.get_logger("bot.outbox")

SWEEP: Final = 1.0
SOME: Final = 200
HELD: Final = 50
"""Reminders that may wait for their turn at once; they are sent within two seconds."""

_UNPACED: Final = frozenset({"deleteMessage", "deleteMessages"})


@dataclass(slots=True)
class _Lane:
    """A chat with something to send."""

    bucket: Bucket
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Outbox:
    """Delivers rows; `counts` tells what became of calls, by fate."""

    def __init__(self, bot: Bot, house: House, posting: Posting, pace: Pace | None = None) -> None:
        self._bot, self._house = bot, house
        self._records, self._clock = house.records, house.clock
        self._posting, self._delivery = posting, posting.delivery
        self._pace = pace or Pace()
        self._overall = Bucket(pace or OVERALL, house.clock.monotonic())
        self._lanes: dict[int, _Lane] = {}
        self._held: set[int] = set()
        self._sweeping: asyncio.Task[None] | None = None
        self._stopping = False
        self.counts = self._delivery.counts
        posting.wake = self.wake

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
        await self._posting.stop(0.0)

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
            lane.task = asyncio.create_task(
                self._house.about(chat, self._work(chat, lane)), name="outbox lane"
            )

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
            if record.next_paper(now):
                self._posting.start(chat)
            row = record.next_row(now)
            if row is None:
                self._come_back(record, now)
                return
            found = ask(record, row, now)
            if found is not None and (seconds := self._wait(row, found, lane)):
                await self._breathe(chat, row, lane, seconds)
                record = await self._records.look(chat)
                continue
            record = await self._carried_out(record, row, found)
            if found is not None and found.method not in _UNPACED:
                lane.bucket.arrived(self._clock.monotonic())

    async def _carried_out(self, record: Record, row: Row, found: Ask | None) -> Record | None:
        if row.kind in ONCE:
            after, ours = await self._delivery.begun(record, row)
            if after is None or ours is None:
                return after
            record, row = after, ours
        calling = partial(self._send, found) if found else _nothing
        return await self._delivery.carried_out(record, row, found, calling)

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

    def _come_back(self, record: Record, now: float) -> None:
        """Wake the lane when its next row is due; the sweep does so later if this is lost."""
        due = record.next_due
        if due is not None:
            seconds = max(0.0, due - now)
            asyncio.get_running_loop().call_later(seconds, self.wake, record.chat)

    async def _send(self, found: Ask) -> int:
        if found.method == "editMessageMedia":
            await blank(self._bot, found.payload)
            return 0
        result = await call(self._bot, found.method, found.payload)
        return int(result["message_id"]) if found.method == "sendMessage" else 0


async def _nothing() -> int:
    return 0
