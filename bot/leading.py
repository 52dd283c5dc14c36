"""What only one process does at a time: polling, reminders, the heartbeat, and clearing out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from telegram import Bot

from bot.away import OUTAGE
from bot.clock import Clock
from bot.intake.polling import Handle, Polling
from bot.store import Lease, Store, StoreError

log = structlog.get_logger("bot.leading")

BEAT: Final = 15.0
SWEEP_OUT: Final = 60.0
LISTENING: Final = 60.0
"""Seconds without a good answer of Telegram after which the heart beats no more."""

RETRY: Final = 5.0
"""Seconds after which a job that failed is tried again, if it is not done more often anyway."""

HEARTBEAT: Final = "heartbeat"


@dataclass(frozen=True, slots=True)
class Job:
    """What is done again and again while leading, so many seconds after it was done last."""

    name: str
    seconds: float
    do: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Post:
    """What a leader does: takes over, hears people, offers cards again after an outage, jobs.

    `offer` is told when an outage began, as epoch seconds.
    """

    begin: Callable[[], Awaitable[None]]
    handle: Handle
    offer: Callable[[float], Awaitable[None]]
    jobs: Sequence[Job]


class Leader:
    """Leads whenever the store lets it, until stopped."""

    def __init__(self, store: Store, bot: Bot, clock: Clock, post: Post) -> None:
        self._store, self._bot, self._clock, self._post = store, bot, clock, post
        self._polling: Polling | None = None
        self._stopping = False
        self._looked_back = False

    def silence(self) -> float:
        """Seconds since Telegram last answered this process; 0 while it does not lead."""
        return self._polling.age() if self._polling else 0.0

    def leads(self) -> bool:
        """Tell whether this process leads now."""
        return self._polling is not None

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
        """Lead until told to stop or the lease is lost; raises what ended it otherwise."""
        await self._post.begin()
        self._looked_back = False
        beat = Job("heartbeat", BEAT, self._beat)
        await _done(beat)
        self._polling = Polling(self._bot, self._clock, self._post.handle, self._back)
        if self._stopping:
            self._polling.stop()
        polling = asyncio.create_task(self._polling.run(), name="polling")
        jobs = (beat, Job("housekeeping", SWEEP_OUT, self._clear_out), *self._post.jobs)
        beside = [
            asyncio.create_task(lease.lost.wait(), name="lease"),
            *(asyncio.create_task(_every(job), name=job.name) for job in jobs),
        ]
        try:
            done, _ = await asyncio.wait([polling, *beside], return_when=asyncio.FIRST_COMPLETED)
            self._polling.stop()
            await polling
            if self._stopping:  # from here on nobody listens, which may be long after the last beat
                await _done(beat)
            for task in done:
                task.result()
        finally:
            for task in (polling, *beside):
                task.cancel()
            await asyncio.gather(polling, *beside, return_exceptions=True)
            self._polling = None

    async def _look_back(self) -> None:
        """Find out how long nobody was listening before this process did."""
        told = await self._store.meta(HEARTBEAT)
        if told is not None and self._clock.now().timestamp() - float(told) > OUTAGE:
            await self._post.offer(float(told))

    async def _back(self, away: float) -> None:
        if away > OUTAGE:
            await self._post.offer(self._clock.now().timestamp() - away)

    async def _beat(self) -> None:
        """Note that somebody listens; what the last note tells is looked at before it goes."""
        if not self._looked_back:
            await self._look_back()
            self._looked_back = True
        if self.silence() < LISTENING:
            await self._store.set_meta(HEARTBEAT, f"{self._clock.now().timestamp():.3f}")

    async def _clear_out(self) -> None:
        gone = await self._store.expire(self._clock.now().timestamp())
        if gone:
            log.info("expired", count=gone)


async def _every(job: Job) -> None:
    while True:
        well = await _done(job)
        await asyncio.sleep(job.seconds if well else min(job.seconds, RETRY))


async def _done(job: Job) -> bool:
    """Do a job once; what goes wrong is told, and never ends leading."""
    try:
        await job.do()
    except StoreError as error:
        log.warning("left_for_later", method=job.name, reason=type(error).__name__)
        return False
    except Exception:
        log.exception("job_failed", method=job.name)
        return False
    return True
