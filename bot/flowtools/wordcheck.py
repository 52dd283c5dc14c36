"""What is wrong with the translations, or still to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from babel.messages import Message
from babel.messages.catalog import Catalog

from bot.flowtools import catalogues
from bot.flowtools.places import LOCALES, shown
from bot.flowtools.words import counted, file_of, languages, undone
from flows.content.library import Library
from flows.load import LoadError
from flows.questions.browse import BrowseQuestion
from flows.questions.offer import OfferQuestion
from flows.values.source import Problem
from flows.values.words import SOURCE_LANGUAGE, same_names

NAME = re.compile(r"\{\w+\}")
WIDE, WIDEST = 24, 64
"""Letters of a button: more than the first are cut off on small phones, the second is too much."""

BUTTONS: tuple[str, ...] = (
    "back",
    "skip",
    "more",
    "previous",
    "done",
    "help",
    "use",
    "another",
    "list",
    "longer",
)
BUTTONS += ("mark", "unmark")
LONGEST = {"notices.bot_description": 512, "notices.bot_short": 120}
"""Telegram's limits for single texts; any other has LONGEST_TEXT."""
LONGEST_COMMAND = 256
MOST_PLACES = 3
LONGEST_TEXT = 3_500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a translation. A grave one must not be released."""

    problem: Problem
    _: KW_ONLY
    grave: bool


def findings(library: Library, locales: Path = LOCALES) -> list[Finding]:
    """Return everything about the translations that someone should look at."""
    return [
        finding
        for language, complete in languages(locales).items()
        if language != SOURCE_LANGUAGE
        for finding in _findings(library, file_of(language, locales), complete=complete)
    ]


def labels(library: Library) -> frozenset[str]:
    """Return the places whose words stand on a button."""
    found = {f"notices.{name}" for name in BUTTONS}
    for flow in library.flows.values():
        for question in flow.questions.values():
            if not isinstance(question, OfferQuestion):  # it shows its choices as quotes
                found |= {choice.text.where for choice in question.choices.values()}
            if isinstance(question, BrowseQuestion):
                found |= {card.name.where for card in question.cards.values()}
    return frozenset(found)


def _findings(library: Library, file: Path, *, complete: bool) -> Iterator[Finding]:
    if not file.exists():
        what = "there is no such file; run checkup flows words update"
        yield Finding(Problem(shown(file), 1, what), grave=complete)
        return
    try:
        found = catalogues.read(file)
    except LoadError as broken:
        yield from (Finding(problem, grave=True) for problem in broken.problems)
        return
    wanted = catalogues.wanted(library)
    yield from _out_of_step(wanted, found, file, complete=complete)
    buttons = labels(library)
    open_ = 0
    for message in found:
        if not message.id:
            continue
        why = undone(message, found)
        open_ += bool(why)
        if why and complete:
            yield Finding(_problem(file, message, why), grave=True)
        elif not why:
            yield from _wrong(message, file, buttons)
    if open_ and not complete:
        yield Finding(
            Problem(shown(file), 1, f"{counted(found)}; they show in English"), grave=False
        )


def _out_of_step(
    wanted: Mapping[catalogues.Key, None], found: Catalog, file: Path, *, complete: bool
) -> Iterator[Finding]:
    """Tell where the file lacks the library's texts; Babel drops a broken or doubled one."""
    there = {catalogues.key_of(message) for message in found if message.id}
    other = [*(key for key in wanted if key not in there), *(there - wanted.keys())]
    if other:
        places = ", ".join(dict.fromkeys(place for place, _ in other[:MOST_PLACES]))
        what = f"{len(other)} texts are not those of the library ({places}"
        what += f"{' ...' if len(other) > MOST_PLACES else ''}); run checkup flows words update"
        yield Finding(Problem(shown(file), 1, what), grave=complete)
    written = sum(line.startswith("msgctxt ") for line in file.read_text("utf-8").splitlines())
    if written != len(there):
        what = f"{written} entries, of which {len(there)} can be read; one is doubled or broken"
        yield Finding(Problem(shown(file), 1, what), grave=True)


def _wrong(message: Message, file: Path, buttons: frozenset[str]) -> Iterator[Finding]:
    """Tell what is wrong with one text that counts as translated."""
    if not same_names(message):
        what = "other {names} than in English, or a broken brace; it shows in English"
        yield Finding(_problem(file, message, what), grave=True)
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    longest = max(len(NAME.sub("00", form or "")) for form in forms)
    place = str(message.context)
    if place in buttons and longest > WIDE:
        what = f"{longest} letters on a button; keep it under {WIDE + 1}"
        yield Finding(_problem(file, message, what), grave=longest > WIDEST)
    if longest > _longest(place) and not place.endswith((".typed", ".also")):
        what = f"{longest} letters; {_longest(place)} fit"
        yield Finding(_problem(file, message, what), grave=True)


def _longest(place: str) -> int:
    if place.startswith("commands.") and place.endswith(".description"):
        return LONGEST_COMMAND
    return LONGEST.get(place, LONGEST_TEXT)


def _problem(file: Path, message: Message, what: str) -> Problem:
    english = message.id if isinstance(message.id, str) else message.id[0]
    begin = english if len(english) <= WIDEST else f"{english[: WIDEST - 1]}…"
    return Problem(shown(file), message.lineno or 1, f"{message.context}: “{begin}”: {what}")
