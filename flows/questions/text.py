"""Their own words."""

from typing import Literal

from flows.questions.base import OWN, Asked, Given, Outcome, Question, Unclear


class TextQuestion(Question):
    """Words typed are the answer; buttons beside it are optional."""

    ask: Literal["text"]

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Take the words as the answer, unless they plainly are a button's."""
        outcome = super().heard(words, asked)
        return Given(OWN) if isinstance(outcome, Unclear) else outcome
