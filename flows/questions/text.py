"""Their own words."""

from typing import Literal

from flows.questions.base import OWN, Asked, Given, Outcome, Question, Unclear
from flows.values.matching import match


class TextQuestion(Question):
    """Words typed are the answer; buttons beside it are optional."""

    ask: Literal["text"]

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Take the words as the answer, unless they plainly are a button's."""
        outcome = super().heard(words, asked)
        return own(words, asked, skip=self.skip) if isinstance(outcome, Unclear) else outcome


def own(words: str, asked: Asked, *, skip: bool) -> Outcome:
    """Take words as the answer, but not a plain yes or no: where one may skip, no does so."""
    plain = match(words, {each: asked.means(each) for each in ("yes", "no")})
    if plain is None:
        return Given(OWN)
    return Given(None) if plain == "no" and skip else Unclear("say_more")
