"""A text with its entities back as HTML that a page may show: everything else is escaped."""

from html import escape
from re import sub

from bot.simulator.errors import Json

TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
OUTSIDE = 'rel="noopener noreferrer" target="_blank"'


def rendered(text: str, entities: list[Json]) -> str:
    """Return the HTML of a text; a spoiler is `<span class="spoiler">`, a line break stays one."""
    raw = text.encode("utf-16-le", "surrogatepass")
    edges = {0, len(raw) // 2}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    cuts = sorted(edges)
    entities = [entity | {"words": _words(raw, entity)} for entity in entities]
    entities = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    pieces: list[str] = []
    opened: list[Json] = []
    for start, end in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        pieces += _change(opened, [e for e in entities if _covers(e, start)])
        part = raw[start * 2 : end * 2].decode("utf-16-le", "replace")
        pieces.append(escape(part, quote=False))
    return "".join(pieces)


def _words(raw: bytes, entity: Json) -> str:
    end = entity["offset"] + entity["length"]
    return raw[entity["offset"] * 2 : end * 2].decode("utf-16-le", "replace")


def _covers(entity: Json, at: int) -> bool:
    return bool(entity["offset"] <= at < entity["offset"] + entity["length"])


def _change(opened: list[Json], wanted: list[Json]) -> list[str]:
    """Close and open tags so that exactly the wanted ones stand open, in a nested order."""
    same = 0
    while same < min(len(opened), len(wanted)) and opened[same] is wanted[same]:
        same += 1
    pieces = [_tag(entity)[1] for entity in reversed(opened[same:])]
    pieces += [_tag(entity)[0] for entity in wanted[same:]]
    opened[:] = wanted
    return pieces


def _tag(entity: Json) -> tuple[str, str]:
    kind, words = entity["type"], entity["words"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}" {OUTSIDE}>', "</a>"
    if kind == "url":
        url = words if "://" in words else f"https://{words}"
        return f'<a href="{escape(url)}" {OUTSIDE}>', "</a>"
    if kind == "phone_number":
        return f'<a href="tel:{sub("[^+0-9]", "", words)}">', "</a>"
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    return f'<span class="{escape(kind)}">', "</span>"
