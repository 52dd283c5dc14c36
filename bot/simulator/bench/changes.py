"""Which chats have changed, told as soon as they have, to any number of open pages.

A WebSocket and no event stream: a browser opens only six connections of the other kind to one
place, and a seventh page would wait for ever.
"""

import asyncio
from typing import Final

import orjson
from aiohttp import web

from bot.simulator.bench.bench import Bench
from bot.simulator.changes import Changes

HEARTBEAT_SECONDS: Final = 20.0


async def changes(bench: Bench, request: web.Request) -> web.StreamResponse:
    """Tell of changes until the page goes or the server stops."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
    await socket.prepare(request)
    telling = asyncio.create_task(_tell(socket, bench.sim.state.changes), name="telling a page")
    try:
        async for _ in socket:
            pass  # a page says nothing; this ends when it is gone
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    return socket


async def _tell(socket: web.WebSocketResponse, told: Changes) -> None:
    after = told.revision
    while not told.closed:
        await told.wait(None, after, HEARTBEAT_SECONDS)
        chats = [chat for chat, _ in told.since(after)]
        after = told.revision
        if chats:
            await socket.send_bytes(orjson.dumps(chats))
    await socket.close()
