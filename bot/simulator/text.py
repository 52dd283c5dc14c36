"""What Telegram does to any text: clean it, trim it, find commands and links, count UTF-16."""

import re
from urllib.parse import urlsplit

from bot.simulator.errors import Json

CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
CONTROL.update(dict.fromkeys([13, 0x333, 0x33F, 0x30A, *range(0x2028, 0x202F)], ""))
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
LINK = re.compile(
    r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|eu|uk|de|es|fr|it|au|ca)\b"
    r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]])?"
)
PHONE = re.compile(r"(?<![\w+])\+\d[\d ().-]{6,18}\d(?!\w)")
PATTERNS = (("url", LINK), ("phone_number", PHONE), ("bot_command", COMMAND))
SCHEMES = ("http", "https", "tg", "ton", "tonsite")
WHOLE = ("pre", "code")  # nothing else stands inside these


def units(text: str) -> int:
    """Return the length in UTF-16 code units, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Replace control characters and drop those that Telegram drops; changes no astral one.

    Entities keep their offsets only where nothing was dropped, so markup is cleaned before it is
    parsed.
    """
    return text.translate(CONTROL)


def finished(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Trim a parsed text and bring its entities in order.

    Blanks at the end go; blanks at the beginning go up to the first entity.
    """
    first = min((entity["offset"] for entity in entities), default=units(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text = text[lead:].rstrip()
    end = units(text)
    moved = []
    for entity in entities:
        offset = entity["offset"] - lead
        length = min(entity["length"], end - offset)
        if length > 0:
            moved.append({**entity, "offset": offset, "length": length})
    return text, sorted(found(text, moved), key=lambda e: (e["offset"], -e["length"]))


def found(text: str, entities: list[Json]) -> list[Json]:
    """Add what Telegram finds by itself: commands, links, phone numbers from abroad."""
    if not any(mark in text for mark in "/.+"):
        return entities
    closed = [
        (e["offset"], e["offset"] + e["length"])
        for e in entities
        if e["type"] in (*WHOLE, "text_link")
    ]
    added: list[Json] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match[0])
            if not any(a < start + length and start < b for a, b in closed):
                closed.append((start, start + length))
                added.append({"type": kind, "offset": start, "length": length})
    return entities + added


def link(url: str) -> str | None:
    """Return a link the way Telegram writes it, or None if it is none."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not parts.netloc:
        return None
    host = parts.hostname or ""
    if parts.scheme.startswith("http") and "." not in host and host != "localhost":
        return None
    return url if parts.path or parts.query or parts.fragment else f"{url}/"
