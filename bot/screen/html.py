"""Paragraphs to Telegram's HTML, cut into messages so that no tag is ever cut."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

LONGEST: Final = 4096
"""Of a message, in UTF-16 units, counted after its tags are taken away."""

RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "ckb", "he", "ps", "sd", "ug", "ur", "yi"})
_MARK: Final = "\u200f"
_TAG: Final = re.compile(r"</?(?:b|blockquote)>")


class Part(NamedTuple):
    """One paragraph: its plain words, the tag it stands in, if any, and what is before it."""

    words: str
    tag: str = ""
    gap: str = "\n\n"


def units(text: str) -> int:
    """Count UTF-16 units, as Telegram does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return language.replace("_", "-").split("-")[0].lower() in RIGHT_TO_LEFT


def turned(words: str) -> str:
    """Make every line of a right-to-left text begin at the right.

    A line takes its direction from its first strong letter, so one that begins with a Latin word,
    or has nothing but numbers, would begin at the wrong end.
    """
    return "\n".join(line if _begins_right(line) else _MARK + line for line in words.split("\n"))


def messages(parts: Iterable[Part], longest: int = LONGEST) -> list[str]:
    """Write paragraphs as the HTML of one message, or of several where they are too long."""
    whole = [""]
    used = 0
    for part in _short(parts, longest):
        size = units(part.words)
        gap = part.gap if whole[-1] else ""
        if whole[-1] and used + len(gap) + size > longest:
            whole.append("")
            used, gap = 0, ""
        whole[-1] += gap + _written(part)
        used += len(gap) + size
    return whole


def plain(text: str) -> str:
    """Take the words out of HTML that `messages` wrote."""
    return html.unescape(_TAG.sub("", text))


def _written(part: Part) -> str:
    words = html.escape(part.words, quote=False)
    return f"<{part.tag}>{words}</{part.tag}>" if part.tag else words


def _short(parts: Iterable[Part], longest: int) -> Iterator[Part]:
    for part in parts:
        words = part.words.strip()
        while units(words) > longest:
            cut = _cut(words, longest)
            yield part._replace(words=words[:cut].rstrip())
            words = words[cut:].lstrip()
        if words:
            yield part._replace(words=words)


def _cut(words: str, longest: int) -> int:
    """Find where to cut: at the last blank that fits, else at the last whole letter."""
    end, size = 0, 0
    while size + units(words[end]) <= longest:
        size += units(words[end])
        end += 1
    blank = max(words.rfind(" ", 0, end), words.rfind("\n", 0, end))
    return blank if blank > end // 2 else end


def _begins_right(line: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in line)
    return next((kind in {"R", "AL"} for kind in strong if kind in {"L", "R", "AL"}), not line)
