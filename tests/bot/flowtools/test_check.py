"""The check of everything: problems with file and line, all at once; warnings beside them."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.flowtools.check import MOST, Folders, Report, check
from bot.flowtools.released import keep
from bot.flowtools.words import update
from flows.load import load_library
from tests.bot.flowtools import tea

TODAY = date(2026, 11, 24)


def checked(
    folder: Path, text: str = tea.TEA, *, today: date = TODAY, strict: bool = False
) -> Report:
    """Check a library with this tea flow."""
    folders = Folders(tea.library(folder, text), folder / "locales", folder / "released")
    return check(today, folders, strict=strict)


def test_all_is_well(tmp_path: Path) -> None:
    """A good library has nothing to tell."""
    report = checked(tmp_path)
    assert (report.errors, report.warnings) == ([], [])


def test_every_problem_of_every_file_is_told_with_its_line(tmp_path: Path) -> None:
    """The file as it can be opened, the line, what to write instead."""
    text = tea.TEA.replace("Coffee\n", '"{cofee}"\n').replace("visit: list", "visit: lists")
    found = [str(problem) for problem in checked(tmp_path, text).errors]
    file = tmp_path / "library" / "tea" / "flow.yaml"
    lines = text.splitlines()
    coffee = next(n for n, line in enumerate(lines, 1) if "cofee" in line)
    assert any(one.startswith(f"{file}:{coffee}: ") and "{cofee}" in one for one in found)
    visit = next(n for n, line in enumerate(lines, 1) if "visit: lists" in line)
    assert any(one.startswith(f"{file}:{visit}: ") and "aside: yes" in one for one in found)


def test_help_lines_grow_old_after_half_a_year(tmp_path: Path) -> None:
    """A warning at the line of the entry, naming the page to look at."""
    entry = "{ number: '1', how: call, hours: always, source: here, checked: 2026-11-23 }"
    tea.library(tmp_path)
    file = tmp_path / "library" / "lines.yaml"
    text = f"countries:\n  XX:\n    crisis:\n      - {entry}\n"
    folders = Folders(tmp_path / "library", tmp_path / "locales", tmp_path / "released")
    file.write_text(text, "utf-8")
    assert check(date(2027, 5, 22), folders).warnings == []
    (old,) = check(date(2027, 5, 23), folders).warnings
    assert (old.file, old.line) == (str(file), 4)
    assert old.what.startswith("XX 1: checked 181 days ago")


def test_a_released_answer_taken_away_is_an_error_with_its_line(tmp_path: Path) -> None:
    """The line of the version, and of the file's beginning where `renamed` is to be added."""
    library = load_library(tea.library(tmp_path))
    list(keep(library, tmp_path / "released"))
    report = checked(tmp_path, tea.TEA.replace("          sugar: Sugar\n", ""))
    assert sorted((p.line, p.what.split(" ")[0]) for p in report.errors) == [
        (1, "answer"),
        (2, "version"),
    ]


def test_translations_are_warnings_unless_asked_strictly(tmp_path: Path) -> None:
    """A language called complete fails the strict check; a long list is cut."""
    locales = tmp_path / "locales"
    locales.mkdir()
    (locales / "languages.yaml").write_text("languages: { es: complete }\n", "utf-8")
    assert [p.what for p in checked(tmp_path).warnings] == [
        "there is no such file; run checkup flows words update"
    ]
    assert len(checked(tmp_path, strict=True).errors) == 1

    list(update(load_library(tmp_path / "library"), datetime.now(UTC), locales))
    errors = checked(tmp_path, strict=True).errors
    assert len(errors) == MOST + 1
    assert "checkup flows words check" in errors[-1].what
