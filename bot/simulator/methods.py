"""The table of the Bot API's methods, and one call through it: latency, faults, log."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Final

import orjson

from bot.simulator import editing, profile, receiving, sending
from bot.simulator.errors import Json, Refused, bad_request, forbidden, too_many
from bot.simulator.faults import Fault
from bot.simulator.parameters import Parameters
from bot.simulator.simulator import Simulator

Method = Callable[[Simulator, Parameters], Any]

METHODS: Final[Mapping[str, Method]] = {
    "getupdates": receiving.get_updates,
    "getme": profile.get_me,
    "getchat": profile.get_chat,
    "getfile": profile.get_file,
    "leavechat": profile.leave_chat,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagemedia": editing.edit_media,
    "editmessagereplymarkup": editing.edit_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": editing.answer_callback,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmyname": profile.setter("name"),
    "getmyname": profile.getter("name"),
    "setmydescription": profile.setter("description"),
    "getmydescription": profile.getter("description"),
    "setmyshortdescription": profile.setter("short_description"),
    "getmyshortdescription": profile.getter("short_description"),
    "setchatmenubutton": profile.set_menu_button,
    "getchatmenubutton": profile.get_menu_button,
    "logout": lambda _sim, _p: True,
    "close": lambda _sim, _p: True,
}
BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    b"</body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire; status 0 closes the connection without a word."""

    status: int
    body: bytes
    mime: str = "application/json"


async def call(sim: Simulator, method: str, p: Parameters) -> Answer:
    """Do one call of the bot, with all that may go wrong on the way."""
    chat = p.integer("chat_id") or None
    if sim.faults.latency:
        await asyncio.sleep(sim.faults.latency)
    fault = sim.faults.pick(method, chat)
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    answer, accepted, description = _refusal(fault)
    if answer is None:
        answer, accepted, description = await _do(sim, method, p)
    if fault is not None and fault.kind == "drop_after":
        answer = Answer(0, b"")
    if fault is not None and fault.kind == "odd" and accepted:
        answer = Answer(200, orjson.dumps({"ok": True, "result": []}))
    sim.calls.record(method, chat, p.loggable(), (answer.status, accepted, description))
    if fault is not None and fault.kind == "slow_after":
        await asyncio.sleep(fault.seconds)
    return answer


async def _do(sim: Simulator, method: str, p: Parameters) -> tuple[Answer, bool, str]:
    try:
        result = METHODS.get(method.lower(), _unknown)(sim, p)
        if isawaitable(result):
            result = await result
    except Refused as refused:
        return refusal(refused), False, refused.description
    finally:
        sim.store.flush()
    body: Json = {"ok": True, "result": result}
    return Answer(200, orjson.dumps(body)), True, ""


def _unknown(_sim: Simulator, _p: Parameters) -> Any:
    raise Refused(404, "Not Found")


def refusal(refused: Refused) -> Answer:
    """Return a refusal as an answer."""
    return Answer(refused.code, orjson.dumps(refused.body()))


def _refusal(fault: Fault | None) -> tuple[Answer | None, bool, str]:
    """Return the answer that a fault puts in the place of the method's own."""
    kind = "" if fault is None else fault.kind
    if fault is None or kind in ("slow", "slow_after", "drop_after", "odd"):
        return None, False, ""
    if kind == "drop_before":
        return Answer(0, b""), False, kind
    if kind == "502html":
        return Answer(502, BAD_GATEWAY, "text/html"), False, kind
    refused = {
        "429": too_many(max(1, round(fault.seconds))),
        "500": Refused(500, "Internal Server Error"),
        "403": forbidden("bot was blocked by the user"),
        "400": bad_request("chat not found"),
    }[kind]
    if fault.text:
        refused = Refused(refused.code, fault.text)
    return refusal(refused), False, refused.description
