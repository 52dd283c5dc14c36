"""Two small pages for whoever watches the process: is it alive, is it ready.

/livez says that the event loop ticks; a process that fails it should be started anew.
/readyz runs named checks (the database answers, Telegram was heard lately); one that fails it
should be given time. Both speak JSON, and neither says anything about a person.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from aiohttp import web

from bot.clock import Clock
from bot.settings.setting_values import Address

# A check gives None when all is well, else a few words on what isn't.
Check = Callable[[], Awaitable[str | None]]

TICK = 1.0
STALE = 10.0
PATIENCE = 2.0


class Pulse:
    """Remembers when the event loop last ticked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock.monotonic()

    def age(self) -> float:
        """Seconds since the last tick."""
        return self._clock.monotonic() - self._last

    async def beat(self) -> None:
        """Tick once a second until cancelled."""
        while True:
            self._last = self._clock.monotonic()
            await asyncio.sleep(TICK)


@contextlib.asynccontextmanager
async def serving(
    listen: Address,
    pulse: Pulse,
    checks: Mapping[str, Check],
) -> AsyncIterator[Address]:
    """Serve /livez and /readyz; gives the address really listened at."""

    async def livez(_: web.Request) -> web.Response:
        age = pulse.age()
        status = 200 if age < STALE else 503
        return web.json_response({"alive": age < STALE, "tick_age": round(age, 1)}, status=status)

    async def readyz(_: web.Request) -> web.Response:
        found = await asyncio.gather(*(_ask(check) for check in checks.values()))
        status = 503 if any(found) else 200
        told = {name: wrong or "ok" for name, wrong in zip(checks, found, strict=True)}
        return web.json_response(told, status=status)

    pages = web.Application()
    pages.add_routes([web.get("/livez", livez), web.get("/readyz", readyz)])
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    beating = asyncio.create_task(pulse.beat())
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
        host, port, *_rest = runner.addresses[0]
        yield Address(host, port)
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await runner.cleanup()


async def _ask(check: Check) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except TimeoutError:
        return f"no answer within {PATIENCE:g} seconds"
    except Exception as error:  # noqa: BLE001 -- whatever went wrong, that is the answer
        return type(error).__name__
