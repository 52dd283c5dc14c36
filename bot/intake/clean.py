"""What people type, without what no eye sees and no line of text should carry."""

import unicodedata
from typing import Final

LONGEST: Final = 4096
# Overrides and isolates turn the reading direction of what follows, also of our own words.
_TURNERS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS: Final = {"\r": "", "\t": " ", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"}


def clean(words: str) -> str:
    """Cap a text and take out control characters; letters, joiners and emoji stay as they are."""
    kept = (_BREAKS.get(letter, letter) for letter in words[:LONGEST])
    return "".join(letter for letter in kept if _visible(letter)).strip()


def _visible(letter: str) -> bool:
    if letter in _TURNERS:
        return False
    return letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"}
