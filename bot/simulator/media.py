"""What people send besides words, as the fields of Telegram's Message."""

from base64 import b64decode
from typing import Any

from bot.simulator.errors import Impossible, Json
from bot.simulator.state import State

KINDS: dict[str, tuple[str, str, Json]] = {  # kind: default name, mime type, further fields
    "sticker": (
        "sticker.webp",
        "image/webp",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    ),
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3}),
    "audio": ("audio.mp3", "audio/mpeg", {"duration": 30}),
    "video": ("video.mp4", "video/mp4", {"duration": 5, "width": 640, "height": 480}),
    "video_note": ("note.mp4", "video/mp4", {"duration": 5, "length": 240}),
    "animation": ("cat.mp4", "video/mp4", {"duration": 2, "width": 320, "height": 240}),
    "document": ("file.txt", "text/plain", {}),
    "photo": ("photo.jpg", "image/jpeg", {"width": 640, "height": 480}),
}
WITHOUT_FILE: dict[str, Json] = {
    "location": {"latitude": 52.52, "longitude": 13.405},
    "contact": {"phone_number": "+15550100", "first_name": "Ann"},
    "dice": {"emoji": "🎲", "value": 4},
}
NO_MIME = ("sticker", "photo", "video_note")
NAMED = ("document", "audio", "video", "animation")
BESIDE = ("kind", "caption", "name", "mime", "content", "content_base64")


def content(state: State, kind: str, details: dict[str, Any]) -> Json:
    """Return the fields of a message with media.

    Details: `caption`, `name`, `mime`, `content` (bytes) or `content_base64`; everything else
    replaces the media object's own fields (`emoji`, `latitude`, `phone_number` ...).
    """
    own = {key: value for key, value in details.items() if key not in BESIDE}
    caption = {"caption": details["caption"]} if details.get("caption") else {}
    if kind in WITHOUT_FILE:
        return {kind: {**WITHOUT_FILE[kind], **own}}
    if kind not in KINDS:
        known = ", ".join([*KINDS, *WITHOUT_FILE])
        raise Impossible(f"unknown kind {kind!r}; write one of {known}")
    name, mime, further = KINDS[kind]
    given = details.get("content") or b64decode(details.get("content_base64") or "")
    file = state.add_file(
        given or kind.encode(), details.get("name") or name, details.get("mime") or mime
    )
    media: Json = {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
        **further,
        **own,
    }
    if kind not in NO_MIME:
        media["mime_type"] = file.mime
    if kind in NAMED:
        media["file_name"] = file.name
    return {kind: [media] if kind == "photo" else media, **caption}
