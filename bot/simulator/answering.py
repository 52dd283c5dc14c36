"""JSON answers over HTTP, what goes wrong in them, and who may ask for them."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.simulator.errors import Impossible

It = TypeVar("It")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def as_json(value: Any, status: int = 200) -> web.Response:
    """Return a value as an answer that nobody keeps."""
    headers = {"Cache-Control": "no-store"}
    return web.Response(
        body=orjson.dumps(value), status=status, content_type="application/json", headers=headers
    )


def answering(it: It, deed: Callable[[It, web.Request], Awaitable[Any]]) -> Handler:
    """Answer with what a deed gives: 409 for what can't be, 400 for what is malformed."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            found = await deed(it, request)
        except Impossible as impossible:
            return as_json({"error": str(impossible)}, 409)
        except (ValueError, TypeError, KeyError) as error:
            return as_json({"error": f"{type(error).__name__}: {error}"}, 400)
        return found if isinstance(found, web.StreamResponse) else as_json(found)

    return answer


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no page of another site have an answer."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return as_json({"error": "Another site's page may not use this."}, 403)
    return await handler(request)
