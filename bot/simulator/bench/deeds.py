"""What the page asks of the bench; `web` describes it."""

import asyncio
from dataclasses import asdict
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.flowtools.draw import chart
from bot.simulator.bench.bench import Bench
from bot.simulator.bench.phone import last_calls, phone
from bot.simulator.bench.where import drawing
from bot.simulator.deeds import read_object
from bot.simulator.errors import Impossible, Json

LAST: Final = 80


async def state(bench: Bench, _request: web.Request) -> Json:
    """Tell how everything stands."""
    sim, bot, content = bench.sim, bench.bot, bench.content
    there = [each for each in sim.state.people.values() if not each.deactivated]
    return {
        "people": [asdict(each) | {"revision": sim.state.changes.at(each.id)} for each in there],
        "clock": {"now": sim.clock.timestamp(), "offset": sim.clock.offset},
        "bot": {
            "id": sim.state.bot_id,
            "state": bot.state,
            "reason": bot.reason,
            "starts": bot.starts,
        },
        "problems": [asdict(each) for each in content.problems],
        "warnings": [asdict(each) for each in content.warnings],
        "languages": content.languages,
        "first": bench.first if bench.first in [each.id for each in there] else there[0].id,
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
    """Show the front flow's chart as Mermaid text, with the current question marked."""
    place = await bench.bot.ask("where", person=int(request.match_info["id"]))
    library = bench.content.library
    flow = place["stack"][-1] if place["stack"] else ""
    if library is None or flow not in library.flows:
        raise Impossible("No flow is open, so there is nothing to draw.")
    drawn = await asyncio.to_thread(chart, library, flow, place["at"])
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
            journey = await bench.travel.to_next()
        else:
            journey = await bench.travel.by(float(wish["seconds"]))
    finally:
        bench.travelling -= 1
        bench.changed()
    stops = [asdict(each.coming) | {"sent": each.sent} for each in journey.stops]
    return {"now": bench.sim.clock.timestamp(), "stops": stops, "held": journey.held}


async def restart(bench: Bench, request: web.Request) -> Json:
    """Kill the bot and start it."""
    if bench.content.library is None:
        raise Impossible("There is nothing to start the bot with: mend the flows first.")
    await bench.bot.restart()
    return await state(bench, request)


async def file(bench: Bench, request: web.Request) -> web.StreamResponse:
    """Send a file; anything that is no picture and no PDF is only saved, never opened."""
    known = bench.sim.state.files.get(request.match_info["id"])
    if known is None:
        raise web.HTTPNotFound
    opens = known.mime == "application/pdf" or known.mime in ("image/png", "image/jpeg")
    how = "inline" if opens else "attachment"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(known.name, safe='')}",
    }
    body = bench.sim.state.contents[known.file_id]
    return web.Response(body=body, content_type=known.mime, headers=headers)
