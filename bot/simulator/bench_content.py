"""The flows and their words as they are saved: looked at, checked, and copied when they are good.

The bot reads only the copy. So a mistake on the way never takes from it what it has, not even when
it is restarted in the middle of it.
"""

import asyncio
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from babel.messages.pofile import PoFileError

from bot.flowtools.check import Folders, check
from bot.flowtools.places import shown
from flows.library import Library
from flows.load import LoadError, load_library
from flows.source import Problem
from flows.words import Words

LOOK_SECONDS: Final = 0.3
MOST: Final = 20
Stamps = frozenset[tuple[str, int, int]]


@dataclass(slots=True)
class Content:
    """What is written in `folders`, and the copy of it at `copy` that the bot has."""

    folders: Folders
    copy: Path
    library: Library | None = None
    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _seen: Stamps = frozenset()

    async def look(self) -> bool:
        """Read everything; take it over if it works, and tell whether the bot has something new."""
        self._seen = self._stamps()
        return await asyncio.to_thread(self._read)

    async def look_closer(self, today: date) -> None:
        """Find what is not wrong but should be known: versions to raise, words to translate."""
        report = await asyncio.to_thread(check, today, self.folders)
        told = {(each.file, each.line) for each in self.problems}
        found = [*report.errors, *report.warnings] if report.library else report.warnings
        self.warnings = [each for each in found if (each.file, each.line) not in told][:MOST]

    async def changed(self) -> None:
        """Wait until a file was saved, made or taken away, and the saving is over."""
        seen = self._stamps()
        while seen == self._seen:
            await asyncio.sleep(LOOK_SECONDS)
            seen = self._stamps()
        await asyncio.sleep(LOOK_SECONDS / 3)  # an editor may write more than one file

    def _read(self) -> bool:
        self.problems = _broken(self.folders)
        if not self.problems:
            self._replace_copy()
        self._take_copy()
        return not self.problems

    def _take_copy(self) -> None:
        """Know the copy as the bot does; without one there is nothing yet."""
        try:
            self.library = load_library(self.copy / "library")
            self.languages = Words(self.copy / "locales").languages
        except (LoadError, PoFileError):
            self.library = None

    def _replace_copy(self) -> None:
        fresh, old = self.copy.with_suffix(".new"), self.copy.with_suffix(".old")
        for folder in (fresh, old):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folders.library, fresh / "library")
        shutil.copytree(self.folders.locales, fresh / "locales")
        if self.copy.exists():
            self.copy.rename(old)
        fresh.rename(self.copy)
        shutil.rmtree(old, ignore_errors=True)

    def _stamps(self) -> Stamps:
        found = set()
        for folder, pattern in ((self.folders.library, "*.yaml"), (self.folders.locales, "*.po")):
            for file in folder.rglob(pattern):
                try:
                    state = file.stat()
                except FileNotFoundError:  # replaced at this very moment: the next look sees it
                    continue
                found.add((str(file), state.st_mtime_ns, state.st_size))
        return frozenset(found)


def _broken(folders: Folders) -> list[Problem]:
    """Find what would keep the bot from starting."""
    found: list[Problem] = []
    try:
        load_library(folders.library)
    except LoadError as error:
        found += [replace(p, file=shown(folders.library / p.file)) for p in error.problems]
    try:
        Words(folders.locales)
    except PoFileError as broken:
        file = folders.locales / str(broken.catalog.locale) / "LC_MESSAGES" / "flows.po"
        line = broken.lineno + 1  # the library counts from nought
        found.append(Problem(shown(file), line, f"not a catalogue: {broken.args[0]}"))
    return found
