"""What the bot changes or takes back, and how it answers a tap."""

from typing import Any

from bot.simulator import markup
from bot.simulator.errors import Json, bad_request
from bot.simulator.parameters import Parameters
from bot.simulator.sending import (
    captioned,
    document,
    find_chat,
    pace,
    photo,
    reach,
    texted,
)
from bot.simulator.simulator import Simulator
from bot.simulator.state import Chat, Kept

DELETABLE_SECONDS = 48 * 3600
ANSWER_SECONDS = 150  # after the tap; Telegram does not publish its own figure
MAX_ANSWER = 200
MAX_DELETED = 100
CAPTION = ("caption", "caption_entities")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_text(sim: Simulator, p: Parameters) -> Json:
    """Change a text; without a reply_markup its buttons go."""
    chat, kept = _own(sim, p)
    part = texted(p)
    if "text" not in kept.message:
        raise bad_request("there is no text in the message to edit")
    gone = ("text", "entities", "link_preview_options")
    return _replace(sim, (chat, kept), p, part, gone)


def edit_caption(sim: Simulator, p: Parameters) -> Json:
    """Change a caption; without a reply_markup the buttons go."""
    chat, kept = _own(sim, p)
    if "text" in kept.message:
        raise bad_request("there is no caption in the message to edit")
    return _replace(sim, (chat, kept), p, captioned(p), CAPTION)


def edit_media(sim: Simulator, p: Parameters) -> Json:
    """Put another photo or document in place of a message's content."""
    chat, kept = _own(sim, p)
    media = p.object("media")
    makers = {"photo": photo, "document": document}
    if media.get("type") not in makers:
        raise bad_request("can't parse InputMedia: unknown type specified")
    caption = captioned(Parameters(dict(media)))
    part = {**makers[media["type"]](sim, p, media.get("media")), **caption}
    gone = ("text", "entities", "link_preview_options", "photo", "document", *CAPTION)
    return _replace(sim, (chat, kept), p, part, gone)


def edit_markup(sim: Simulator, p: Parameters) -> Json:
    """Change or remove the buttons only."""
    chat, kept = _own(sim, p)
    return _replace(sim, (chat, kept), p, {}, ())


def delete_message(sim: Simulator, p: Parameters) -> bool:
    """Take back one message of either side, at most 48 hours old."""
    chat = find_chat(sim, p)
    number = p.integer("message_id")
    if number not in sim.state.messages[chat.id]:
        raise bad_request("message to delete not found")
    _delete(sim, chat, [number])
    return True


def delete_messages(sim: Simulator, p: Parameters) -> bool:
    """Take back up to a hundred messages; those not found are passed over."""
    chat = find_chat(sim, p)
    numbers = p.list("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    known = sim.state.messages[chat.id]
    _delete(sim, chat, [n for n in numbers if isinstance(n, int) and n in known])
    return True


def answer_callback(sim: Simulator, p: Parameters) -> bool:
    """Answer a tap; only the first answer shows on the phone."""
    number = p.text("callback_query_id")
    query = sim.state.queries.get(number)
    now = sim.clock.timestamp()
    if query is None or now - query["at"] > ANSWER_SECONDS:
        raise bad_request(TOO_OLD)
    text = p.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = sim.state.chats[query["chat"]]
    answer: Json = {
        "callback_query_id": number,
        "message_id": query["message_id"],
        "data": query["data"],
        "text": text,
        "show_alert": p.flag("show_alert"),
        "at": now,
        "shown": not query["answered"],
        "revision": sim.state.changes.revision + 1,
    }
    sim.state.queries[number] = {**query, "answered": True}
    sim.state.store.put("query", number, sim.state.queries[number])
    chat.answers.append(answer)
    sim.state.changed(chat)
    return True


def _own(sim: Simulator, p: Parameters) -> tuple[Chat, Kept]:
    chat = reach(sim, p)
    number = p.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    kept = sim.state.messages[chat.id].get(number)
    if kept is None:
        raise bad_request("message to edit not found")
    if not kept.outgoing:
        raise bad_request("message can't be edited")
    return chat, kept


def _replace(
    sim: Simulator, place: tuple[Chat, Kept], p: Parameters, part: Json, gone: tuple[str, ...]
) -> Json:
    chat, kept = place
    keyboard = markup.read_inline(p.values.get("reply_markup"))
    old = kept.message
    fresh = {k: v for k, v in old.items() if k not in (*gone, "reply_markup", "edit_date")}
    fresh |= part
    if keyboard is not None:
        fresh["reply_markup"] = keyboard
    if _essence(fresh) == _essence(old):
        raise bad_request(NOT_MODIFIED)
    pace(sim, chat)
    fresh["edit_date"] = sim.state.seconds()
    edited = kept.edited or bool(gone)
    sim.state.keep(chat, Kept(fresh, outgoing=True, edited=edited, silent=kept.silent))
    sim.calls.counted(chat.id, "edits")
    return fresh


def _essence(message: Json) -> dict[str, Any]:
    essence = {k: v for k, v in message.items() if k not in ("edit_date", "link_preview_options")}
    for kind in ("photo", "document"):
        if kind in essence:
            sizes = essence[kind] if kind == "photo" else [essence[kind]]
            essence[kind] = [(size["file_unique_id"], size.get("file_name")) for size in sizes]
    return essence


def _delete(sim: Simulator, chat: Chat, numbers: list[int]) -> None:
    oldest = sim.state.seconds() - DELETABLE_SECONDS
    if any(sim.state.messages[chat.id][n].message["date"] < oldest for n in numbers):
        raise bad_request("message can't be deleted for everyone")
    for number in numbers:
        sim.state.remove(chat, number)
        sim.calls.counted(chat.id, "deleted")
