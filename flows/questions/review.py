"""The list of answers given; a tap visits that question and returns."""

from typing import Literal

from flows.matching import forms, match
from flows.questions.base import Asked, Face, Looked, Outcome, Question, Unclear, Visits
from flows.questions.several import page_turn, pages
from flows.talk import Option


class ReviewQuestion(Question):
    """Its rows are the answered questions on the walk; the engine gives them in `asked.rows`."""

    ask: Literal["review"]

    def face(self, asked: Asked) -> Face:
        """Return a page of the answers given."""
        cut = pages(len(asked.rows))
        shown = [asked.rows[i] for i in cut[min(asked.page, len(cut) - 1)]]
        options = tuple(Option(f"#{name}", label) for name, label in shown)
        return Face(options, page_turn(asked, len(cut)), columns=1)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped answer or page."""
        if tap[:1] == ">" and tap[1:].isdecimal():
            return Looked({"page": tap[1:]})
        return Visits(tap[1:]) if tap[:1] == "#" and tap[1:] in dict(asked.rows) else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed row."""
        found = match(words, {f"#{k}": forms(asked.read(v)) for k, v in asked.rows})
        return (self.tapped(found, asked) if found else None) or Unclear("not_here")
