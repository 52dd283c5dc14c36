"""The page for review: every text, in order, with its conditions in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.flowtools import catalogues
from bot.flowtools.conditions import condition
from bot.flowtools.pages import page
from bot.flowtools.words import file_of, update
from bot.refused import RefusedError
from flows.load import load_library
from tests.bot.flowtools import tea


def test_no_text_of_the_real_library_is_left_out() -> None:
    """A reviewer who has read the page has read everything."""
    text = page("en").replace("\\", "")
    assert [phrase for phrase in load_library().phrases() if phrase.text not in text] == []


def test_texts_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Step, question, condition, words, buttons."""
    text = page("en", tea.library(tmp_path))
    places = [
        "## tea",
        "### Something warm",
        "#### `drink` (choice)",
        "> What would you like?",
        "- **[Tea]** `tea`",
        "  - also: a cup of tea | chai",
        "#### `extra` (several)",
        "*asked if drink is tea or coffee*",
        "When it is done, this stays:",
        "> > *if extra answered:* {drink} with {extra}.",
        "> *(own_words: yes)*",
    ]
    found = [text.index(f"\n{place}") for place in places]
    assert found == sorted(found)


def test_a_translation_is_shown_and_what_is_missing_marked(tmp_path: Path) -> None:
    """A reviewer of Spanish sees what people will see."""
    root, locales = tea.library(tmp_path), tmp_path / "locales"
    locales.mkdir()
    (locales / "languages.yaml").write_text("languages: { es: begun }\n", "utf-8")
    list(update(load_library(root), datetime.now(UTC), locales))
    file = file_of("es", locales)
    found = catalogues.read(file)
    for message in found:
        if message.id == "Coffee":
            message.string = "Café"
    file.write_bytes(catalogues.written(found, "es"))
    text = page("es", root, locales)
    assert "- **[Café]** `coffee`" in text
    assert "> What would you like? *(English)*" in text
    with pytest.raises(RefusedError, match=r"no texts in 'fr'\. There are: en, es"):
        page("fr", root, locales)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"kind": ["never", "between"]}, "kind is never or between"),
        ({"signs": "at least 3", "line": "answered"}, "signs at least 3, and line answered"),
        ([{"quiet": "yes"}, {"kind": {"not": ["never"]}}], "quiet is yes; or kind is not never"),
    ],
)
def test_conditions_read_as_sentences(raw: object, words: str) -> None:
    """No braces, no brackets."""
    assert condition(raw) == words
