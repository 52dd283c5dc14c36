"""What a person sees on their phone, as JSON."""

from dataclasses import asdict
from typing import Any

from bot.simulator.errors import Json
from bot.simulator.profile import commands_for
from bot.simulator.rendering import rendered
from bot.simulator.simulator import Simulator
from bot.simulator.state import Kept

MEDIA = ("photo", "document", "sticker", "voice", "audio", "video", "video_note", "animation")
PLAIN = ("location", "contact", "dice", "forward_origin", "media_group_id")


def chat_view(sim: Simulator, who: int) -> Json:
    """Return a person's chat as `control` describes it."""
    person = sim.people.person(who)
    chat = sim.state.chat_of(person)
    typing = chat.typing
    if typing is not None and typing["until"] <= sim.clock.timestamp():
        typing = None
    profile = sim.state.profile
    return {
        "id": who,
        "revision": sim.state.changes.at(who),
        "person": asdict(person),
        "messages": [message_view(kept) for kept in sim.state.messages[who].values()],
        "keyboard": chat.keyboard,
        "answers": chat.answers,
        "typing": typing,
        "menu_button": chat.menu_button or profile.get("menu_button", {}).get(""),
        "commands": commands_for(sim.state, person),
        "counters": dict(sim.calls.chats.get(who, {})),
    }


def message_view(kept: Kept) -> Json:
    """Return one message as `control` describes it."""
    message: dict[str, Any] = kept.message
    text = str(message.get("text") or message.get("caption") or "")
    entities: list[Json] = message.get("entities") or message.get("caption_entities") or []
    view: Json = {
        "message_id": message["message_id"],
        "from": "bot" if kept.outgoing else "person",
        "date": message["date"],
        "edited": kept.edited,
        "text": text,
        "html": rendered(text, entities),
        "entities": entities,
        "buttons": message.get("reply_markup", {}).get("inline_keyboard", []),
        "protected": message.get("has_protected_content", False),
        "silent": kept.silent,
        "reply_to": message.get("reply_to_message", {}).get("message_id"),
        "file": None,
    }
    for kind in MEDIA:
        if kind in message:
            media = message[kind][-1] if kind == "photo" else message[kind]
            view["file"] = _file(kind, media)
    return view | {kind: message[kind] for kind in PLAIN if kind in message}


def _file(kind: str, media: Json) -> Json:
    return {
        "kind": kind,
        "name": media.get("file_name", ""),
        "mime": media.get("mime_type", ""),
        "size": media["file_size"],
        "url": f"/sim/files/{media['file_id']}",
        "emoji": media.get("emoji"),
    }
