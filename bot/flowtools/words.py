"""The translations: which there are, and bringing them up to the library's English."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import yaml
from babel.messages import Message
from babel.messages.catalog import Catalog

from bot.flowtools import catalogues
from bot.flowtools.places import LOCALES, shown
from flows.library import Library
from flows.words import SOURCE_LANGUAGE


def languages(locales: Path = LOCALES) -> dict[str, bool]:
    """Return the languages translated into, and whether each is called complete."""
    file = locales / "languages.yaml"
    listed = yaml.safe_load(file.read_text("utf-8"))["languages"] if file.exists() else {}
    there = (f.parent.parent.name for f in sorted(locales.glob("*/LC_MESSAGES/flows.po")))
    return {
        **dict.fromkeys(there, False),
        **{str(language): state == "complete" for language, state in (listed or {}).items()},
    }


def file_of(language: str, locales: Path = LOCALES) -> Path:
    """Return where a language's catalogue is kept."""
    return locales / language / "LC_MESSAGES" / "flows.po"


def update(library: Library, now: datetime, locales: Path = LOCALES) -> Iterator[str]:
    """Bring every catalogue up to the library's English; say what became of each."""
    for language in languages(locales):
        if language == SOURCE_LANGUAGE:
            continue
        file = file_of(language, locales)
        old = catalogues.read(file) if file.exists() else catalogues.begun(language, now)
        new = catalogues.updated(old, library)
        content = catalogues.written(new, language)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
        yield f"{shown(file)}: {counted(new)}"


def undone(message: Message, found: Catalog) -> str:
    """Return why a text does not count as translated; nothing if it does."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    if not all(forms) or (message.pluralizable and len(forms) != found.num_plurals):
        return "not translated" if not any(forms) else "a plural form is missing"
    return "uncertain (fuzzy); look at it and take the mark away" if message.fuzzy else ""


def counted(found: Catalog) -> str:
    """Return how far a catalogue has come, in words."""
    every = [message for message in found if message.id]
    done = [message for message in every if not undone(message, found)]
    fuzzy = sum(message.fuzzy for message in every)
    return f"{len(done)} of {len(every)} texts translated, {fuzzy} uncertain"
