"""A country from the list of help lines."""

from typing import Literal

from flows.matching import forms, match
from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question
from flows.questions.several import page_turn, pages
from flows.scope import Scope
from flows.session import Held
from flows.talk import Option, Territory, Value

ROWS = 14


class CountryQuestion(Question):
    """Countries, those of the person's language first; any country can be typed."""

    ask: Literal["country"]

    def face(self, asked: Asked) -> Face:
        """Return a page of countries, and `choices` below them."""
        cut = pages(len(asked.countries), ROWS)
        shown = cut[min(asked.page, len(cut) - 1)]
        options = tuple(Option(c, Territory(c)) for c in (asked.countries[i] for i in shown))
        others = self.options(asked.scope, asked.held)
        return Face((*options, *others), page_turn(asked, len(cut)))

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped country or page."""
        if tap[:1] == ">" and tap[1:].isdecimal():
            return Looked({"page": tap[1:]})
        choice = self.offered(asked.scope).get(tap)
        if choice:
            return Given(tap, choice)
        return Given(tap) if tap in asked.countries else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed country."""
        known = {c: forms(asked.read(Territory(c))) for c in asked.countries}
        found = match(words, known)
        return Given(found) if found else super().heard(words, asked)

    def spoken(self, value: Held, scope: Scope) -> Value | None:
        """Return the country, to be named in the person's language."""
        if isinstance(value, str) and value not in self.choices:
            return Territory(value)
        return super().spoken(value, scope)
