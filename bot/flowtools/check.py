"""All that is wrong with the flows, or will be: files, versions, help lines, translations."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.flowtools import released, words
from bot.flowtools.causes import causes_first
from bot.flowtools.places import LIBRARY, LOCALES, RELEASED, shown
from bot.flowtools.wordcheck import findings
from flows.content.library import Library
from flows.content.lines import OLD_AFTER_DAYS
from flows.load import LoadError, load_library
from flows.values import source
from flows.values.source import Problem

MOST = 5
"""Problems told of one catalogue."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the library, its translations and its kept versions are read from."""

    library: Path = LIBRARY
    locales: Path = LOCALES
    released: Path = RELEASED


@dataclass(slots=True)
class Report:
    """What was found; `library` is None where it could not be loaded.

    `readable` tells whether the translations are.
    """

    library: Library | None = None
    readable: bool = False
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def check(today: date, folders: Folders, *, strict: bool = False, keeping: bool = False) -> Report:
    """Look at everything. `strict`: a grave fault of a translation is an error."""
    report = read(folders)
    look_closer(report, today, folders, strict=strict, keeping=keeping)
    return report


def read(folders: Folders, saved: Collection[str] = ()) -> Report:
    """Read the library and the translations, and tell all that keeps the bot from starting.

    What is the cause of the rest, or stands in a file just `saved`, comes first.
    """
    library = None
    found: list[Problem] = []
    try:
        library = load_library(folders.library)
    except LoadError as error:
        found = [_placed(folders, problem) for problem in error.problems]
    broken = words.faults(folders.locales)
    return Report(library, not broken, causes_first([*found, *broken], saved))


def look_closer(
    report: Report, today: date, folders: Folders, *, strict: bool = False, keeping: bool = False
) -> None:
    """Add what is wrong besides, or will be, where there is a library to look at."""
    if report.library is None:
        return
    report.errors += _versions(report.library, folders, keeping=keeping)
    report.warnings += _old_lines(report.library, folders, today)
    found = findings(report.library, folders.locales) if report.readable else []
    grave = [finding.problem for finding in found if finding.grave and strict]
    report.errors += _first(grave)
    report.warnings += _first([f.problem for f in found if not (f.grave and strict)])


def _first(found: list[Problem]) -> Iterator[Problem]:
    """Give a few problems of each file, and how many there are besides."""
    for file in dict.fromkeys(problem.file for problem in found):
        mine = [problem for problem in found if problem.file == file]
        yield from mine[:MOST]
        if len(mine) > MOST:
            what = f"and {len(mine) - MOST} more; checkup flows words check lists them all"
            yield replace(mine[MOST], what=what)


def _versions(library: Library, folders: Folders, *, keeping: bool) -> Iterator[Problem]:
    records = released.kept(folders.released)
    for name, flow in library.flows.items():
        file = folders.library / name / "flow.yaml"
        src = source.read(file, shown(file), name)
        for path, what in released.compare(flow, records, keeping=keeping):
            yield src.problem(path, what)


def _old_lines(library: Library, folders: Folders, today: date) -> Iterator[Problem]:
    file = folders.library / "lines.yaml"
    src = source.read(file, shown(file), "lines")
    for code, entry in library.lines.old(today):
        country = library.lines.countries[code]
        path: source.Path_ = ("countries", code, "emergency")
        for kind in ("crisis", "home", "youth"):
            at = [n for n, one in enumerate(getattr(country, kind)) if one is entry]
            path = ("countries", code, kind, at[0]) if at else path
        days = (today - entry.checked).days
        what = f"{code} {entry.number}: checked {days} days ago, more than {OLD_AFTER_DAYS}"
        yield src.problem(path, f"{what}; look at {entry.source} and write the day in `checked`")


def _placed(folders: Folders, problem: Problem) -> Problem:
    return replace(problem, file=shown(folders.library / problem.file))
