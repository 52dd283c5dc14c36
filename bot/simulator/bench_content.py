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

from babel.messages.pofile import PoFileError

from bot.flowtools.check import Folders, check
from bot.flowtools.places import shown
from flows.library import Library
from flows.load import LoadError, load_library
from flows.source import Problem
from flows.words import Words

LOOK_SECONDS: Final = 0.3
MOST_WARNINGS: Final = 20
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

    async def look(self, today: date) -> bool:
        """Read everything; take it over if it works, and tell whether the bot has something new."""
        self._seen = self._stamps()
        return await asyncio.to_thread(self._read, today)

    async def changed(self) -> None:
        """Wait until a file was saved, made or taken away, and the saving is over."""
        seen = self._stamps()
        while seen == self._seen:
            await asyncio.sleep(LOOK_SECONDS)
            seen = self._stamps()
        await asyncio.sleep(LOOK_SECONDS / 3)  # an editor may write more than one file

    def _read(self, today: date) -> bool:
        report = check(today, self.folders)
        broken = _broken_words(self.folders.locales)
        warnings = report.warnings[:MOST_WARNINGS]
        if report.library is None or broken:
            told = {each.file for each in broken}
            self.problems = [*report.errors, *broken]
            self.warnings = [each for each in warnings if each.file not in told]
            self._take_copy()
            return False
        # A version that must rise before a release is no reason not to try the words out.
        self.problems, self.warnings = [], [*report.errors, *warnings][:MOST_WARNINGS]
        self._replace_copy()
        self._take_copy()
        return True

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


def _broken_words(locales: Path) -> list[Problem]:
    """Find catalogues that can't be read at all; one such would keep the bot from starting."""
    try:
        Words(locales)
    except PoFileError as broken:
        where = locales / str(broken.catalog.locale) / "LC_MESSAGES" / "flows.po"
        line = broken.lineno + 1  # the library counts from nought
        return [Problem(shown(where), line, f"not a catalogue: {broken.args[0]}")]
    return []
