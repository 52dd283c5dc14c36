"""What was kept as shown, such as earlier plans."""

from typing import Literal

from flows.matching import forms, match
from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question
from flows.questions.several import page_turn, pages
from flows.talk import Dated, Option


class KeptQuestion(Question):
    """A row for each, with its day; a tap on one is the answer, and `choices` stand below."""

    ask: Literal["kept"]

    def face(self, asked: Asked) -> Face:
        """Return a page of what was kept, the newest first, and the choices."""
        cut = pages(len(asked.kept))
        shown = [asked.kept[i] for i in cut[min(asked.page, len(cut) - 1)]]
        rows = tuple(Option(f"@{one.ref}", Dated(one.on)) for one in shown)
        options = (*rows, *self.options(asked.scope, None))
        return Face(options, page_turn(asked, len(cut)), columns=1)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped day, choice or page."""
        choice = self.offered(asked.scope).get(tap)
        if choice:
            return Given(tap, choice)
        if tap[:1] == ">" and tap[1:].isdecimal():
            return Looked({"page": tap[1:]})
        there = {f"@{one.ref}" for one in asked.kept}
        return Given(tap[1:]) if tap in there else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed day."""
        read = {f"@{one.ref}": forms(asked.read(Dated(one.on))) for one in asked.kept}
        found = match(words, read)
        return (self.tapped(found, asked) if found else None) or super().heard(words, asked)
