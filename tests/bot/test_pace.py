"""How fast messages go: the line before the bucket that all chats share."""

import asyncio
import time

from bot.outbox.lane import Lane
from bot.outbox.pace import Bucket, Gate, Pace

MANY = 40


class Watched(Bucket):
    """A bucket that counts how often somebody looks at it."""

    looks = 0

    def wait(self, now: float) -> float:
        """Count a look."""
        self.looks += 1
        return super().wait(now)


async def test_only_the_first_in_line_looks_at_the_clock() -> None:
    """Those who wait cost nothing until it is their turn, come in order, and keep the pace."""
    bucket = Watched(Pace(burst=1.0, rate=100.0), time.monotonic())
    gate = Gate(bucket, time.monotonic)
    came: list[int] = []

    async def passes(number: int) -> None:
        await gate.wait()
        came.append(number)

    began = time.monotonic()
    await asyncio.gather(*map(passes, range(MANY)))
    assert time.monotonic() - began >= (MANY - 1) / 100
    assert came == [*range(MANY)]
    # Each looks when its turn comes, sleeps, and looks again; rounding may wake it a little early.
    # If all looked each time one goes, that would be MANY * MANY.
    assert bucket.looks <= MANY * MANY / 4


async def test_who_is_woken_in_line_leaves_it() -> None:
    """A reply comes in between: nothing was counted, and those behind go on."""
    gate = Gate(Bucket(Pace(burst=1.0, rate=20.0), time.monotonic()), time.monotonic)
    assert gate.passed()
    lane = Lane(Bucket(Pace(), time.monotonic()))
    first = asyncio.create_task(lane.first(gate.wait()))
    second = asyncio.create_task(gate.wait())
    await asyncio.sleep(0)
    assert not gate.passed()
    lane.wake.set()
    assert await first is False
    await asyncio.wait_for(second, 1)
    assert not gate.passed()


def test_a_lane_rests_longer_each_time_and_is_kept_meanwhile() -> None:
    """So a failure that comes back is not tried each second; once all is well it is forgotten."""
    lane = Lane(Bucket(Pace(), 0.0))
    lane.failed(0.0)
    first = lane.rests_until
    lane.failed(first)
    assert lane.rests_until - first > first
    assert not lane.over(lane.rests_until)
    lane.well()
    assert lane.over(1_000.0)
