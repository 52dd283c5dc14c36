"""What the page shows of a chat: the last messages only, so that a long chat stays quick."""

import re
from dataclasses import asdict
from itertools import islice

from bot.simulator.bench.updates import BenchSimulator
from bot.simulator.calls import Call
from bot.simulator.errors import Json
from bot.simulator.profile import commands_for
from bot.simulator.view import message_view

ANSWERS = 20
CALLS = 14
SHOWN_PARAMETERS = ("text", "caption", "message_id", "action", "show_alert", "url")
LONGEST = 90
TAG = re.compile(r"</?[a-z]+>")


def phone(sim: BenchSimulator, who: int, last: int) -> Json:
    """Return a chat as the page needs it, with its last so many messages."""
    person = sim.people.person(who)
    chat = sim.state.chat_of(person)
    kept = sim.state.messages[who]
    shown = list(islice(reversed(kept.values()), last))[::-1]
    typing = chat.typing
    return {
        "id": who,
        "revision": sim.state.changes.at(who),
        "person": asdict(person),
        "bot": sim.state.profile.get("name", {}).get("", ""),
        "description": _description(sim, person.language_code),
        "messages": [message_view(each) for each in shown],
        "earlier": len(kept) - len(shown),
        "answers": chat.answers[-ANSWERS:],
        "typing": typing if typing and typing["until"] > sim.clock.timestamp() else None,
        "commands": commands_for(sim.state, person),
    }


def last_calls(sim: BenchSimulator, who: int) -> list[Json]:
    """List the bot's last calls about a person, newest first."""
    wanted = (call for call in reversed(sim.calls.log) if _concerns(sim, call, who))
    return [
        {
            "number": call.number,
            "method": call.method,
            "about": _about(call.parameters),
            "status": call.status,
            "description": call.description,
            "at": call.at,
        }
        for call in islice(wanted, CALLS)
    ]


def _concerns(sim: BenchSimulator, call: Call, who: int) -> bool:
    """Tell whether a call was about a person, or about nobody and refused."""
    query = sim.state.queries.get(str(call.parameters.get("callback_query_id")))
    chat = call.chat or (query["chat"] if query else None)
    asking = call.method.lower() == "getupdates"  # refused for a moment after each restart
    return chat == who or (chat is None and not call.accepted and not asking)


def _about(parameters: Json) -> str:
    parts = [str(parameters[key]) for key in SHOWN_PARAMETERS if key in parameters]
    words = " · ".join(" ".join(TAG.sub("", part).split()) for part in parts)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _description(sim: BenchSimulator, language: str | None) -> str:
    entries = sim.state.profile.get("description", {})
    found = entries.get((language or "")[:2]) or entries.get("", "")
    return str(found)
