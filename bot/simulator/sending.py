"""What the bot sends: texts, photos, documents, the typing sign."""

from typing import Any

import orjson

from bot.simulator import markup
from bot.simulator.errors import Json, Refused, bad_request, forbidden, too_many
from bot.simulator.html import parse
from bot.simulator.parameters import Parameters, Upload
from bot.simulator.pictures import size_of
from bot.simulator.simulator import Simulator
from bot.simulator.state import Chat, File, Kept
from bot.simulator.text import clean, finished, units

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_ENTITIES = 100
TYPING_SECONDS = 5
ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note", "cancel",
)  # fmt: skip


def find_chat(sim: Simulator, p: Parameters) -> Chat:
    """Return the chat a call names, if the bot has ever met it."""
    if not p.text("chat_id").strip():
        raise bad_request("chat_id is empty")
    chat = sim.state.chats.get(p.integer("chat_id"))
    if chat is None or (chat.id > 0 and not chat.open):
        raise bad_request("chat not found")
    return chat


def reach(sim: Simulator, p: Parameters) -> Chat:
    """Return the chat a call names, if the bot may write there now."""
    chat = find_chat(sim, p)
    person = sim.state.people.get(chat.id)
    if person is not None and person.deactivated:
        raise forbidden("user is deactivated")
    if person is not None and person.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.open:
        raise forbidden(f"bot is not a member of the {chat.object['type']} chat")
    return chat


def words(p: Parameters, name: str) -> tuple[str, list[Json]]:
    """Return a text or caption with its entities, as the parse mode or `entities` say."""
    source = clean(p.text(name))
    mode = p.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")  # Markdown is not simulated
    if mode == "html":
        return finished(*parse(source))
    given = p.list("entities" if name == "text" else "caption_entities")
    if not all(isinstance(e, dict) and {"type", "offset", "length"} <= e.keys() for e in given):
        raise bad_request("can't parse MessageEntity: expected type, offset and length")
    return finished(source, given[:MAX_ENTITIES])


def texted(p: Parameters) -> Json:
    """Return the text part of a message."""
    text, entities = words(p, "text")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    part: Json = {"text": text, **({"entities": entities} if entities else {})}
    if preview := p.object("link_preview_options"):
        part["link_preview_options"] = preview
    return part


def captioned(p: Parameters) -> Json:
    """Return the caption part of a message, empty without one."""
    text, entities = words(p, "caption")
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    part: Json = {"caption": text} if text else {}
    return {**part, **({"caption_entities": entities} if entities else {})}


def photo(sim: Simulator, p: Parameters, given: Any) -> Json:
    """Return the photo part of a message."""
    file = uploaded(sim, p, given, "photo")
    width, height = size_of(sim.state.contents[file.file_id])
    return {"photo": [{**_file(file), "width": width, "height": height}]}


def document(sim: Simulator, p: Parameters, given: Any) -> Json:
    """Return the document part of a message."""
    file = uploaded(sim, p, given, "document")
    return {"document": {"file_name": file.name, "mime_type": file.mime, **_file(file)}}


def uploaded(sim: Simulator, p: Parameters, given: Any, name: str) -> File:
    """Return the file that a parameter means: uploaded now, attached, or known by its id."""
    upload = p.files.get(name)
    if isinstance(given, str) and given.startswith("attach://"):
        upload = p.files.get(given.removeprefix("attach://"))
    elif isinstance(given, str) and given:
        if given not in sim.state.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return sim.state.files[given]
    if upload is None:
        raise bad_request(f"there is no {name} in the request")
    _check_size(upload, name)
    return sim.state.add_file(upload.content, upload.name, upload.mime)


def send_message(sim: Simulator, p: Parameters) -> Json:
    """Send a text."""
    chat = reach(sim, p)
    return deliver(sim, chat, p, texted(p))


def send_photo(sim: Simulator, p: Parameters) -> Json:
    """Send a photo."""
    chat = reach(sim, p)
    caption = captioned(p)
    return deliver(sim, chat, p, {**photo(sim, p, p.values.get("photo")), **caption})


def send_document(sim: Simulator, p: Parameters) -> Json:
    """Send a file."""
    chat = reach(sim, p)
    caption = captioned(p)
    return deliver(sim, chat, p, {**document(sim, p, p.values.get("document")), **caption})


def send_chat_action(sim: Simulator, p: Parameters) -> bool:
    """Show that the bot is busy, for five seconds or until its next message."""
    chat = reach(sim, p)
    action = p.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    until = sim.clock.timestamp() + TYPING_SECONDS
    chat.typing = None if action == "cancel" else {"action": action, "until": until}
    sim.state.changed(chat)
    return True


def deliver(sim: Simulator, chat: Chat, p: Parameters, content: Json) -> Json:
    """Put a message of the bot into a chat; return Telegram's Message object."""
    keyboard = markup.read(p.values.get("reply_markup"))
    reply = _replied(sim, chat, p)
    pace(sim, chat)
    state = sim.state
    inline = keyboard if keyboard is not None and "inline_keyboard" in keyboard else None
    message: Json = {
        "message_id": state.next_message_id(),
        "from": state.bot(),
        "chat": chat.object,
        "date": state.seconds(),
        **reply,
        **content,
    }
    if inline is not None:
        message["reply_markup"] = inline
    elif keyboard is not None:
        chat.keyboard = keyboard if "keyboard" in keyboard else None
    if p.flag("protect_content"):
        message["has_protected_content"] = True
    chat.typing = None
    state.keep(chat, Kept(message, outgoing=True, silent=p.flag("disable_notification")))
    digest = hash(orjson.dumps([_content(content), keyboard]))
    sim.calls.sent(chat.id, chat.heard, digest)
    return message


def pace(sim: Simulator, chat: Chat) -> None:
    """Refuse with 429 if the rate model is on and this is too fast."""
    seconds = sim.rates.wait(chat.id)
    if seconds is not None:
        raise too_many(seconds)


def _replied(sim: Simulator, chat: Chat, p: Parameters) -> Json:
    options = p.object("reply_parameters")
    number = Parameters(options).integer("message_id") or p.integer("reply_to_message_id")
    if not number:
        return {}
    kept = sim.state.messages[chat.id].get(number)
    if kept is not None:
        flat = {k: v for k, v in kept.message.items() if k != "reply_to_message"}
        return {"reply_to_message": flat}
    if options.get("allow_sending_without_reply") or p.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _content(content: Json) -> list[Any]:
    files = [*content.get("photo", ()), *filter(None, [content.get("document")])]
    unique = [file["file_unique_id"] for file in files]
    return [content.get("text"), content.get("caption"), unique]


def _file(file: File) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
    }


def _check_size(upload: Upload, name: str) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_FILE_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if name == "photo" and len(upload.content) > MAX_PHOTO_BYTES:
        raise bad_request("file is too big for a photo; the maximum size is 10 MB")
