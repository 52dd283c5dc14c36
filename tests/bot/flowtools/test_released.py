"""Kept versions: what people may have answered is never lost without a word."""

from pathlib import Path

import pytest

from bot.flowtools.released import compare, keep, kept, record
from flows.content.flow import Flow
from flows.load import load_library
from tests.bot.flowtools import tea


def flow(folder: Path, text: str = tea.TEA) -> Flow:
    """Load the tea flow with this text."""
    return load_library(tea.library(folder, text)).flows["tea"]


def found(folder: Path, text: str, *, keeping: bool = False) -> list[tuple[str, str]]:
    """Compare this text with version 1, kept as it is; return (key, what)."""
    records = [record(flow(folder))]
    problems = compare(flow(folder, text), records, keeping=keeping)
    return [(".".join(map(str, path)), what) for path, what in problems]


def test_records_are_kept_once_and_read_back(tmp_path: Path) -> None:
    """One file for each flow and version, the same when read; a second run writes nothing."""
    library = load_library(tea.library(tmp_path))
    written = list(keep(library, tmp_path / "released"))
    assert [file.name for file in written] == ["help_now-1.json", "tea-1.json"]
    records = kept(tmp_path / "released")
    assert records[1] == record(library.flows["tea"])
    assert records[1].questions["extra"] == ("milk", "sugar")
    assert list(keep(library, tmp_path / "released")) == []


def test_the_library_as_it_is_can_be_kept(tmp_path: Path) -> None:
    """Each flow has its record, and what was just kept has not changed."""
    library = load_library()
    assert len(list(keep(library, tmp_path))) == len(library.flows)
    records = kept(tmp_path)
    found = [each for one in library.flows.values() for each in compare(one, records, keeping=True)]
    assert found == []


def test_what_is_added_needs_nothing(tmp_path: Path) -> None:
    """A new answer loses nobody's; only keeping it asks for a version of its own."""
    text = tea.TEA.replace("sugar: Sugar", "sugar: Sugar\n          honey: Honey")
    assert found(tmp_path, text) == []
    ((key, what),) = found(tmp_path, text, keeping=True)
    assert key == "version"
    assert what.endswith("write version: 2")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("extra", "beside", "question extra of version 1 is gone"),
        ("sugar: Sugar", "honey: Honey", "answer extra.sugar of version 1 is gone"),
    ],
)
def test_what_is_gone_needs_a_version_and_an_entry(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """Both are asked for, and both together are enough."""
    text = tea.TEA.replace(old, new)
    keys = dict(found(tmp_path, text))
    assert set(keys) == {"renamed", "version"}
    assert keys["renamed"].startswith(told)
    entry = "extra: beside" if old == "extra" else "extra.sugar: ~"
    mended = text.replace("version: 1", f"version: 2\nrenamed: {{ {entry} }}")
    assert found(tmp_path, mended) == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("drink: page", "drink is still there; take the entry out"),
        ("drink.tea: ~", "drink.tea is still there; take the entry out"),
        ("old: nowhere", "old leads to nowhere, which is not there"),
        ("drink.old: drink.nowhere", "drink.old leads to drink.nowhere, which is not there"),
        ("old: drink.tea", "old leads to drink.tea, which is not there"),
    ],
)
def test_an_entry_that_would_mislead_is_told(tmp_path: Path, entry: str, told: str) -> None:
    """An entry leads from what is gone to what is there."""
    text = tea.TEA.replace("version: 1", f"version: 2\nrenamed: {{ {entry} }}")
    ((key, what),) = found(tmp_path, text)
    assert key == f"renamed.{entry.split(':', maxsplit=1)[0]}"
    assert what.startswith(told)


def test_a_version_never_goes_back(tmp_path: Path) -> None:
    """What was released under a higher number stays the later one."""
    later = record(flow(tmp_path, tea.TEA.replace("version: 1", "version: 3")))
    ((path, what),) = compare(flow(tmp_path), [later])
    assert path == ("version",)
    assert what.startswith("version 3 is released")
