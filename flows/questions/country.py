"""A country from the list of help lines."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from flows.questions.base import Asked, Given, Outcome
from flows.questions.rows import RowsQuestion
from flows.scope import Scope
from flows.session import Held
from flows.talk import Territory, Value


class CountryQuestion(RowsQuestion):
    """Countries, those of the person's language first; any country can be typed."""

    most: ClassVar[int] = 14
    columns: ClassVar[int | None] = None
    ask: Literal["country"]

    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return the countries."""
        return {country: Territory(country) for country in asked.countries}

    def given(self, row: str) -> Outcome:
        """Take the country's code."""
        return Given(row)

    def spoken(self, value: Held, scope: Scope) -> Value | None:
        """Return the country, to be named in the person's language."""
        if isinstance(value, str) and value not in self.choices:
            return Territory(value)
        return super().spoken(value, scope)
