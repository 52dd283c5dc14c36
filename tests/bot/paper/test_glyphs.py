"""Words and the font: what it has stays, what it lacks gets another form or a □."""

# ruff: noqa: RUF001 - other alphabets have letters that look like Latin ones

import pytest

from bot.paper.glyphs import MISSING, covered, fitting, lacking
from tests.bot.paper.samples import SAMPLES


@pytest.mark.parametrize("language", SAMPLES)
def test_the_languages_are_covered(language: str) -> None:
    """Each language's own words come through as they are, accents and quotation marks too."""
    sample = SAMPLES[language]
    for words in (*sample.names, *sample.levels, *sample.line, sample.own, sample.last):
        assert lacking(words) == frozenset()
        assert fitting(words) == words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("😊 🙂 ❤\ufe0f", "😊 ☺ ❤"),
        ("👍🏽", MISSING),
        ("👨\u200d👩\u200d👧\u200d👦!", f"{MISSING}!"),
        ("1\ufe0f\u20e3", "1"),
        ("🇩🇪", "DE"),
        ("中文", MISSING * 2),
        ("नमस्ते", MISSING * 4),
        ("שלום", "שלום"),
        ("𝐛𝐨𝐥𝐝", "bold"),
        ("e\u0301", "é"),
        ("x\ud800y", f"x{MISSING}y"),
        ("\ue000", MISSING),
        ("a\u202eb\x00c\ufeff", "abc"),
        ("one\r\ntwo\u2028three\tfour", "one\ntwo\nthree four"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 4),
    ],
)
def test_what_the_font_lacks_is_written_otherwise(typed: str, shown: str) -> None:
    """A sister sign, plain letters, or one box for what looks like one sign; nothing is silent."""
    assert fitting(typed) == shown


def test_a_word_wider_than_a_line_may_break() -> None:
    """Only words too long for any language are given places to break at."""
    assert fitting("x" * 24) == "x" * 24
    assert fitting("x" * 60) == "\u200b".join(("x" * 24, "x" * 24, "x" * 12))


def test_the_font_is_read_as_it_is() -> None:
    """It has the letters of five scripts, and not those of others."""
    assert set("aßЖшعپא→✔□") <= covered()
    assert not set("中👍न") & covered()
