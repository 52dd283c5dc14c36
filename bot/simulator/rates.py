"""Telegram's flood limits, off unless asked for: token buckets per chat and over all chats.

They run on real, monotonic time, whatever the simulator's clock says: the limits protect wires.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

PER_CHAT = 1.0  # messages a second, sustained
CHAT_BURST = 5.0
OVERALL = 30.0


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Rates:
    """Say how long a sender must wait."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.on = False
        self._seconds = seconds
        self._chats: dict[int, _Bucket] = {}
        self._all = _Bucket(OVERALL, seconds())

    def wait(self, chat: int) -> int | None:
        """Take one message's worth; return whole seconds to wait if there is none left."""
        if not self.on:
            return None
        now = self._seconds()
        mine = self._chats.setdefault(chat, _Bucket(CHAT_BURST, now))
        _fill(mine, now, PER_CHAT, CHAT_BURST)
        _fill(self._all, now, OVERALL, OVERALL)
        waits = ((1 - mine.level) / PER_CHAT, (1 - self._all.level) / OVERALL)
        if max(waits) > 0:
            return math.ceil(max(waits))
        mine.level -= 1
        self._all.level -= 1
        return None


def _fill(bucket: _Bucket, now: float, rate: float, most: float) -> None:
    bucket.level = min(most, bucket.level + (now - bucket.at) * rate)
    bucket.at = now
