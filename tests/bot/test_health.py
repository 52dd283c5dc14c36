"""The health pages, asked over real HTTP."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot import health
from bot.settings.setting_values import Address
from tests.clock import FakeClock

ANYWHERE = Address("127.0.0.1", 0)


async def ask(at: Address, path: str) -> tuple[int, Any]:
    """Ask one page; give the status and the JSON."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{at.host}:{at.port}{path}") as answer,
    ):
        return answer.status, await answer.json()


async def test_livez_follows_the_event_loop() -> None:
    """A loop that ticked lately is alive; one that has not for ten seconds is not."""
    clock = FakeClock()
    async with health.serving(ANYWHERE, health.Pulse(clock), {}) as at:
        assert await ask(at, "/livez") == (200, {"alive": True, "tick_age": 0.0})
        clock.wait(timedelta(seconds=11))
        status, told = await ask(at, "/livez")
        assert (status, told["alive"]) == (503, False)


async def test_the_pulse_beats_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the loop was held up, the next tick makes it alive again."""
    monkeypatch.setattr(health, "TICK", 0.01)
    clock = FakeClock()
    pulse = health.Pulse(clock)
    async with health.serving(ANYWHERE, pulse, {}):
        clock.wait(timedelta(seconds=60))
        assert pulse.age() == 60
        async with asyncio.timeout(5):
            while pulse.age():
                await asyncio.sleep(0.01)


async def test_readyz_asks_every_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check is named; one that says something, breaks or hangs makes it not ready."""
    monkeypatch.setattr(health, "PATIENCE", 0.05)

    async def fine() -> None:
        return None

    async def behind() -> str:
        return "no update for 120 seconds"

    async def broken() -> str | None:
        raise ConnectionError("a canary")

    async def hanging() -> str | None:
        await asyncio.sleep(60)
        return None

    pulse = health.Pulse(FakeClock())
    async with health.serving(ANYWHERE, pulse, {"database": fine}) as at:
        assert await ask(at, "/readyz") == (200, {"database": "ok"})
    checks = {"database": fine, "polling": behind, "disk": broken, "leader": hanging}
    async with health.serving(ANYWHERE, pulse, checks) as at:
        assert await ask(at, "/readyz") == (
            503,
            {
                "database": "ok",
                "polling": "no update for 120 seconds",
                "disk": "ConnectionError",
                "leader": "no answer within 0.05 seconds",
            },
        )
