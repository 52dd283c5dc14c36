"""From the plan's card to the parts of its page."""

import pytest

from bot.paper import Line, plan_parts
from bot.paper.press import Press
from flows.engine import Engine
from flows.load import load_library
from flows.talk import Card, Message, Paragraph, Value
from flows.words import Words
from tests.bot.paper.reading import has, sheets
from tests.bot.paper.samples import plan_words
from tests.flows.person import Person


def say(value: Value) -> str:
    """Render in English."""
    return Words().say(value, "en")


def card(*paragraphs: Paragraph) -> Card:
    """Make a card of these paragraphs."""
    return Card("checkup", "plan", "plan", None, None, paragraphs, (), keep="plan")


def text(where: str, words: str) -> Paragraph:
    """Make a paragraph of the library's."""
    return Paragraph(Message(where, words))


def test_a_quote_stands_with_what_announces_it() -> None:
    """They are one part, chosen together; the first words are set in bold."""
    line, own = Paragraph("Could we talk?", quote=True), Paragraph("tired", quote=True)
    last = text("plan.9", "It can change.")
    shown = card(text("plan.1", "A line to say:"), line, own, own, last)
    parts = plan_parts(shown, say)
    assert [part.id for part in parts[1:3]] == ["own", "own~2"]
    assert [part.label for part in parts] == ["A line to say", "tired", "tired", "It can change."]
    assert parts[0].lines == (
        Line("", lead="A line to say:"),
        Line("Could we talk?", style="quote"),
    )
    assert parts[3].lines == (Line("It can change.", style="last"),)


def test_a_part_keeps_its_id() -> None:
    """Whatever stands before it, so that what was chosen is what is printed."""
    first, second = text("plan", "What isn't working: all."), text("plan", "It can change.")
    (one, two), (alone,) = plan_parts(card(first, second), say), plan_parts(card(second), say)
    assert two.id == alone.id != one.id
    assert len({part.id for part in plan_parts(card(first, first, first), say)}) == 3


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("What isn't working: no progress.", "What isn't working:"),
        ("You and your therapist. Heard: yes.", ""),
        ("أنت ومعالجك؟ مسموع: نعم", ""),
        ("Ce qui ne va pas : rien.", "Ce qui ne va pas :"),
        ("No colon here.", ""),
        ("At 6:30", ""),
    ],
)
def test_only_a_short_beginning_is_a_lead(words: str, lead: str) -> None:
    """What stands before the first colon of a paragraph, unless a sentence ends in it."""
    parts = plan_parts(card(text("a", words), text("b", "The end.")), say)
    assert parts[0].lines[0].lead == lead
    assert " ".join(f"{lead} {parts[0].lines[0].words}".split()) == words


def test_own_words_at_the_end_stay_a_quote() -> None:
    """Only the library's last paragraph is set apart as the last line."""
    parts = plan_parts(card(Paragraph("mine", quote=True)), say)
    assert parts[0].lines == (Line("mine", style="quote"),)
    assert plan_parts(card(), say) == ()


def test_the_plan_as_shipped_goes_on_paper(press: Press) -> None:
    """A check-up walked to its end: all that stands on the card stands on the page."""
    person = Person(Engine(load_library(), Words()), consent=1, days=400)
    person.sends("checkup")
    for _ in range(60):
        if person.card.keep:
            break
        options = person.card.options
        several = options[0].ticked is not None
        person.taps(person.read(options[0].label))
        if several:
            person.taps(person.read(person.card.foot[-1].label))
    assert person.card.keep == "plan"
    parts = plan_parts(person.card, person.read)
    assert len({part.id for part in parts}) == len(parts) > 4
    (sheet,) = sheets(press.plan_page(parts, plan_words("en")))
    assert has(sheet, person.text)
