"""Server-sent events: which chat has changed, as soon as it has."""

import orjson
from aiohttp import web

from bot.simulator.simulator import Simulator

HEARTBEAT_SECONDS = 15.0


async def events(sim: Simulator, request: web.Request) -> web.StreamResponse:
    """Stream `change` events until the listener goes or the server stops."""
    changes = sim.state.changes
    chat = int(request.query["chat"]) if "chat" in request.query else None
    last = request.headers.get("Last-Event-ID") or request.query.get("after")
    after = changes.revision if last is None else int(last)
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    await response.write(b": listening\n\n")
    while not changes.closed:
        await changes.wait(chat, after, HEARTBEAT_SECONDS)
        changed = [(c, at) for c, at in changes.since(after) if chat in (None, c)]
        pieces = [_event(number, at) for number, at in changed] or [b": waiting\n\n"]
        try:
            await response.write(b"".join(pieces))
        except ConnectionResetError:  # the listener has gone, which is how a stream ends
            break
        after = max([after, *(at for _, at in changed)])
    return response


def _event(chat: int, revision: int) -> bytes:
    data = orjson.dumps({"chat": chat, "revision": revision})
    return b"id: %d\nevent: change\ndata: %b\n\n" % (revision, data)
