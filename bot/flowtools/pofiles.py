"""Translators' files as they are found: whatever keeps one from being used is told with its line.

Babel raises a different error for each fault, counts lines from nought, and takes a missing quote
without a word; here all of that becomes the problems that everything else is told by.
"""

import re
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from bot.flowtools.places import shown
from flows.values.source import Problem
from flows.values.words import compiled

QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
KEYWORD = re.compile(r"(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?=[\s\"]|$)\s*")
PLURALS = re.compile(r"nplurals=(\d+); *plural=([^;]+);?")
UTF_8 = {"utf-8", "utf8"}


def faults(file: Path) -> list[Problem]:
    """Return all that keeps a catalogue from being read and used; nothing if it can be."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        return [Problem(shown(file), line, "not UTF-8; save the file as UTF-8")]
    found = [Problem(shown(file), line, what) for line, what in _by_line(text)]
    return found or [Problem(shown(file), line, what) for line, what in _as_a_whole(file)]


def read(file: Path) -> Catalog:
    """Read a catalogue that has no faults."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.parent.name, abort_invalid=True)


def _by_line(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip().removeprefix("#~").strip()
        if not line or line[0] in "#|":
            continue
        keyword = KEYWORD.match(line)
        words = line[keyword.end() :] if keyword else line
        if (keyword or line[0] == '"') and not QUOTED.fullmatch(words):
            yield number, 'not one text between two quotes; a quote inside it is written \\"'
    yield from _header(text)


def _header(text: str) -> Iterator[tuple[int, str]]:
    """Tell what is wrong with the first entry, which says how the others are to be read."""
    lines = text.split("\n")
    begins = next((at for at, line in enumerate(lines) if line.startswith("msgid")), 0)
    ends = next((at for at in range(begins, len(lines)) if not lines[at].strip()), len(lines))
    quoted = (QUOTED.search(line) for line in lines[begins:ends])
    for entry in "".join(found[0][1:-1] for found in quoted if found).split("\\n"):
        name, _, value = entry.partition(":")
        if wrong := _wrong(name, value.strip()):
            at = (n for n, line in enumerate(lines[begins:ends], begins + 1) if name in line)
            yield next(at, 1), wrong


def _wrong(name: str, value: str) -> str:
    charset = value.rpartition("charset=")[2]
    if name == "Content-Type" and charset.lower() not in UTF_8:
        return f"the charset is {charset!r}; write charset=utf-8 and save the file as UTF-8"
    if name == "Plural-Forms" and not _usable(value):
        return "no rule for plurals; write it like nplurals=2; plural=(n != 1);"
    return ""


def _usable(plurals: str) -> bool:
    forms = PLURALS.fullmatch(plurals)
    try:
        return forms is not None and int(forms[1]) > 0 and bool(c2py(forms[2]))
    except ValueError:
        return False


def _as_a_whole(file: Path) -> Iterator[tuple[int, str]]:
    language = file.parent.parent.name
    try:
        Locale.parse(language)
        compiled(read(file))
    except PoFileError as broken:
        yield broken.lineno + 1, f"no catalogue: {broken.args[0]}"  # Babel counts from nought
    except UnknownLocaleError:
        yield 1, f"no language is called {language!r}; name the folder like es or pt_BR"
    except Exception as wrong:  # noqa: BLE001 -- whatever else a file does to its reader is told
        yield 1, f"it can't be used: {type(wrong).__name__}: {wrong}"
