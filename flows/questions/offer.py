"""One suggestion at a time."""

from typing import Literal

from pydantic import Field

from flows.questions.base import (
    Asked,
    Choice,
    Face,
    Given,
    Outcome,
    Question,
    Unclear,
)
from flows.questions.rows import turned
from flows.questions.text import own
from flows.values.matching import normal
from flows.values.talk import Option, Paragraph


class OfferQuestion(Question):
    """Shows one suggestion: Use this one · Another; typed words are an answer of their own."""

    ask: Literal["offer"]
    most: int = Field(3, ge=1, le=9)

    def face(self, asked: Asked) -> Face:
        """Return the suggestion in view as a quote, with its buttons."""
        offers = self._offers(asked)
        at = self._at(asked, offers)
        name, choice = offers[at]
        says = choice.text.fill(asked.scope)
        options = [Option(f"!{name}", asked.label("use"))]
        if len(offers) > 1:
            options.append(Option(f">{(at + 1) % len(offers)}", asked.label("another")))
        quote = (Paragraph(says, quote=True),) if says else ()
        return Face(tuple(options), paragraphs=quote, columns=1)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read Use or Another."""
        offers = self._offers(asked)
        if tap[:1] == "!" and tap[1:] in dict(offers):
            return Given(tap[1:], dict(offers)[tap[1:]])
        return turned(tap, asked)

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Take typed words as the answer, unless they plainly are a button's."""
        meant = {
            "!": asked.means("use") | asked.means("yes"),
            ">": asked.means("another") | asked.means("no"),
        }
        for tap, label in asked.forms_of(self.face(asked).options).items():
            if normal(words) in label | meant[tap[:1]]:
                return self.tapped(tap, asked) or Unclear()
        return own(words, asked, skip=self.skip)

    def _at(self, asked: Asked, offers: list[tuple[str, Choice]]) -> int:
        if "page" not in asked.view:
            chosen = [i for i, (name, _) in enumerate(offers) if name == asked.held]
            return chosen[0] if chosen else 0
        return min(asked.page, len(offers) - 1)

    def _offers(self, asked: Asked) -> list[tuple[str, Choice]]:
        return list(self.offered(asked.scope).items())[: self.most]
