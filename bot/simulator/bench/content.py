"""The flows and their words as they are saved: looked at, checked, and copied when they are good.

The bot reads only the copy. So a mistake on the way never takes from it what it has, not even when
it is restarted in the middle of it.
"""

import asyncio
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from bot.flowtools.check import Folders, Report, look_closer, read
from bot.flowtools.places import shown
from bot.flowtools.words import read_words, spoken
from flows.content.library import Library
from flows.load import LoadError, load_library
from flows.values.source import Problem

LOOK_SECONDS: Final = 0.3
MOST: Final = 20
WRITTEN: Final = (".yaml", ".po")
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
    _report: Report = field(default_factory=Report)
    _seen: Stamps = frozenset()
    _saved: frozenset[str] = frozenset()

    async def look(self) -> bool:
        """Read everything; take it over if it works, and tell whether the bot has something new."""
        before, self._seen = self._seen, self._stamps()
        if before:
            self._saved = frozenset(shown(Path(file)) for file, *_ in self._seen - before)
        return await asyncio.to_thread(self._read)

    def fail(self, wrong: Exception) -> None:
        """Tell of what nobody thought of as of any other problem."""
        what = f"this can't be taken over: {type(wrong).__name__}: {wrong}"
        self.problems = [Problem(shown(self.folders.library), 1, what)]

    async def look_closer(self, today: date) -> None:
        """Find what is not wrong but should be known: versions to raise, words to translate."""
        report = Report(self._report.library, self._report.readable)
        await asyncio.to_thread(look_closer, report, today, self.folders)
        told = {(each.file, each.line) for each in self.problems}
        found = [*report.errors, *report.warnings]
        self.warnings = [each for each in found if (each.file, each.line) not in told][:MOST]

    async def changed(self) -> None:
        """Wait until a file was saved, made or taken away, and the saving is over."""
        seen = self._stamps()
        while seen == self._seen:
            await asyncio.sleep(LOOK_SECONDS)
            seen = self._stamps()
        await asyncio.sleep(LOOK_SECONDS / 3)  # an editor may write more than one file

    def _read(self) -> bool:
        self._report = read(self.folders, self._saved)
        self.problems = self._report.errors
        if not self.problems:
            self._replace_copy()
            self.library, self.languages = self._report.library, spoken(self.folders.locales)
        elif self.library is None:
            self._take_copy()
        return not self.problems

    def _take_copy(self) -> None:
        """Know the copy of an earlier time as the bot does; without one there is nothing yet."""
        try:
            self.library = load_library(self.copy / "library")
            self.languages = read_words(self.copy / "locales").languages
        except LoadError:
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
        for folder in (self.folders.library, self.folders.locales):
            for file in (each for each in folder.rglob("*.*") if each.suffix in WRITTEN):
                try:
                    state = file.stat()
                except FileNotFoundError:  # replaced at this very moment: the next look sees it
                    continue
                found.add((str(file), state.st_mtime_ns, state.st_size))
        return frozenset(found)
