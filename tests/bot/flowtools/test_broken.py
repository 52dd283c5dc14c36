"""Files that can't be read: each fault is a problem with its line, and its cause stands first."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.flowtools.causes import causes_first
from bot.flowtools.check import Folders, check, read
from bot.flowtools.words import file_of, update
from flows.load import LIBRARY, load_library
from flows.values.source import Problem
from flows.values.words import LOCALES
from tests.bot.flowtools import tea

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PLURALS = "nplurals=2; plural=(n != 1);"


def spanish(folder: Path) -> Path:
    """Make the tea library with a Spanish catalogue; return the catalogue."""
    locales = folder / "locales"
    locales.mkdir()
    (locales / "languages.yaml").write_text("languages:\n  es: begun\n", "utf-8")
    list(update(load_library(tea.library(folder)), NOW, locales))
    return file_of("es", locales)


def told(folder: Path) -> list[Problem]:
    """Return the errors of the check over such a folder."""
    return check(TODAY, Folders(folder / "library", folder / "locales", folder / "kept")).errors


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('msgid "Coffee"', 'msgjd "Coffee"', "Unknown or misformatted keyword"),
        ('msgid "Coffee"', 'msgid "Coffee', "between two quotes"),
        ('msgid "Coffee"', 'msgid Coffee"', "between two quotes"),
        ('msgid "Coffee"', 'msgid "Cof"fee"', "between two quotes"),
        ('"Plural-Forms: ' + PLURALS, '"Plural-Forms: nplurals=x; plural=(n ! 1);', "for plurals"),
        ('"Plural-Forms: ' + PLURALS, '"Plural-Forms: none', "for plurals"),
        ("charset=utf-8", "charset=klingon", "write charset=utf-8"),
    ],
)
def test_a_broken_catalogue_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    """The line of the fault as an editor counts, whatever the reader of such files would raise."""
    file = spanish(tmp_path)
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    (problem,) = told(tmp_path)
    line = text[: text.index(old)].count("\n") + 1
    assert (problem.file, problem.line) == (str(file), line)
    assert what in problem.what


def test_a_catalogue_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    """The line of the first letter that is not UTF-8."""
    file = spanish(tmp_path)
    head = "# Español\n".encode("latin-1")
    file.write_bytes(b"# one\n" + head + file.read_bytes())
    assert [(p.line, p.what) for p in told(tmp_path)] == [(2, "not UTF-8; save the file as UTF-8")]


def test_a_folder_that_is_no_language_is_told(tmp_path: Path) -> None:
    """Its name is what a language would be called."""
    file = spanish(tmp_path)
    shutil.copytree(file.parents[1], tmp_path / "locales" / "xx")
    (problem,) = told(tmp_path)
    assert problem.file.endswith("xx/LC_MESSAGES/flows.po")
    assert "no language is called 'xx'" in problem.what


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "the file is empty"),
        ("languages: [es\n", 2, "not YAML"),
        ("- es\n", 1, "write languages:"),
        ("languages:\n  es: ready\n", 2, "write complete or begun"),
        ("languages:\n  es: begun\n  klingon: begun\n", 3, "no language is called 'klingon'"),
    ],
)
def test_a_broken_list_of_languages_is_told(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    """With its line, like any other file."""
    spanish(tmp_path)
    file = tmp_path / "locales" / "languages.yaml"
    file.write_text(text, "utf-8")
    (problem,) = told(tmp_path)
    assert (problem.file, problem.line) == (str(file), line)
    assert what in problem.what


def test_an_empty_list_of_languages_is_fine(tmp_path: Path) -> None:
    """A project may have no translation."""
    tea.library(tmp_path)
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "languages.yaml").write_text("languages:\n", "utf-8")
    assert told(tmp_path) == []


def test_the_cause_is_told_and_not_what_follows_from_it(tmp_path: Path) -> None:
    """A table that can't be read is one problem, not one for each name that others know from it."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    file = tmp_path / "library" / "checkup" / "advice.yaml"
    lines = file.read_text("utf-8").split("\n")
    lines[6] = "  bad: [unclosed"
    file.write_text("\n".join(lines), "utf-8")
    report = read(Folders(tmp_path / "library", LOCALES))
    assert report.library is None
    assert [(p.file, p.what[:8]) for p in report.errors] == [(str(file), "not YAML")]


def test_each_problem_is_told_once_and_what_was_saved_first() -> None:
    """Files that can't be read, then the file just saved, then keys that nobody knows."""
    found = [
        Problem("a/flow.yaml", 3, "there is no question 'x'"),
        Problem("a/flow.yaml", 3, "there is no question 'x'"),
        Problem("b/flow.yaml", 5, "'nmae' is no key here; see the list"),
        Problem("c/flow.yaml", 7, "text: write a text"),
        Problem("d/flow.yaml", 1, "not YAML: did not find expected key"),
    ]
    told = causes_first(found, saved={"c/flow.yaml"})
    assert [p.file[0] for p in told] == ["d", "c", "b", "a"]
