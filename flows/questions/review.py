"""The list of answers given; a tap visits that question and returns."""

from collections.abc import Mapping
from typing import Literal

from flows.questions.base import Asked, Outcome, Unclear, Visits
from flows.questions.rows import RowsQuestion
from flows.values.talk import Value


class ReviewQuestion(RowsQuestion):
    """Its rows are the answered questions on the walk; the engine gives them in `asked.rows`."""

    ask: Literal["review"]

    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return the answers given."""
        return {f"#{name}": label for name, label in asked.rows}

    def given(self, row: str) -> Outcome:
        """Go to the question."""
        return Visits(row[1:])

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed row; there is nothing here to be answered in own words."""
        outcome = super().heard(words, asked)
        return Unclear("not_here") if isinstance(outcome, Unclear) else outcome
