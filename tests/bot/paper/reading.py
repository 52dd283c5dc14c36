"""Reads pictures and pages back: their words, where each stands, how big, in which colours."""

import io
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from PIL import Image

ROUNDING = 3


@dataclass(frozen=True)
class Box:
    """One line of words; lengths in pt from the lower left corner."""

    words: str
    left: float
    bottom: float
    right: float
    top: float
    size: float

    def touches(self, other: "Box") -> bool:
        """Tell whether two boxes lie on each other, by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > 1 and up > 1


@dataclass(frozen=True)
class Sheet:
    """One page: its size and its lines."""

    width: float
    height: float
    boxes: tuple[Box, ...]

    @property
    def words(self) -> str:
        """All words, line by line, with single blanks."""
        return " ".join(" ".join(box.words for box in self.boxes).split())

    def box(self, words: str) -> Box:
        """Find the first line that has these words."""
        return next(box for box in self.boxes if words in box.words)


def sheets(pdf: bytes) -> tuple[Sheet, ...]:
    """Read every page."""
    return tuple(_sheet(page) for page in extract_pages(io.BytesIO(pdf)))


def document(pdf: bytes) -> PDFDocument:
    """Open a PDF to look at its catalogue and its metadata."""
    return PDFDocument(PDFParser(io.BytesIO(pdf)))


def overlaps(sheet: Sheet) -> list[tuple[str, str]]:
    """Name the lines that lie on each other."""
    pairs = itertools.combinations(sheet.boxes, 2)
    return [(a.words, b.words) for a, b in pairs if a.touches(b)]


def has(sheet: Sheet, words: str) -> bool:
    """Tell whether all these words stand on a page; a right-to-left word is read back mirrored."""
    joined = "".join(sheet.words.split())
    wanted = re.findall(r"\w+", words)
    return all((_mirrored(word) if _rtl(word) else word) in joined for word in wanted)


def colours(png: bytes) -> Counter[tuple[int, ...]]:
    """Count the pixels of each colour."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    counted: Any = image.getcolors(image.width * image.height)
    return Counter({colour: count for count, colour in counted})


def near(found: Counter[tuple[int, ...]], written: str) -> int:
    """Count the pixels of a colour; drawing may round each part a little."""
    wanted = colour(written)
    return sum(
        count
        for pixel, count in found.items()
        if all(abs(a - b) <= ROUNDING for a, b in zip(pixel, wanted, strict=True))
    )


def size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    return Image.open(io.BytesIO(png)).size


def colour(written: str) -> tuple[int, int, int, int]:
    """Read a colour as written (#rrggbb)."""
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red, green, blue, 255


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as the web's guidelines reckon it."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(written: str) -> float:
    parts = [part / 255 for part in colour(written)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _mirrored(word: str) -> str:
    """Turn a word as it is read back: from its last letter, lam and alef being one."""
    return re.sub("([اأإآ])ل", r"ل\1", word[::-1])


def _rtl(word: str) -> bool:
    return unicodedata.bidirectional(word[0]) in {"R", "AL"}


def _sheet(page: LTPage) -> Sheet:
    return Sheet(page.width, page.height, tuple(_boxes(page)))


def _boxes(held: LTContainer[Any]) -> Iterator[Box]:
    for item in held:
        if isinstance(item, LTTextLine):
            size = min(letter.size for letter in item if isinstance(letter, LTChar))
            yield Box(item.get_text().strip(), *item.bbox, size)
        elif isinstance(item, LTContainer):
            yield from _boxes(item)
