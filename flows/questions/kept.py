"""What was kept as shown, such as earlier plans."""

from collections.abc import Mapping
from typing import Literal

from flows.questions.base import Asked
from flows.questions.rows import RowsQuestion
from flows.values.talk import Dated, Value


class KeptQuestion(RowsQuestion):
    """A row for each, the newest first, with its day; a tap on one is the answer."""

    ask: Literal["kept"]

    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return the days of what was kept."""
        return {f"@{one.ref}": Dated(one.on) for one in asked.kept}
