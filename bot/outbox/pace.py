"""How fast messages may go: into one chat a few at once, then one a second; a line for the rest."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """A bucket of `burst` messages that fills by `rate` a second."""

    burst: float = 5.0
    rate: float = 1.0


OVERALL = Pace(burst=5.0, rate=25.0)
"""To all chats together: never more than 30 in any second."""

UNPACED = Pace(burst=1e9, rate=1e9)
"""For a Telegram that has no limits, as the simulated one."""


class Bucket:
    """One chat's bucket; all moments are monotonic seconds."""

    __slots__ = ("_at", "_level", "_pace")

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace, self._level, self._at = pace, pace.burst, now

    def wait(self, now: float) -> float:
        """Tell the seconds until a message may go, 0 for now."""
        return max(0.0, (1.0 - self._filled(now)) / self._pace.rate)

    def take(self, now: float) -> None:
        """Count one message; what waits for nothing may overdraw, by what a second brings."""
        self._level, self._at = max(self._filled(now) - 1.0, -self._pace.rate), now

    def arrived(self, now: float) -> None:
        """Begin to fill only now: who counts at the other end may have counted as late as this."""
        self._at = now

    def full(self, now: float) -> bool:
        """Tell whether it is as good as new."""
        return self._filled(now) >= self._pace.burst

    def _filled(self, now: float) -> float:
        return min(self._pace.burst, self._level + (now - self._at) * self._pace.rate)


class Gate:
    """A line before a bucket: only the first in it looks at the clock, those behind it sleep."""

    __slots__ = ("_bucket", "_line", "_monotonic")

    def __init__(self, bucket: Bucket, monotonic: Callable[[], float]) -> None:
        self._bucket, self._monotonic = bucket, monotonic
        self._line = asyncio.Lock()

    def passed(self) -> bool:
        """Count one message if it may go now and nobody stands in line."""
        return not self._line.locked() and self._counted()

    async def wait(self) -> None:
        """Stand in line until one message may go, and count it."""
        async with self._line:
            while not self._counted():  # noqa: ASYNC110 -- the clock is what it waits for
                await asyncio.sleep(self._bucket.wait(self._monotonic()))

    def _counted(self) -> bool:
        now = self._monotonic()
        if self._bucket.wait(now):
            return False
        self._bucket.take(now)
        return True
