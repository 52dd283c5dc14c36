"""Words that the shipped font can show: what it lacks is given another form, or a □, on purpose.

The font has the letters of every language in use, and many signs, but few emoji and no letters of
South and East Asia. Left alone, a letter that is missing would be an empty box of the font's own,
and an error in a PDF that is meant to be read out.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
MISSING: Final = "□"

# Signs people use often that have a sister in the font.
_STAND_INS: Final = str.maketrans(
    {
        "🙂": "☺",
        "🙁": "☹",
        **dict.fromkeys("🧡💛💚💙💜🖤🤍🤎💕💖", "❤"),
        "✅": "✔",
        "❌": "✘",
        "⭐": "★",
        "\t": " ",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\u0085": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        # A flag is two of these: its country's letters say the same.
        **{chr(0x1F1E6 + n): chr(ord("A") + n) for n in range(26)},
    }
)
# They change how the sign before them looks: its colour, its skin, the box around it.
_SILENT: Final = re.compile("[\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_JOINED: Final = re.compile(f"{MISSING}(?:\u200d.)+")
_ACCENT: Final = "[\u0300-\u036f\u064b-\u065f\u20d0-\u20f0]"
_PILED: Final = re.compile(f"({_ACCENT}{{4}}){_ACCENT}+")
_LONG: Final = re.compile(r"[^\s\u200b]{25,}")
_MAY_BREAK: Final = "\u200b"
# What is left out where the font lacks it: accents of letters that are missing too, and controls,
# of which some would turn a line against its own letters.
_DROPPED: Final = frozenset({"Mn", "Mc", "Me", "Cc", "Cf"})
_MEANS_NOTHING: Final = frozenset({"Cc", "Cf", "Co"})
# Never drawn, so that a font need not have them: they join, part and turn.
_UNSEEN: Final = frozenset("\n\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")


def fitting(words: str) -> str:
    """Write words with what the font has; long ones may break, piled-up accents are thinned."""
    plain = words.replace("\r\n", "\n").translate(_STAND_INS)
    plain = _SILENT.sub("", unicodedata.normalize("NFC", plain))
    shown = "".join(_shown(letter) for letter in plain)
    shown = _JOINED.sub(MISSING, _PILED.sub(r"\1", shown))
    return _LONG.sub(_breaking, shown).strip()


def lacking(words: str) -> frozenset[str]:
    """Name the letters that the font doesn't have."""
    return frozenset(words) - covered() - _UNSEEN


@cache
def covered() -> frozenset[str]:
    """Return every letter that both weights of the font have and that has a meaning."""
    files = sorted(FONTS.glob("*.ttf"))
    both = frozenset.intersection(*(_letters(file.read_bytes()) for file in files))
    return frozenset(c for c in both if unicodedata.category(c) not in _MEANS_NOTHING)


def _shown(letter: str) -> str:
    if letter in _UNSEEN or letter in covered():
        return letter
    other = unicodedata.normalize("NFKC", letter)
    if other != letter and not lacking(other):
        return other
    return "" if unicodedata.category(letter) in _DROPPED else MISSING


def _breaking(found: re.Match[str]) -> str:
    """Let a word that is wider than a line break; within it no letters are joined or accented."""
    word = found[0]
    return _MAY_BREAK.join(word[at : at + 24] for at in range(0, len(word), 24))


def _letters(font: bytes) -> frozenset[str]:
    """Read a TrueType file's table of letters: `cmap`, of format 12, for all of Unicode."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = (struct.unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(tables))
    cmap = next(place for tag, place in places if tag == b"cmap")
    (kinds,) = struct.unpack_from(">H", font, cmap + 2)
    kept = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * n) for n in range(kinds))
    at = cmap + next(place for platform, kind, place in kept if (platform, kind) == (3, 10))
    (groups,) = struct.unpack_from(">I", font, at + 12)
    spans = (struct.unpack_from(">II", font, at + 16 + 12 * n) for n in range(groups))
    return frozenset(chr(code) for first, last in spans for code in range(first, last + 1))
