"""What is to come."""

from typing import Literal

from flows.matching import forms, match
from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question
from flows.questions.several import page_turn, pages
from flows.talk import Option

ROWS = 4


class ComingQuestion(Question):
    """A row for each reminder that will come, with its day; `choices` stand below."""

    ask: Literal["coming"]

    def face(self, asked: Asked) -> Face:
        """Return a page of what is to come, and the choices."""
        cut = pages(len(asked.coming), ROWS)
        shown = [asked.coming[i] for i in cut[min(asked.page, len(cut) - 1)]]
        rows = tuple(Option(f"@{name}", label) for name, label in shown)
        return Face(
            (*rows, *self.options(asked.scope, None)), page_turn(asked, len(cut)), columns=1
        )

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped reminder, choice or page."""
        choice = self.offered(asked.scope).get(tap)
        if choice:
            return Given(tap, choice)
        if tap[:1] == ">" and tap[1:].isdecimal():
            return Looked({"page": tap[1:]})
        return Given(tap[1:]) if tap[:1] == "@" and tap[1:] in dict(asked.coming) else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed row."""
        found = match(words, {f"@{k}": forms(asked.read(v)) for k, v in asked.coming})
        return (self.tapped(found, asked) if found else None) or super().heard(words, asked)
