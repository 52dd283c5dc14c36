"""From the plan as shown to the parts of its page."""

import pytest

from bot.paper import Line, plan_parts
from flows.values.talk import Message, Paragraph, Value
from flows.values.words import Words


def say(value: Value) -> str:
    """Render in English."""
    return Words().say(value, "en")


def text(words: str, part: str = "line") -> Paragraph:
    """Make a paragraph of the library's."""
    return Paragraph(Message("plan", words), part=part)


def own(words: str, part: str = "words") -> Paragraph:
    """Make a paragraph of somebody's own words."""
    return Paragraph(words, quote=True, part=part)


def test_a_quote_stands_with_what_announces_it() -> None:
    """They are set together; the first words are in bold."""
    shown = [text("A line to say:"), own("Could we talk?", "line"), own("tired"), own("tired")]
    parts = plan_parts(shown, say)
    assert [part.id for part in parts] == ["line", "words", "words"]
    assert parts[0].lines == (
        Line("", lead="A line to say:"),
        Line("Could we talk?", style="quote"),
    )


def test_a_quote_of_another_part_stands_alone() -> None:
    """So that it can be left out by itself."""
    parts = plan_parts([text("A line to say:"), own("mine")], say)
    assert [part.id for part in parts] == ["line", "words"]


def test_what_belongs_to_no_part_is_a_last_line() -> None:
    """Only the library's own; own words stay a quote."""
    (last,) = plan_parts([text("It can change: yes.", "")], say)
    assert (last.id, last.lines) == ("", (Line("It can change: yes.", style="last"),))
    (quote,) = plan_parts([own("mine", "")], say)
    assert quote.lines == (Line("mine", style="quote"),)
    assert plan_parts([], say) == ()


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
    ((line,),) = (part.lines for part in plan_parts([text(words)], say))
    assert line.lead == lead
    assert " ".join(f"{lead} {line.words}".split()) == words
