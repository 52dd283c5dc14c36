"""Typed words held against buttons: plainly the same words, never a guess.

Nothing is fuzzy here on purpose: "I'm safe" and "I'm unsafe" differ by two letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST = 200
LONGEST_NUMBER = 4
NO_WORDS: Mapping[str, int] = {}
APOSTROPHE = re.compile(
    r"(?<=\w)['\u2019\u02bc\u2018`\u00b4](?=\w)"
)  # whatever a phone writes for one
PART = re.compile(r"\d+|[^\W\d]+")


def normal(words: str) -> str:
    """Bring words to letters and digits in lower case, one space between: "I'm" is im, "é" is e."""
    joined = APOSTROPHE.sub("", words[:LONGEST])
    plain_forms = unicodedata.normalize("NFKD", joined)  # ℠ is SM, and then sm
    spread = unicodedata.normalize("NFKD", plain_forms.casefold())
    plain = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def forms(*texts: str) -> frozenset[str]:
    """Return the normal forms of texts; a bar in one separates several."""
    found = (normal(part) for text in texts for part in text.split("|"))
    return frozenset(form for form in found if form)


def match(words: str, choices: Mapping[str, Iterable[str]]) -> str | None:
    """Return the one choice whose forms hold these words, or None if none or several do."""
    said = normal(words)
    hits = [choice for choice, known in choices.items() if said and said in known]
    return hits[0] if len(hits) == 1 else None


def after(words: str, leads: Iterable[str]) -> str:
    """Return the words behind one of these that they begin with, as "in Berlin"; else all."""
    said, known = words.split(), {*leads}
    for many in range(len(said) - 1, 0, -1):
        if normal(" ".join(said[:many])) in known:
            return " ".join(said[many:])
    return words


def number_in(
    words: str, beside: Iterable[str] = (), counted: Mapping[str, int] = NO_WORDS
) -> int | None:
    """Return the number that a text comes to ("12", "about twelve times"), if it is one.

    `counted` are words that are numbers; `beside` are forms whose words leave a number what it is:
    next to others it may count other things.
    """
    parts = PART.findall(normal(words))
    numbers = [part for part in parts if part.isdecimal() or part in counted]
    harmless = {word for form in beside for word in form.split()}
    if len(numbers) != 1 or not harmless.issuperset({*parts} - {*numbers}):
        return None
    found = numbers[0]
    if found in counted:
        return counted[found]
    return int(found) if len(found) <= LONGEST_NUMBER else None


def numbered(entries: Iterable[str]) -> dict[str, int]:
    """Return the number of each phrase, from entries as "12 twelve"; others are passed over."""
    found = (entry.partition(" ") for entry in entries)
    return {phrase: int(first) for first, _, phrase in found if first.isdecimal() and phrase}
