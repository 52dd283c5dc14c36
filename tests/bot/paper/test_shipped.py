"""What is shipped, drawn: a check-up and two looks lived in every language there are words in."""

import re
from collections.abc import Iterator

import pytest

from bot.paper import Fit, NothingToDrawError, Part, Said
from bot.paper.data import page, picture
from bot.paper.drawing import Drawing
from bot.paper.glyphs import MISSING, lacking
from bot.paper.press import Press
from flows.engine import Engine
from flows.load import load_library
from flows.values.talk import Said as Action
from flows.values.talk import Tap
from flows.values.words import Words
from tests.bot.paper.reading import Sheet, has, overlaps, sheets
from tests.flows.person import Person
from tests.flows.weeks import Living, looks

WORDS = Words()
LANGUAGES = WORDS.languages
OWN = "Siempre digo lo mismo, and nothing moves"
EDGE = 12.0
SIDE = 50.0
SMALLEST = 9.9


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Give an engine over the library as shipped."""
    return Engine(load_library(), WORDS, {"days": 400})


class Marking(Living):
    """Marks an approach to ask about when the list of them comes."""

    def take(self, said: Action) -> Person:
        """Say it; the list takes three taps of its own."""
        came = self.turn.card and self.turn.card.question
        super().take(said)
        card = self.turn.card
        if card and card.question == "marked" != came:
            self.taps("#?emdr", "#+emdr", "#!done")
        return self


def lived(engine: Engine, language: str, times: int = 2, **answers: str) -> Living:
    """Let somebody do a check-up with words of their own, and look at it twice."""
    person: Living = Marking(engine, zone="Europe/Madrid", country="ES", language=language)
    person.plans(**{"line": "!plain", "approach": "read", "small": "walk", **answers})
    person.sends("plan").taps("#better").types(OWN).taps("#done")
    if times:
        looks(person, 2, heard="no", talked="not_yet").taps("#done")
    if times > 1:
        looks(person, 5, heard="mostly")
    return person


def drawing(person: Living, language: str = "en") -> Drawing:
    """Read this person's conversation as the bot does."""
    return Drawing(person.engine, person.talk, language, person.now)


def words_in(parts: tuple[Part, ...]) -> Iterator[str]:
    """Go through all words of these parts."""
    for part in parts:
        if isinstance(part, Said):
            yield from (word for line in part.lines for word in (line.lead, line.words) if word)
        elif isinstance(part, Fit):
            yield from (word for row in part.rows for word in row[:2])
        yield part.heading


def sound(sheet: Sheet, side: float) -> None:
    """Make sure that nothing lies on anything else or leaves the sheet."""
    assert overlaps(sheet) == []
    assert min(box.left for box in sheet.boxes) >= side
    assert max(box.right for box in sheet.boxes) <= sheet.width - side
    assert min(box.bottom for box in sheet.boxes) >= 0
    assert max(box.top for box in sheet.boxes) <= sheet.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_as_shipped(engine: Engine, press: Press, language: str) -> None:
    """Every name, level and day stands in it, apart from each other, big enough for a phone."""
    chart = drawing(lived(engine, language), language).chart()
    data = picture(chart.points, chart.words)
    (sheet,) = sheets(press.made("picture.typ", data, "pdf"))
    said = [chart.words.title, chart.words.heard, chart.words.open, *chart.words.levels]
    assert [words for words in said if not has(sheet, words)] == []
    assert not any(lacking(words) or MISSING in words for words in said)
    sound(sheet, EDGE)
    assert min(box.size for box in sheet.boxes) >= SMALLEST
    assert len({point.day for point in chart.points}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_as_shipped(engine: Engine, press: Press, language: str) -> None:
    """All of it stands on one page, their own words too, and no letter is missing."""
    parts, words = drawing(lived(engine, language), language).page()
    data = page(parts, words)
    (sheet,) = sheets(press.made("plan.typ", data, "pdf", ["ua-1"]))
    told = [*words_in(parts), words.title, words.day, words.foot]
    assert [one for one in told if not has(sheet, one)] == []
    assert has(sheet, OWN)
    assert not any(lacking(one) or MISSING in one for one in told)
    sound(sheet, SIDE)


@pytest.mark.parametrize("times", [0, 2])
def test_all_of_it_is_all_of_it(engine: Engine, times: int) -> None:
    """From the check-up and from a follow-up alike: what was said first is on it too."""
    parts, _ = drawing(lived(engine, "en", times)).page(["all"])
    ids = [part.id for part in parts]
    wanted = {"working", "words", "line", "approaches", "decision", "fit", "small", ""}
    assert set(ids) == wanted | ({"tried", "chart"} if times else set())
    told = " ".join(words_in(parts))
    assert "EMDR" in told
    assert "What isn't working" in told or "Where you are" in told
    assert told.count("What comes first:") == 1
    assert "I'll come back" not in told
    assert "Your answers stay here" not in told


PARTS = ["working", "words", "line", "approaches", "decision", "fit", "small", "tried", "chart"]


@pytest.mark.parametrize("part", PARTS)
def test_only_what_was_chosen_stands_on_the_page(engine: Engine, part: str) -> None:
    """Each part alone, and nothing of the others; the last line stands on every page."""
    parts, _ = drawing(lived(engine, "en")).page([part])
    assert {one.id for one in parts} == {part, ""}
    told = " ".join(words_in(parts))
    assert ("Heard" in told) is (part == "fit")
    assert (OWN in told) is (part == "words")
    assert ("First" in told or "comes first" in told) is (part == "decision")


def test_every_part_can_be_chosen_in_the_chat(engine: Engine) -> None:
    """All of it comes first, five to a page, and what is ticked is what the bot is asked for."""
    person = lived(engine, "en")
    person.taps("#pdf")
    assert [one.id for one in person.card.options][:2] == ["+all", "+working"]
    assert len(person.card.options) + 2 <= 7
    person.taps("#+line").take(Tap(">1", person.talk.tag, person.talk.turn))
    assert [one.id for one in person.card.options][-1] == "+chart"
    person.taps("#+tried", "#!done")
    (effect,) = person.turn.effects
    assert (effect.name, effect.body) == ("pdf", {"answer": ("line", "tried")})


def test_what_was_tried_reads_as_something_done(engine: Engine) -> None:
    """Not as a button that tells what to do."""
    parts, _ = drawing(lived(engine, "en")).page(["tried"])
    told = list(words_in(parts))
    assert "A talk about what has changed and what hasn't" in told
    assert "Talk first" not in told


def test_paper_says_its_year(engine: Engine) -> None:
    """It is read much later; the file is named by its day, neutrally."""
    person = lived(engine, "en")
    drawn = drawing(person)
    parts, words = drawn.page()
    assert words.day == "Monday, April 20, 2026"
    told = " ".join(words_in(parts))
    assert re.search(r"look again: Monday, \w+ \d+, 2026", told)
    assert "How it fits, on Monday, April 20, 2026" in told
    assert drawn.file_name("pdf") == "check-up-2026-04-20.pdf"
    assert drawing(person, "es").file_name("pdf") == "revision-2026-04-20.pdf"


def test_the_chart_is_told_in_words(engine: Engine) -> None:
    """How many looks, how it began and is now, and how low and high it came; no capitals inside."""
    told = drawing(lived(engine, "en")).chart().words.alt.split("\n")
    assert told[0] == "How it went"
    assert "Heard, 3 looks: yes at first, mostly now; lowest no, highest yes" in told
    assert "Open, 3 looks: yes at first, yes now" in told


def test_a_chart_over_the_year_says_its_years(engine: Engine) -> None:
    """Where not all looks are of this year."""
    person = lived(engine, "en")
    person.waits(days=300)
    assert {p.label for p in drawing(person).chart().points} >= {"Mar 2, 2026"}


def test_without_a_therapist_the_change_is_charted(engine: Engine) -> None:
    """The only thing asked each time: better, a bit, same or worse, the best at the top."""
    person = Living(engine, zone="Europe/Berlin").plans(
        sessions="none", kind="never", gut="look", approach="later", heard="<skip"
    )
    with pytest.raises(NothingToDrawError):
        drawing(person).chart()
    looks(person, 4, reached="waiting", change="worse").taps("#done")
    chart = drawing(person).chart()
    assert [point.change for point in chart.points] == [1, 0]
    assert chart.words.changes == ("Worse", "No change", "A bit better", "Better")
    assert chart.words.alt.endswith("2 looks: no change at first, worse now")
