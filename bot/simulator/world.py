"""The control API's second half: updates, the clock, the log, faults; `control` describes it."""

from dataclasses import asdict
from datetime import datetime

from aiohttp import web

from bot.simulator.deeds import read_object
from bot.simulator.errors import Json
from bot.simulator.faults import Fault
from bot.simulator.simulator import Simulator


async def raw_update(sim: Simulator, request: web.Request) -> Json:
    """Queue an update as given."""
    return {"update_id": sim.people.raw(await read_object(request))}


async def next_update(sim: Simulator, request: web.Request) -> Json:
    """Let update ids go on from another number."""
    number = int((await read_object(request))["id"])
    sim.updates.restart_ids(number - 1)
    sim.store.flush()
    return {"id": number}


async def read_clock(sim: Simulator, _request: web.Request) -> Json:
    """Tell the time."""
    return {"now": sim.clock.timestamp(), "offset": sim.clock.offset}


async def travel(sim: Simulator, request: web.Request) -> Json:
    """Move the clock."""
    body = await read_object(request)
    if "to" in body:
        sim.clock.travel_to(datetime.fromisoformat(body["to"]))
    else:
        sim.clock.travel(float(body["travel"]))
    return await read_clock(sim, request)


async def the_bot(sim: Simulator, _request: web.Request) -> Json:
    """Show the bot's face and how its updates stand."""
    return {
        "user": sim.state.bot(),
        "profile": sim.state.profile,
        "webhook": sim.webhook.info(),
        "pending": sim.updates.pending(),
    }


async def calls(sim: Simulator, request: web.Request) -> Json:
    """Show what the bot did."""
    query = request.query
    after, limit = int(query.get("after", 0)), int(query.get("limit", 100))
    method, number = query.get("method", "").lower(), query.get("chat")
    log = [
        asdict(call)
        for call in sim.calls.log
        if call.number > after
        and method in ("", call.method.lower())
        and number in (None, str(call.chat))
    ]
    return {
        "count": sim.calls.count,
        "statuses": {str(status): n for status, n in sim.calls.statuses.items()},
        "methods": sim.calls.methods,
        "chats": {str(number): counts for number, counts in sim.calls.chats.items()},
        "calls": log[-limit:],
    }


async def list_faults(sim: Simulator, _request: web.Request) -> Json:
    """Show what goes wrong."""
    listed = [
        {k: getattr(fault, k) for k in Fault.__slots__ if not k.startswith("_")}
        for fault in sim.faults.listed
    ]
    return {"latency": sim.faults.latency, "rates": sim.rates.on, "faults": listed}


async def add_fault(sim: Simulator, request: web.Request) -> Json:
    """Let something go wrong."""
    sim.faults.add(Fault(**await read_object(request)))
    return await list_faults(sim, request)


async def clear_faults(sim: Simulator, request: web.Request) -> Json:
    """Let everything go well."""
    sim.faults.clear()
    return await list_faults(sim, request)


async def set_line(sim: Simulator, request: web.Request) -> Json:
    """Set latency and flood limits."""
    body = await read_object(request)
    sim.faults.latency = float(body.get("latency", sim.faults.latency))
    sim.rates.on = bool(body.get("rates", sim.rates.on))
    return await list_faults(sim, request)
