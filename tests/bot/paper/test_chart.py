"""The chart: what it shows, that all of it can be read, and what it is drawn from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.paper import ChartWords, NothingToDrawError, Point
from bot.paper.data import INK, merged, picture
from bot.paper.press import Press
from tests.bot.paper.reading import (
    Sheet,
    colour,
    colours,
    contrast,
    has,
    near,
    overlaps,
    sheets,
    size,
)
from tests.bot.paper.samples import SAMPLES, START, chart_words, points

MARGIN = 12.0
SMALLEST = 9.9
WORDLESS = ChartWords("en", " ", " ", " ", " ", " ", (" ",) * 4, (" ",) * 3)


def drawn(press: Press, shown: tuple[Point, ...], words: ChartWords) -> Sheet:
    """Draw the same chart as a PDF, where its words can be read back."""
    (sheet,) = sheets(press.made("picture.typ", picture(shown, words), "pdf"))
    return sheet


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("count", [1, 2, 5, 30])
def test_all_words_stand_inside_and_apart(press: Press, language: str, count: int) -> None:
    """In every language each word is in the picture, big enough for a phone, and on no other."""
    words = chart_words(language)
    sheet = drawn(press, points(language, count), words)
    names = [words.heard, words.open, words.going, *words.levels, *words.marks, words.title]
    assert [name for name in names if not has(sheet, name)] == []
    assert overlaps(sheet) == []
    assert min(box.size for box in sheet.boxes) >= SMALLEST
    assert min(box.left for box in sheet.boxes) >= MARGIN
    assert max(box.right for box in sheet.boxes) <= sheet.width - MARGIN
    assert min(box.bottom for box in sheet.boxes) >= MARGIN / 2
    assert max(box.top for box in sheet.boxes) <= sheet.height - MARGIN / 2


def test_words_that_are_too_long_become_smaller(press: Press) -> None:
    """Nothing leaves the picture or lies on something else, however long a translation is."""
    words = replace(
        chart_words("de"),
        title="Ein Titel, der auf keine Zeile eines kleinen Telefons passt, auch nicht quer",
        challenged="Auf eine für mich hilfreiche und nachvollziehbare Weise herausgefordert",
        levels=("Nein", "Eher nicht oder nur in sehr wenigen Sitzungen", "Meistens", "Ja"),
    )
    shown = tuple(replace(p, label="Mittwoch, 12. September 2026") for p in points("de"))
    sheet = drawn(press, shown, words)
    assert overlaps(sheet) == []
    assert max(box.right for box in sheet.boxes) <= sheet.width - MARGIN
    assert min(box.left for box in sheet.boxes) >= MARGIN


def test_time_runs_the_way_the_language_is_read(press: Press) -> None:
    """From left to right, with the levels at the left; in Arabic both are mirrored."""
    latin = drawn(press, points("en"), chart_words("en"))
    assert latin.box("Mar 9").left < latin.box("May 4").left
    assert latin.box("Not really").right < latin.width / 2
    arabic = drawn(press, points("ar"), chart_words("ar"))
    assert arabic.box("سرام").left > arabic.box("ويام").left
    assert arabic.box("ابلاغ").left > arabic.width / 2


def test_the_picture_fits_a_phone(press: Press) -> None:
    """It is sharp at 360 points and within what Telegram leaves as it is."""
    wide, tall = size(press.chart(points("ru", 30), chart_words("ru")))
    assert wide == 1080
    assert tall <= 1280


def test_words_are_really_drawn(press: Press) -> None:
    """With words there are pixels in the colours of words, without them there are none."""
    with_words = colours(press.chart(points("ar"), chart_words("ar")))
    dayless = [replace(point, label="") for point in points("ar")]
    without = colours(press.chart(dayless, WORDLESS))
    for name in ("text", "quiet"):
        assert near(with_words, INK[name]) > 500
        assert near(without, INK[name]) == 0
    assert near(without, INK["mark"]) > 500


def test_the_picture_brings_its_own_ground(press: Press) -> None:
    """It is opaque and mostly paper, so the chat's colour behind it makes no difference."""
    found = colours(press.chart(points("en"), chart_words("en")))
    assert all(pixel[3] == 255 for pixel in found)
    assert found.most_common(1)[0][0] == colour(INK["paper"])


def test_colours_can_be_told_apart() -> None:
    """Words reach 7:1 on their ground, the curve 4.5:1; the card's edge shows on either chat."""
    assert contrast(INK["text"], INK["paper"]) >= 7
    assert contrast(INK["quiet"], INK["paper"]) >= 7
    assert contrast(INK["mark"], INK["paper"]) >= 4.5
    assert contrast(INK["line"], INK["paper"]) >= 1.4


def test_the_newest_thirty_days_are_drawn() -> None:
    """Points come in any order; a day's later answer counts; the oldest go first."""
    many = [Point(START + timedelta(days=n), str(n), heard=n % 4) for n in range(40)]
    again = Point(many[39].day, "39", heard=None, going=7)
    kept = merged([*reversed(many), again])
    assert [p.label for p in kept] == [str(n) for n in range(10, 40)]
    assert (kept[-1].heard, kept[-1].going) == (39 % 4, 7)


def test_days_stand_as_far_apart_as_they_are() -> None:
    """Six weeks take up six times the room of one."""
    days = [START, START + timedelta(weeks=1), START + timedelta(weeks=7)]
    read = picture([Point(d, str(d), heard=1) for d in days], chart_words("en"))
    assert [x for x, _ in read["days"]] == [0, pytest.approx(1 / 7), 1]


def test_what_was_never_asked_has_no_panel(press: Press) -> None:
    """A person who only answered one question sees that one."""
    shown = tuple(Point(p.day, p.label, going=p.going) for p in points("en"))
    sheet = drawn(press, shown, chart_words("en"))
    assert has(sheet, "How therapy is going")
    assert not has(sheet, "Challenged")


@pytest.mark.parametrize("shown", [(), (Point(START, "9 Mar"),)])
def test_nothing_is_no_chart(press: Press, shown: tuple[Point, ...]) -> None:
    """Without an answer there is a named error, not an empty picture."""
    with pytest.raises(NothingToDrawError):
        press.chart(shown, chart_words("en"))
