"""What is to come."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from flows.questions.base import Asked
from flows.questions.rows import RowsQuestion
from flows.values.talk import Value


class ComingQuestion(RowsQuestion):
    """A row for each reminder that will come, with its day."""

    most: ClassVar[int] = 4
    ask: Literal["coming"]

    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return what is to come, soonest first."""
        return {f"@{name}": label for name, label in asked.coming}
