"""A day."""

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from flows.questions.base import Asked, Face, Given, Outcome, Question, Unclear
from flows.questions.rows import page, turned
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import Option, Value

ROWS = 7


class DateQuestion(Question):
    """A day from `first` to `last`, both counted in days from today; buttons spell it out."""

    ask: Literal["date"]
    first: int = Field(1, ge=0)
    last: int = Field(84, ge=1, le=366)

    def face(self, asked: Asked) -> Face:
        """Return a week of days on each page, nearest first, and weeks further on."""
        shown, further = page(asked, self._days(asked), ROWS)
        options = tuple(
            Option(f"@{d.isoformat()}", d, ticked=True if asked.held == d.isoformat() else None)
            for d in shown
        )
        return Face(options, further, columns=1)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped day or page."""
        if tap[:1] != "@":
            return turned(tap, asked)
        day = _day(tap[1:])
        return self._given(day, asked) if day else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed day."""
        day = asked.day(words)
        return self._given(day, asked) if day else Unclear("bad_date")

    def spoken(self, value: Held, _scope: Scope) -> Value | None:
        """Return the day, to be written out in the person's language."""
        return _day(value) if isinstance(value, str) else None

    def _given(self, day: date, asked: Asked) -> Outcome:
        away = (day - asked.today).days
        if not self.first <= away <= self.last:
            return Unclear("date_out_of_range")
        return Given(day.isoformat())

    def _days(self, asked: Asked) -> list[date]:
        """List the next two weeks day by day, then the same weekday week by week."""
        counts = [*range(self.first, self.first + 14), *range(self.first + 20, self.last + 1, 7)]
        return [asked.today + timedelta(days=n) for n in counts if n <= self.last]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
