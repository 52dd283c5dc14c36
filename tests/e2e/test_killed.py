"""The bot killed, and stopped, while people talk to it: no turn is lost and none is taken twice."""

import time

import pytest

from flows.engine import Engine
from tests.e2e.crowd import crowd, nothing_lost
from tests.e2e.world import World

pytestmark = pytest.mark.timeout(600)

SLOW = 0.08
"""Seconds between a message and its answer: the more, the more kills fall in between."""


async def test_killed_again_and_again(
    alone: World, engine: Engine, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGKILL at bad moments: answers and words are those of a bot that never died."""
    short = (180, 4, 12) if alone.database.file else (60, 1, 8)
    long = (1000, 20, 40) if alone.database.file else (500, 10, 40)
    turns, kills, people = long if form == "full" else short
    begin = time.monotonic()
    await alone.fault("slow_after", method="*Message*", times=None, seconds=SLOW)
    gathered = await crowd(alone, engine, people, seed=1)

    async def killed() -> None:
        await alone.bot.kill()
        await alone.bot.start()

    await gathered.meanwhile(turns, kills, killed)
    await nothing_lost(gathered)
    assert alone.bot.kills == kills
    with capsys.disabled():
        print(  # noqa: T201 -- the figures are published
            f"\n{alone.database.kind}: {gathered.turns} turns, {alone.bot.kills} kills,"
            f" 0 lost, 0 twice, {await gathered.twins()} twins, {time.monotonic() - begin:.1f} s"
        )


async def test_stopped_under_load(alone: World, engine: Engine, form: str) -> None:
    """SIGTERM in the middle ends within ten seconds, and the next start goes on."""
    turns, stops, people = (200, 5, 20) if form == "full" else (90, 2, 10)
    gathered = await crowd(alone, engine, people, seed=2)
    took: list[float] = []

    async def stopped() -> None:
        took.append(await alone.bot.stop())
        await alone.bot.start()

    await gathered.meanwhile(turns, stops, stopped)
    await nothing_lost(gathered)
    assert len(took) == stops
    assert await gathered.twins() == 0
