"""A number by buttons."""

from typing import Literal

from pydantic import Field

from flows.questions.base import Asked, Face, Given, Outcome, Question, Unclear
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import Option, Paragraph
from flows.values.texts import Label


class ScaleQuestion(Question):
    """A number from `from` to `to`, with a word for each end."""

    ask: Literal["scale"]
    lowest: int = Field(0, alias="from", ge=0, le=10)
    highest: int = Field(10, alias="to", ge=1, le=10)
    low: Label | None = None
    high: Label | None = None

    def face(self, asked: Asked) -> Face:
        """Return the numbers in two rows, and what the ends mean."""
        numbers = range(self.lowest, self.highest + 1)
        ends = tuple(Paragraph(p.plain()) for p in (self.low, self.high) if p)
        options = tuple(
            Option(str(n), n, ticked=True if asked.held == n else None) for n in numbers
        )
        return Face(options, paragraphs=ends, columns=-(-len(numbers) // 2))

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped number."""
        value = self.fits(int(tap), asked.scope) if tap.isdecimal() else None
        return Given(value) if value is not None else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed number."""
        number = asked.number(words)
        if number is None:
            return Unclear()
        return self.tapped(str(number), asked) or Unclear("bad_number")

    def fits(self, value: Held, _scope: Scope) -> Held:
        """Keep a number only within the scale."""
        return value if isinstance(value, int) and self.lowest <= value <= self.highest else None
