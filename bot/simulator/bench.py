"""The bench beside the phone: what the page asks for, over HTTP.

JSON in, JSON out, errors as in `control`. Besides, the page uses `control`'s own routes; a change
of the bench itself comes as an event of `/sim/events` for the chat 0.

    GET   /                                 the page; its parts under /page/
    GET   /try/state                        {"people", "clock": {"now", "offset"}, "bot": {"state",
                                            "reason", "starts"}, "problems", "warnings": [{"file",
                                            "line", "what"}], "languages", "flow", "travelling"}
    POST  /try/people                       {"first_name"?, "language_code"?} -> person
    POST  /try/people/{id}/over             a new person in the place of this one -> person
    POST  /try/people/{id}/resend           the bot's last update of them again -> {"update_id"}
    GET   /try/people/{id}/chat?last=80     see `bench_phone.phone`
    GET   /try/people/{id}/where            see `bench_where.drawing`
    GET   /try/people/{id}/diagram          the same as a Mermaid state diagram
    GET   /try/people/{id}/calls            the bot's last calls
    POST  /try/travel                       {"seconds"} or {"next": true} -> {"now", "stops"}
    POST  /try/restart                      kills the bot and starts it -> state
    GET   /try/files/{id}                   a file, PDF so that a browser opens it
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.simulator.bench_bot import Child
from bot.simulator.bench_content import Content
from bot.simulator.bench_phone import last_calls, phone
from bot.simulator.bench_time import Travel
from bot.simulator.bench_updates import BenchSimulator
from bot.simulator.bench_where import drawing
from bot.simulator.deeds import read_object
from bot.simulator.errors import Impossible, Json

PAGE: Final = Path(__file__).parent / "page"
BENCH_CHAT: Final = 0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LAST: Final = 80
POLICY: Final = (
    "default-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'"
)
KINDS: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(slots=True)
class Bench:
    """All that the one who tries it can do; `first_language` is that of new people."""

    sim: BenchSimulator
    bot: Child
    content: Content
    flow: str = ""
    first_language: str = "en"
    travel: Travel = field(init=False)
    travelling: int = 0

    def __post_init__(self) -> None:
        self.travel = Travel(self.sim.clock, self._due)

    def changed(self) -> None:
        """Tell the open pages to look again."""
        self.sim.state.changes.touch(BENCH_CHAT)

    async def begin(self) -> None:
        """Look at the content, and start the bot if there is something to start it with."""
        await self.content.look()
        self.changed()
        if self.content.library is not None:
            await self.bot.start()
        await self._look_closer()

    async def follow(self) -> None:
        """Give the bot what is saved, as long as this runs."""
        while True:
            await self.content.changed()
            fresh = await self.content.look()
            self.changed()
            if fresh:
                await self._renew()
            await self._look_closer()

    async def _renew(self) -> None:
        """Let the bot take over what was saved; its menu it learns only at a start."""
        try:
            renewed = self.bot.state == "running" and await self.bot.ask("renew")
        except Impossible:  # it stopped at this moment: the start takes over everything
            renewed = False
        if not renewed:
            await self.bot.restart()

    async def _look_closer(self) -> None:
        await self.content.look_closer(self._today())
        self.changed()

    def _today(self) -> date:
        return self.sim.clock.now().date()

    async def _due(self) -> list[float | None]:
        due: list[float | None] = await self.bot.ask("due")
        return due


async def page(_bench: Bench, request: web.Request) -> web.StreamResponse:
    """Send the page or a part of it."""
    file = PAGE / request.match_info.get("file", "index.html")
    if file.suffix not in KINDS or not await asyncio.to_thread(file.is_file):
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    body = await asyncio.to_thread(file.read_bytes)
    return web.Response(
        body=body, content_type=KINDS[file.suffix], charset="utf-8", headers=headers
    )


async def state(bench: Bench, _request: web.Request) -> Json:
    """Tell how everything stands."""
    sim, bot, content = bench.sim, bench.bot, bench.content
    there = [each for each in sim.state.people.values() if not each.deactivated]
    return {
        "people": [asdict(each) | {"revision": sim.state.changes.at(each.id)} for each in there],
        "clock": {"now": sim.clock.timestamp(), "offset": sim.clock.offset},
        "bot": {"state": bot.state, "reason": bot.reason, "starts": bot.starts},
        "problems": [asdict(each) for each in content.problems],
        "warnings": [asdict(each) for each in content.warnings],
        "languages": content.languages,
        "flow": bench.flow,
        "travelling": bench.travelling > 0,
    }


async def new_person(bench: Bench, request: web.Request) -> Json:
    """Let somebody else come."""
    names = {"first_name": "Ann", "language_code": bench.first_language}
    person = asdict(bench.sim.people.add(None, **(names | await read_object(request))))
    bench.changed()
    return person


async def over(bench: Bench, request: web.Request) -> Json:
    """Start over: somebody new of the same name; the old account is closed and its chat gone."""
    people, who = bench.sim.people, int(request.match_info["id"])
    old = people.person(who)
    people.delete_chat(who)
    people.deactivate(who)
    person = asdict(people.add(None, old.first_name, language_code=old.language_code))
    bench.changed()
    return person


async def resend(bench: Bench, request: web.Request) -> Json:
    """Send the bot an update it has had already."""
    return {"update_id": bench.sim.remembered.resend(int(request.match_info["id"]))}


async def chat(bench: Bench, request: web.Request) -> Json:
    """Show the last messages of a chat."""
    last = max(1, int(request.query.get("last", LAST)))
    return phone(bench.sim, int(request.match_info["id"]), last)


async def where(bench: Bench, request: web.Request) -> Json:
    """Show where a person stands."""
    place = await bench.bot.ask("where", person=int(request.match_info["id"]))
    library = bench.content.library
    return drawing(library, place) if library else {"stack": []}


async def diagram(bench: Bench, request: web.Request) -> web.StreamResponse:
    """Show the front flow as Mermaid draws it, with the current question marked."""
    place = await bench.bot.ask("where", person=int(request.match_info["id"]))
    library = bench.content.library
    if library is None or not place["stack"]:
        raise Impossible("no flow is open, so there is nothing to draw")
    flow = place["stack"][-1]
    drawn = await asyncio.to_thread(library.tables[flow].draw, flow, place["at"])
    return web.Response(text=drawn)


async def calls(bench: Bench, request: web.Request) -> list[Json]:
    """Show what the bot called last."""
    return last_calls(bench.sim, int(request.match_info["id"]))


async def travel(bench: Bench, request: web.Request) -> Json:
    """Travel in time."""
    wish = await read_object(request)
    bench.travelling += 1
    bench.changed()
    try:
        if wish.get("next"):
            stops = 1
            await bench.travel.to_next()
        else:
            stops = await bench.travel.by(float(wish["seconds"]))
    finally:
        bench.travelling -= 1
        bench.changed()
    return {"now": bench.sim.clock.timestamp(), "stops": stops}


async def restart(bench: Bench, request: web.Request) -> Json:
    """Kill the bot and start it."""
    if bench.content.library is None:
        raise Impossible("there is nothing to start the bot with: mend the flows first")
    await bench.bot.restart()
    return await state(bench, request)


async def file(bench: Bench, request: web.Request) -> web.StreamResponse:
    """Send a file; anything that is no picture and no PDF is only saved, never opened."""
    known = bench.sim.state.files.get(request.match_info["id"])
    if known is None:
        raise web.HTTPNotFound
    opens = known.mime == "application/pdf" or known.mime in ("image/png", "image/jpeg")
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline" if opens else "attachment",
    }
    body = bench.sim.state.contents[known.file_id]
    return web.Response(body=body, content_type=known.mime, headers=headers)


Handler = Callable[[Bench, web.Request], Awaitable[Any]]
ROUTES: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("GET", "/", page),
    ("GET", "/page/{file}", page),
    ("GET", "/try/state", state),
    ("POST", "/try/people", new_person),
    ("POST", "/try/people/{id}/over", over),
    ("POST", "/try/people/{id}/resend", resend),
    ("GET", "/try/people/{id}/chat", chat),
    ("GET", "/try/people/{id}/where", where),
    ("GET", "/try/people/{id}/diagram", diagram),
    ("GET", "/try/people/{id}/calls", calls),
    ("POST", "/try/travel", travel),
    ("POST", "/try/restart", restart),
    ("GET", "/try/files/{id}", file),
)


def add_routes(app: web.Application, bench: Bench) -> None:
    """Add the page and the bench to the simulator's application, for this machine alone."""
    app.middlewares.append(_guard)
    for verb, path, handler in ROUTES:
        app.router.add_route(verb, path, _wrapped(bench, handler))


def _wrapped(
    bench: Bench, handler: Handler
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            found = await handler(bench, request)
        except Impossible as impossible:
            return _json({"error": str(impossible)}, 409)
        except (ValueError, TypeError, KeyError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)
        return found if isinstance(found, web.StreamResponse) else _json(found)

    return answer


@web.middleware
async def _guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Serve this machine's own pages: no other site's, not even by a name that leads here."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return _json({"error": "another site's page may not use this"}, 403)
    return await handler(request)


def _json(value: Any, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    return web.Response(
        body=orjson.dumps(value), status=status, content_type="application/json", headers=headers
    )
