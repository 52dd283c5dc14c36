"""A country from the list of help lines."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from flows.questions.base import Asked, Given, Outcome, Unclear
from flows.questions.reading import Id
from flows.questions.rows import RowsQuestion
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import Territory, Value


class CountryQuestion(RowsQuestion):
    """Countries, those of the person's language first; any country can be typed.

    `others` is the choice for one that has no lines.
    """

    most: ClassVar[int] = 14
    columns: ClassVar[int | None] = None
    ask: Literal["country"]
    others: Id = "elsewhere"

    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return the countries."""
        return {country: Territory(country) for country in asked.countries}

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed row or choice, or any country by a name of its own."""
        outcome = super().heard(words, asked)
        country = asked.country(words) if isinstance(outcome, Unclear) else None
        named = self.tapped(country if country in asked.countries else self.others, asked)
        return (named if country else None) or outcome

    def given(self, row: str) -> Outcome:
        """Take the country's code."""
        return Given(row)

    def spoken(self, value: Held, scope: Scope) -> Value | None:
        """Return the country, to be named in the person's language."""
        if isinstance(value, str) and value not in self.choices:
            return Territory(value)
        return super().spoken(value, scope)
