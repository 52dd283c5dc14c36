"""One chat's lane in the outbox: its task, its pace, and its rest after failures."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.outbox.pace import Bucket

LONGEST_REST: Final = 60.0


@dataclass(slots=True)
class Lane:
    """A chat with something to send; `counted` if its next reminder is counted as sent already.

    After a failure that nobody foresaw the sweep leaves it alone, longer each time.
    """

    bucket: Bucket
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None
    counted: bool = False
    failures: int = 0
    rests_until: float = float("-inf")

    def over(self, now: float) -> bool:
        """Tell whether nothing of it need be remembered; all moments are monotonic seconds."""
        busy = self.task is not None or self.timer is not None
        return not busy and self.bucket.full(now) and now > self.rests_until + LONGEST_REST

    def failed(self, now: float) -> None:
        """Rest for a while."""
        self.failures += 1
        self.rests_until = now + min(LONGEST_REST, 2.0**self.failures)

    def well(self) -> None:
        """Note that all went well."""
        self.failures, self.rests_until = 0, float("-inf")

    def unset(self) -> None:
        """Let no timer wake it any more."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    async def first(self, waiting: Coroutine[Any, Any, None]) -> bool:
        """Wait for something, or until woken; True if the wait came to its end."""
        tasks = [asyncio.ensure_future(waiting), asyncio.ensure_future(self.wake.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return tasks[0].done()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.wake.clear()


async def ended(tasks: Sequence[asyncio.Task[None]], seconds: float) -> None:
    """Wait so long for tasks to end, then end them."""
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
