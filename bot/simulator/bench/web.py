"""The bench beside the phone: what the page asks for, over HTTP.

JSON in, JSON out, errors as in `control`. Besides, the page uses `control`'s own routes; a change
of the bench itself is one of the chat 0.

    GET   /                                 the page; its parts under /page/
    GET   /try/state                        {"people", "clock": {"now", "offset"}, "bot": {"id",
                                            "state", "reason", "starts"}, "problems", "warnings":
                                            [{"file", "line", "what"}], "languages", "first": whose
                                            phone to show at first, "flow": what /start opens, if
                                            not as ever, "travelling"}
    POST  /try/people                       {"first_name"?, "language_code"?} -> person
    POST  /try/people/{id}/over             a new person in the place of this one -> person
    POST  /try/people/{id}/resend           their last update since this start -> {"update_id"}
    GET   /try/people/{id}/chat?last=80     see `phone.phone`
    GET   /try/people/{id}/where            see `where.drawing`
    GET   /try/people/{id}/diagram          the same as a Mermaid state diagram
    GET   /try/people/{id}/calls            the bot's last calls
    POST  /try/travel                       {"seconds"} or {"next": true} -> {"now", "stops":
                                            [{"at", "person", "kind": "reminder" | "message",
                                            "sent"}], "held": something there isn't taken or sent}
    POST  /try/restart                      kills the bot and starts it -> state
    GET   /try/files/{id}                   a file, PDF so that a browser opens it
    GET   /try/changes                      WebSocket: [chat, ...] at each change; 0 is the bench
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.simulator.answering import Handler, answering, as_json
from bot.simulator.bench import deeds
from bot.simulator.bench.bench import Bench
from bot.simulator.bench.changes import changes

PAGE: Final = Path(__file__).parent / "page"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY: Final = (
    "default-src 'self'; connect-src 'self' ws://{host}; style-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
KINDS: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


async def page(_bench: Bench, request: web.Request) -> web.StreamResponse:
    """Send the page or a part of it."""
    file = PAGE / request.match_info.get("file", "index.html")
    if file.suffix not in KINDS or not await asyncio.to_thread(file.is_file):
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY.format(host=request.host),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    body = await asyncio.to_thread(file.read_bytes)
    return web.Response(
        body=body, content_type=KINDS[file.suffix], charset="utf-8", headers=headers
    )


Deed = Callable[[Bench, web.Request], Awaitable[Any]]
ROUTES: Final[tuple[tuple[str, str, Deed], ...]] = (
    ("GET", "/", page),
    ("GET", "/page/{file}", page),
    ("GET", "/try/state", deeds.state),
    ("POST", "/try/people", deeds.new_person),
    ("POST", "/try/people/{id}/over", deeds.over),
    ("POST", "/try/people/{id}/resend", deeds.resend),
    ("GET", "/try/people/{id}/chat", deeds.chat),
    ("GET", "/try/people/{id}/where", deeds.where),
    ("GET", "/try/people/{id}/diagram", deeds.diagram),
    ("GET", "/try/people/{id}/calls", deeds.calls),
    ("POST", "/try/travel", deeds.travel),
    ("POST", "/try/restart", deeds.restart),
    ("GET", "/try/files/{id}", deeds.file),
    ("GET", "/try/changes", changes),
)


def add_routes(app: web.Application, bench: Bench) -> None:
    """Add the page and the bench to the simulator's application, for this machine alone."""
    app.middlewares.append(_this_machine_only)
    for verb, path, deed in ROUTES:
        app.router.add_route(verb, path, answering(bench, deed))


@web.middleware
async def _this_machine_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody in by another name that leads here."""
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return as_json({"error": "Only this machine may use this."}, 403)
    return await handler(request)
