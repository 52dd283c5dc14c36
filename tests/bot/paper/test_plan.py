"""The plan's page: every part on it as chosen, one page where it can be, words never obeyed."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdftypes import resolve1

from bot.paper import Line, NotDrawnError, NothingToDrawError, Part, PlanWords, Said, TooMuchError
from bot.paper.data import page
from bot.paper.press import HERE, Press
from tests.bot.paper.reading import document, has, overlaps, sheets
from tests.bot.paper.samples import SAMPLES, parts, plan_words

MARGIN = 50.0
HOSTILE = [
    '#panic("x")',
    "$x^2$ @ref <b>bold</b> *s* _u_ `c`",
    "// gone? /* gone? */ \\n \\u{41}",
    "= Heading",
    '"}], "parts": [{"kind": "text',
    '#let d = 1 #sys.inputs #read("plan.typ")',
]


def quote(words: str, name: str = "own") -> Said:
    """Make a part of somebody's own words."""
    return Said(name, (Line(words, style="quote"),))


@pytest.mark.parametrize("language", SAMPLES)
def test_a_whole_plan_is_one_page(press: Press, language: str) -> None:
    """In every language all parts stand on it, inside its margins and on no other."""
    (sheet,) = sheets(press.plan_page(parts(language), plan_words(language)))
    sample = SAMPLES[language]
    wanted = [*sample.weighs, *sample.line, sample.own, sample.last, *sample.names, *sample.levels]
    assert [words for words in wanted if not has(sheet, words)] == []
    assert overlaps(sheet) == []
    assert min(box.left for box in sheet.boxes) >= MARGIN
    assert max(box.right for box in sheet.boxes) <= sheet.width - MARGIN
    assert (round(sheet.width), round(sheet.height)) == (595, 842)


def test_only_the_chosen_parts_are_on_it(press: Press) -> None:
    """What a person left out is nowhere in the file."""
    chosen = [part for part in parts("en") if part.id in {"weighs", "last"}]
    (sheet,) = sheets(press.plan_page(chosen, plan_words("en")))
    assert has(sheet, "no progress and dread")
    assert not has(sheet, "same things")
    assert not has(sheet, "Mostly")


@pytest.mark.parametrize("language", SAMPLES)
def test_it_can_be_read_out(press: Press, language: str) -> None:
    """It is tagged, names its language and keeps to the standard for accessible PDFs."""
    pdf = press.plan_page(parts(language), plan_words(language))
    catalog = document(pdf).catalog
    assert catalog["Lang"].decode() == language.replace("_", "-")
    assert catalog["MarkInfo"]["Marked"] is True
    assert "StructTreeRoot" in catalog
    data = page(parts(language), plan_words(language))
    assert press.made("plan.typ", data, "pdf", ["ua-1"]).startswith(b"%PDF-")


def test_it_tells_nothing_of_who_and_when() -> None:
    """No author, no moment; made twice, also by another press, it is the same to the byte."""
    first, second = (Press().plan_page(parts("en"), plan_words("en")) for _ in range(2))
    assert first == second
    read = document(first)
    assert [set(info) for info in read.info] == [{"Title", "Creator"}]
    described = resolve1(read.catalog["Metadata"]).get_data().decode()
    assert "Date" not in described
    assert "dc:creator" not in described


@pytest.mark.parametrize("words", HOSTILE)
def test_own_words_are_words_only(press: Press, words: str) -> None:
    """Nothing a person writes is obeyed as markup, wherever it stands."""
    said = Said("own", (Line(words, lead=words), Line(words, style="quote")), heading=words)
    (sheet,) = sheets(press.plan_page([said], PlanWords("en", words, words, words)))
    assert sheet.words.count(" ".join(words.split())) == 7


def test_lines_and_long_words_stay_inside(press: Press) -> None:
    """New lines are kept, and a word wider than the page is broken."""
    words = "first\nsecond\n\n" + "a" * 300 + " https://example.org/" + "x" * 200
    (sheet,) = sheets(press.plan_page([quote(words)], plan_words("en")))
    assert sheet.box("first").bottom > sheet.box("second").bottom
    assert max(box.right for box in sheet.boxes) <= sheet.width - MARGIN
    assert sheet.words.count("a" * 20) > 3


def test_a_quote_turns_by_its_own_script(press: Press) -> None:
    """Arabic words stand at the right of an English page, English ones at the left of an Arabic."""
    (english,) = sheets(press.plan_page([quote(SAMPLES["ar"].own)], plan_words("en")))
    assert english.box("رركأ").right > english.width - MARGIN - 30
    (arabic,) = sheets(press.plan_page([quote(SAMPLES["en"].own)], plan_words("ar")))
    assert arabic.box("I keep saying").left < MARGIN + 40
    mixed = page([quote(f"CBT? {SAMPLES['ar'].own}"), quote("12")], plan_words("ar"))
    assert [part["lines"][0]["direction"] for part in mixed["parts"]] == ["rtl", "rtl"]


def test_many_words_become_smaller_then_flow_over(press: Press) -> None:
    """A little too much is set smaller on one page, much more goes on to a second."""
    sentence = "I keep saying the same things and nothing moves at all. "

    def page_of(count: int) -> tuple[int, float]:
        made = sheets(press.plan_page([quote(sentence * count)], plan_words("en")))
        return len(made), made[0].box("I keep saying").size

    few, some, many = page_of(10), page_of(75), page_of(100)
    assert [few[0], some[0], many[0]] == [1, 1, 2]
    assert few[1] > some[1] >= 8.9
    assert many[1] >= 9.9


def test_pages_are_counted_only_where_there_are_several(press: Press) -> None:
    """A single page has no number."""
    longer: list[Part] = [quote("word " * 1200)]
    first, second = sheets(press.plan_page(longer, plan_words("en")))
    assert has(first, "1")
    assert "1 / 2" in first.words
    assert "2 / 2" in second.words
    (single,) = sheets(press.plan_page([quote("word")], plan_words("en")))
    assert "/" not in single.words


def test_nothing_chosen_and_too_much_are_told_apart(press: Press) -> None:
    """Each has its own error."""
    with pytest.raises(NothingToDrawError):
        press.plan_page([], plan_words("en"))
    with pytest.raises(TooMuchError):
        press.plan_page([quote("word " * 7000)], plan_words("en"))


@given(st.text(max_size=200), st.sampled_from(["en", "ar"]))
def test_any_words_at_all_can_be_set(press: Press, words: str, language: str) -> None:
    """Whatever is typed, the font has a form for it: the strictest standard finds nothing."""
    said = Said("own", (Line(words, lead=words), Line(words, style="quote")))
    data = page([said], plan_words(language))
    assert press.made("plan.typ", data, "pdf", ["ua-1"]).startswith(b"%PDF-")


def test_a_font_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Otherwise the page would come out without a word."""
    for source in HERE.glob("*.typ"):
        shutil.copy(source, tmp_path)
    plan = tmp_path / "plan.typ"
    plan.write_text(plan.read_text("utf-8").replace("DejaVu Sans", "Nowhere Sans"), "utf-8")
    with pytest.raises(NotDrawnError, match="nowhere sans"):
        Press(tmp_path).plan_page(parts("en"), plan_words("en"))
