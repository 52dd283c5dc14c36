"""One of a few buttons."""

from typing import Literal

from flows.questions.base import Asked, Given, Outcome, Question, Unclear
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.when import holds


class ChoiceQuestion(Question):
    """One of up to nine buttons, all on one screen."""

    ask: Literal["choice"]

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed choice, or a typed number that one of them stands for."""
        outcome = super().heard(words, asked)
        number = asked.number(words)
        if isinstance(outcome, Unclear) and number is not None:
            for choice_id, choice in self.offered(asked.scope).items():
                if choice.numbers and number in choice.numbers:
                    return Given(choice_id, choice)
        return outcome

    def fits(self, value: Held, scope: Scope) -> Held:
        """Keep a choice only while it is offered."""
        choice = self.choices.get(value) if isinstance(value, str) else None
        return value if choice and holds(choice.when, scope) else None
