"""Their own words."""

from typing import Literal

from flows.questions.base import OWN, Asked, Face, Given, Outcome, Question, Unclear


class TextQuestion(Question):
    """Words typed are the answer; buttons beside it are optional."""

    ask: Literal["text"]

    def face(self, asked: Asked) -> Face:
        """Return the buttons beside it, if there are any."""
        return Face(self.options(asked.scope, asked.held))

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped choice."""
        choice = self.offered(asked.scope).get(tap)
        return Given(tap, choice) if choice else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Take the words as the answer, unless they plainly are a button's."""
        outcome = super().heard(words, asked)
        return Given(OWN) if isinstance(outcome, Unclear) else outcome
