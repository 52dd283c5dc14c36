"""What only one process does at a time: polling, reminders, the heartbeat, and clearing out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from telegram import Bot

from bot.away import OUTAGE, Away
from bot.clock import Clock
from bot.desk import Desk
from bot.intake.polling import Polling
from bot.reminding import Reminding
from bot.store import Lease, Store, StoreError

log = structlog.get_logger("bot.leading")

BEAT: Final = 15.0
REMIND: Final = 1.0
SWEEP_OUT: Final = 60.0
LISTENING: Final = 60.0
"""Seconds without a good answer of Telegram after which the heart beats no more."""

HEARTBEAT: Final = "heartbeat"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is done beside polling: offering cards again after an outage, and reminding."""

    away: Away
    reminding: Reminding


class Leader:
    """Leads whenever the store lets it, until stopped."""

    def __init__(self, store: Store, bot: Bot, clock: Clock, desk: Desk, beside: Beside) -> None:
        self._store, self._bot, self._clock = store, bot, clock
        self._desk, self._away, self._reminding = desk, beside.away, beside.reminding
        self._polling: Polling | None = None
        self._stopping = False

    def silence(self) -> float:
        """Seconds since Telegram last answered this process; 0 while it does not lead."""
        return self._polling.age() if self._polling else 0.0

    async def run(self) -> None:
        """Lead, and again after leadership was lost; ends when stopped or when there is no use."""
        while not self._stopping:
            log.info("waiting_to_lead")
            async with self._store.lead() as lease:
                log.info("leading")
                await self._lead(lease)
            log.info("not_leading")

    def stop(self) -> bool:
        """End after the turns under way; False if it does not lead and only waits to."""
        self._stopping = True
        if self._polling is not None:
            self._polling.stop()
        return self._polling is not None

    async def _lead(self, lease: Lease) -> None:
        await self._look_back()
        self._polling = Polling(self._bot, self._clock, self._desk.handle, self._back)
        if self._stopping:
            self._polling.stop()
        polling = asyncio.create_task(self._polling.run(), name="polling")
        beside = [
            asyncio.create_task(lease.lost.wait(), name="lease"),
            asyncio.create_task(_every(BEAT, self._beat), name="heartbeat"),
            asyncio.create_task(_every(REMIND, self._reminding.round), name="reminders"),
            asyncio.create_task(_every(SWEEP_OUT, self._clear_out), name="housekeeping"),
        ]
        try:
            await asyncio.wait([polling, *beside], return_when=asyncio.FIRST_COMPLETED)
            self._polling.stop()
            await polling
        finally:
            for task in (polling, *beside):
                task.cancel()
            await asyncio.gather(polling, *beside, return_exceptions=True)
            self._polling = None

    async def _look_back(self) -> None:
        """Find out how long nobody was listening before this process did."""
        told = await self._store.meta(HEARTBEAT)
        if told is not None and self._clock.now().timestamp() - float(told) > OUTAGE:
            await self._away.offer(float(told))

    async def _back(self, away: float) -> None:
        if away > OUTAGE:
            await self._away.offer(self._clock.now().timestamp() - away)

    async def _beat(self) -> None:
        if self.silence() < LISTENING:
            await self._store.set_meta(HEARTBEAT, f"{self._clock.now().timestamp():.3f}")

    async def _clear_out(self) -> None:
        gone = await self._store.expire(self._clock.now().timestamp())
        if gone:
            log.info("expired", count=gone)


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await do()
        except StoreError as error:
            log.warning("left_for_later", reason=type(error).__name__)
        await asyncio.sleep(seconds)
