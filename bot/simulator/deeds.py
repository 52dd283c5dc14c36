"""The control API's first half: people, what they do and what they see; `control` describes it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson
from aiohttp import web

from bot.simulator.errors import Json
from bot.simulator.people import People
from bot.simulator.simulator import Simulator
from bot.simulator.view import chat_view

LONGEST_WAIT = 60.0
DEFAULT_WAIT = 25.0


def _tap(people: People, who: int, times: int = 1, **button: Any) -> list[Json]:
    return [people.tap(who, **button) for _ in range(times)]


def _block(people: People, who: int) -> Json:
    return {"update_id": people.block(who)}


def _unblock(people: People, who: int) -> Json:
    return {"update_id": people.unblock(who)}


DEEDS: dict[str, Callable[..., Any]] = {
    "change": People.change,
    "say": People.say,
    "tap": _tap,
    "edit": People.edit,
    "send": People.send_media,
    "album": People.send_album,
    "forward": People.forward,
    "forward_text": People.forward_text,
    "block": _block,
    "unblock": _unblock,
    "deactivate": People.deactivate,
    "delete_message": People.delete_message,
    "delete_chat": People.delete_chat,
}


async def everybody(sim: Simulator, _request: web.Request) -> list[Json]:
    """List the people."""
    return [asdict(person) for person in sim.state.people.values()]


async def add_person(sim: Simulator, request: web.Request) -> Json:
    """Make or change a person."""
    body = await read_object(request)
    return asdict(sim.people.add(body.pop("id", None), **body))


async def deed(sim: Simulator, request: web.Request) -> Any:
    """Let a person do something."""
    what = DEEDS.get(request.match_info["deed"])
    if what is None:
        raise ValueError(f"unknown deed; write one of {', '.join(DEEDS)}")
    number = int(request.match_info["id"])
    done = what(sim.people, number, **await read_object(request))
    return asdict(sim.people.person(number)) if done is None or hasattr(done, "user") else done


async def chat(sim: Simulator, request: web.Request) -> Json:
    """Show a chat, now or when it has changed."""
    number = int(request.match_info["id"])
    sim.people.person(number)
    after = request.query.get("after")
    if after is not None:
        wait = min(float(request.query.get("timeout", DEFAULT_WAIT)), LONGEST_WAIT)
        await sim.state.changes.wait(number, int(after), wait)
    return chat_view(sim, number)


async def file(sim: Simulator, request: web.Request) -> web.Response:
    """Send a file."""
    known = sim.state.files.get(request.match_info["id"])
    if known is None:
        raise web.HTTPNotFound
    safe = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    body = sim.state.contents[known.file_id]
    return web.Response(body=body, content_type=known.mime, headers=safe)


async def read_object(request: web.Request) -> Json:
    """Return the JSON object in a request's body, empty without one."""
    raw = await request.read()
    body = orjson.loads(raw) if raw else {}
    if not isinstance(body, dict):
        raise TypeError("the body must be a JSON object")
    return body
