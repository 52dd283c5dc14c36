"""Sends what turns have left to be sent, after their commit, in order per chat.

Each chat with something to send has one task; files have another, in `posting`. It takes the next
row that is due, calls Telegram, and notes the outcome in a turn of the store before it takes the
next. Nothing is written before most calls: what a crash or a lost answer leaves in doubt is sent
again, with the same buttons, so that a twin does no harm. Before a reminder or a file it is written
that the call begins; it is made again only if Telegram said no, never if its fate is unknown.
Whatever the process forgets, the sweep finds again in the store.
"""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final

import structlog
from telegram import Bot

from bot.chat.asking import Ask, ask
from bot.outbox.lane import Lane, ended
from bot.outbox.pace import OVERALL, Bucket, Gate, Pace
from bot.outbox.posting import Posting
from bot.people.person import ONCE, Record, Row
from bot.store import Person, StoreError
from bot.telegram.telegram import blank, call
from bot.turns.turns import House

log = structlog.get_logger("bot.outbox.outbox")

SWEEP: Final = 1.0
SOME: Final = 200
HELD: Final = 50
"""Reminders that may wait for their turn at once; they are sent within two seconds."""

_UNPACED: Final = frozenset({"deleteMessage", "deleteMessages"})


class Outbox:
    """Delivers rows; `counts` tells what became of calls, by fate."""

    def __init__(self, bot: Bot, house: House, posting: Posting, pace: Pace | None = None) -> None:
        self._bot, self._house = bot, house
        self._records, self._clock = house.records, house.clock
        self._posting, self._delivery = posting, posting.delivery
        self._pace = pace or Pace()
        self._overall = Bucket(pace or OVERALL, house.clock.monotonic())
        self._gate = Gate(self._overall, house.clock.monotonic)
        self._lanes: dict[int, Lane] = {}
        self._held: set[int] = set()
        self._sweeping: asyncio.Task[None] | None = None
        self._stopping = False
        self.counts = self._delivery.counts
        posting.wake = self.wake

    async def start(self) -> None:
        """Begin to sweep; what an earlier process left unsent goes at once. Twice does no harm."""
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep(), name="outbox sweep")

    async def stop(self, seconds: float) -> None:
        """Let calls and files under way finish for so long; the rest stays in the store."""
        self._stopping = True
        tasks = [lane.task for lane in self._lanes.values() if lane.task]
        for lane in self._lanes.values():
            lane.wake.set()
            lane.unset()
        if self._sweeping is not None:
            self._sweeping.cancel()
        await asyncio.gather(ended(tasks, seconds), self._posting.stop(seconds))
        await asyncio.gather(*filter(None, [self._sweeping]), return_exceptions=True)

    def room(self) -> int:
        """Tell how many more reminders may be given out: those waiting for the pace are enough."""
        return max(0, HELD - len(self._held))

    def busy(self) -> bool:
        """Tell whether anything is being sent or made for sending at this moment."""
        return self._posting.busy() or any(lane.task for lane in self._lanes.values())

    def wake(self, chat: int) -> None:
        """Say that a chat may have something to send."""
        if self._stopping:
            return
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = Lane(Bucket(self._pace, self._clock.monotonic()))
        lane.wake.set()
        if lane.task is None:
            lane.task = asyncio.create_task(
                self._house.about(chat, partial(self._work, chat, lane)), name="outbox lane"
            )

    async def _sweep(self) -> None:
        late = 0.0
        while True:
            try:
                self._tidy()
                # The lanes at work may be the oldest in the list; the limit looks beyond them.
                limit = SOME + len(self._lanes)
                since = self._clock.now().timestamp() - late
                self._find(await self._records.store.due(since, limit))
                late = SWEEP  # what is younger is in a lane's own hands
            except StoreError:
                log.warning("sweep_failed", exc_info=True)
            except Exception:
                log.exception("sweep_failed")
            await asyncio.sleep(SWEEP)

    def _find(self, people: Iterable[Person]) -> None:
        """Wake the lanes of these people; a record without its chat stands in nobody's way."""
        for person in people:
            chat = person.state.get("chat")
            if not isinstance(chat, int):
                log.error("row_without_chat")
            elif not self._rests(chat):
                self.wake(chat)

    def _rests(self, chat: int) -> bool:
        """Tell whether a chat's delivery failed of late in a way that nobody foresaw."""
        lane = self._lanes.get(chat)
        return lane is not None and self._clock.monotonic() < lane.rests_until

    def _tidy(self) -> None:
        now = self._clock.monotonic()
        for chat in [chat for chat, lane in self._lanes.items() if lane.over(now)]:
            del self._lanes[chat]

    async def _work(self, chat: int, lane: Lane) -> None:
        try:
            while not self._stopping and lane.wake.is_set():
                lane.wake.clear()
                await self._drain(chat, lane)
        except StoreError:
            log.warning("delivery_not_noted", exc_info=True)  # the sweep comes back to it
        except Exception:
            log.exception("delivery_failed")
            lane.failed(self._clock.monotonic())
        else:
            lane.well()
        finally:
            self._held.discard(chat)
            lane.task, lane.counted = None, False

    async def _drain(self, chat: int, lane: Lane) -> None:
        """Send all that is due; returns when nothing is, or something newer may be."""
        record = await self._records.look(chat)
        while record is not None and not self._stopping:
            now = self._clock.now().timestamp()
            if record.next_paper(now):
                self._posting.start(chat)
            row = record.next_row(now)
            if row is None:
                self._come_back(record, lane, now)
                return
            try:
                found = ask(record, row, now)
            except Exception:
                log.exception("row_not_understood", kind=row.kind)
                record, _ = await self._delivery.doubtful(record, row)
                continue
            if found is not None and not await self._may_go(chat, row, found, lane):
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
        after, _ = await self._delivery.carried_out(record, row, found, calling)
        return after

    async def _may_go(self, chat: int, row: Row, found: Ask, lane: Lane) -> bool:
        """Wait for the pace, and count a row as sent; False if the record must be read again.

        Replies wait for their chat alone. Reminders wait for all that is sent besides.
        """
        if found.method in _UNPACED:
            return True
        seconds = 0.0 if row.urgent else lane.bucket.wait(self._clock.monotonic())
        if seconds:
            await lane.first(asyncio.sleep(seconds))
            return False
        if row.kind == "reminder" and not lane.counted:
            lane.counted = self._gate.passed()
            if not lane.counted:
                self._held.add(chat)
                lane.counted = await lane.first(self._gate.wait())
                self._held.discard(chat)
                return False
        now = self._clock.monotonic()
        lane.bucket.take(now)
        if row.kind == "reminder":
            lane.counted = False
        else:
            self._overall.take(now)
        return True

    def _come_back(self, record: Record, lane: Lane, now: float) -> None:
        """Wake the lane when its next row is due; the sweep does so later if this is lost."""
        lane.unset()
        due = record.next_due
        if due is not None:
            loop = asyncio.get_running_loop()
            lane.timer = loop.call_later(max(0.0, due - now), self._ring, record.chat)

    def _ring(self, chat: int) -> None:
        if chat in self._lanes:
            self._lanes[chat].timer = None
        self.wake(chat)

    async def _send(self, found: Ask) -> int:
        if found.method == "editMessageMedia":
            await blank(self._bot, found.payload)
            return 0
        result = await call(self._bot, found.method, found.payload)
        return int(result["message_id"]) if found.method == "sendMessage" else 0


async def _nothing() -> int:
    return 0
