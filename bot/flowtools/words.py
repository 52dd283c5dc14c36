"""The translations: which there are, and bringing them up to the library's English."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Message
from babel.messages.catalog import Catalog

from bot.flowtools import catalogues, pofiles
from bot.flowtools.places import LOCALES, shown
from flows.content.library import Library
from flows.load import LoadError
from flows.values.source import Problem, Source, read
from flows.values.words import SOURCE_LANGUAGE, Words

STATES = ("complete", "begun")


def languages(locales: Path = LOCALES) -> dict[str, bool]:
    """Return the languages translated into, and whether each is called complete; LoadError."""
    source = _listed(locales)
    if problems := [*_list_faults(source)]:
        raise LoadError(problems)
    there = (file.parent.parent.name for file in files(locales))
    listed: dict[str, str] = source.data["languages"] or {}
    return {
        **dict.fromkeys(there, False),
        **{str(language): state == "complete" for language, state in listed.items()},
    }


def files(locales: Path = LOCALES) -> list[Path]:
    """List the catalogues there are."""
    return sorted(locales.glob("*/LC_MESSAGES/flows.po"))


def spoken(locales: Path = LOCALES) -> tuple[str, ...]:
    """Return the languages there are words in, English first."""
    return (SOURCE_LANGUAGE, *(file.parents[1].name for file in files(locales)))


def faults(locales: Path = LOCALES) -> list[Problem]:
    """Return all that keeps the translations from being read and used."""
    found = [*_list_faults(_listed(locales))]
    return found + [problem for file in files(locales) for problem in pofiles.faults(file)]


def read_words(locales: Path = LOCALES) -> Words:
    """Read the translations as the bot does. Raises LoadError with all their faults."""
    if problems := [problem for file in files(locales) for problem in pofiles.faults(file)]:
        raise LoadError(problems)
    return Words(locales)


def _listed(locales: Path) -> Source:
    file = locales / "languages.yaml"
    if file.exists():
        return read(file, shown(file), "languages")
    return Source(shown(file), {"languages": {}})


def _list_faults(source: Source) -> Iterator[Problem]:
    """Tell what is wrong with the list of languages."""
    yield from source.problems
    if source.problems:
        return
    listed = source.data.get("languages") if isinstance(source.data, dict) else None
    if not isinstance(listed, dict) and not (listed == "" and isinstance(source.data, dict)):
        yield source.problem((), "write languages: and below it a language in each line, es: begun")
        return
    for language, state in (listed or {}).items():
        if state not in STATES:
            yield source.problem(("languages", language), f"write {' or '.join(STATES)}")
        try:
            Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            what = f"no language is called {language!r}; write a code like es or pt_BR"
            yield source.problem(("languages", language), what)


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
