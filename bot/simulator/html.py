"""Telegram's HTML: a small tag grammar of its own, not HTML, with its own words for each error.

Every error names the byte offset in the source, as Telegram does. Known entities are `&lt;`,
`&gt;`, `&amp;`, `&quot;` and numeric ones, the semicolon is optional; anything else after an
ampersand stays as it was written.
"""

import re
from dataclasses import dataclass

from bot.simulator.errors import Json, Refused, bad_request
from bot.simulator.text import WHOLE, link, units

TYPES = {
    "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "u": "underline",
    "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji",
    "tg-time": "date_time", "pre": "pre", "code": "code", "blockquote": "blockquote",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
PLAIN = re.compile(r"[^<&]+")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
SPACE = re.compile(r"\s*")
UNIX = re.compile(r"[^0-9]+")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def parse(source: str) -> tuple[str, list[Json]]:
    """Return the text and the entities of a source; raise Refused in Telegram's words."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if plain := PLAIN.match(self.source, self.at):
                self._put(plain[0])
                self.at = plain.end()
            elif self.source[self.at] == "&":
                self._put(self._entity())
            elif self.source.startswith("</", self.at):
                self._end()
            else:
                self._start()
        if self.open:
            tag = self.open[-1].tag
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return "".join(self.text), _unnested(self.entities)

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.length += units(text)

    def _entity(self) -> str:
        match = ENTITY.match(self.source, self.at)
        character = _character(match) if match else None
        if match is None or character is None:
            self.at += 1
            return "&"
        self.at = match.end()
        return character

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        taken = match[0] if match else ""
        self.at += len(taken)
        return taken

    def _here(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _error(self, what: str, at: int) -> Refused:
        return _refusal(f"{what} at byte offset {len(self.source[:at].encode())}")

    def _start(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(TAG_NAME).lower()
        if not self._here():
            raise self._error("Unclosed start tag", begin)
        if tag not in TYPES:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACE)
            if not self._here():
                raise self._error("Unclosed start tag", begin)
            if self._here() == ">":
                break
            name, value = self._attribute(tag, begin)
            attributes[name] = value
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, attributes, self.length))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(ATTRIBUTE)
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(SPACE)
        if self._here() != "=":
            return name, ""
        self.at += 1
        self._take(SPACE)
        quote = self._here()
        if quote and quote in "'\"":
            return name, self._quoted(quote, begin)
        token_at = self.at
        token = self._take(TOKEN).lower()
        if self._here() and not self._here().isspace() and self._here() != ">":
            raise self._error("Unexpected end of name token", token_at)
        return name, token

    def _quoted(self, quote: str, begin: int) -> str:
        self.at += 1
        value: list[str] = []
        while self._here() != quote:
            if not self._here():
                raise self._error("Unclosed start tag", begin)
            if self._here() == "&":
                value.append(self._entity())
            else:
                value.append(self._here())
                self.at += 1
        self.at += 1
        return "".join(value)

    def _end(self) -> None:
        begin = self.at
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at += 2
        name = self._take(TAG_NAME)
        self._take(SPACE)
        if self._here() != ">":
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _refusal(
                f"Unmatched end tag at byte offset {len(self.source[:begin].encode())}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        marked = "".join(self.text).encode("utf-16-le", "surrogatepass")[opened.offset * 2 :]
        entity = _entity(opened, marked.decode("utf-16-le", "surrogatepass"))
        if entity is not None:
            place = {"offset": opened.offset, "length": self.length - opened.offset}
            self.entities.append({**place, **entity})


def _entity(opened: _Open, marked: str) -> Json | None:
    attributes = opened.attributes
    kind = TYPES[opened.tag]
    if opened.tag == "a":
        url = link(attributes.get("href") or marked)
        return None if url is None else {"type": kind, "url": url}
    if opened.tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"type": kind, "language": attributes["class"].removeprefix("language-")}
    if opened.tag == "tg-emoji":
        return {"type": kind, "custom_emoji_id": attributes.get("emoji-id", "")}
    if opened.tag == "tg-time":
        unix = int(UNIX.sub("", attributes.get("unix", "")) or 0)
        return {"type": kind, "unix_time": unix, "date_time_format": attributes.get("format", "")}
    return {"type": kind}


def _character(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    usable = 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000  # noqa: PLR2004 - Unicode's own
    return chr(code) if usable else None


def _unnested(entities: list[Json]) -> list[Json]:
    kept: list[Json] = []
    for entity in entities:
        outer = next((e for e in entities if e is not entity and _inside(entity, e)), None)
        if outer is None:
            kept.append({k: v for k, v in entity.items() if _fits(entity, k)})
        elif outer["type"] == "pre" and "language" in entity and _same(entity, outer):
            outer["language"] = entity["language"]
    return kept


def _inside(inner: Json, outer: Json) -> bool:
    within = (
        outer["offset"] <= inner["offset"]
        and inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    )
    if not within or outer["type"] not in WHOLE:
        return False
    return not _same(inner, outer) or outer["type"] == "pre" or inner["type"] not in WHOLE


def _same(one: Json, other: Json) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _fits(entity: Json, key: str) -> bool:
    return key != "language" or entity["type"] == "pre"


def _refusal(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")
