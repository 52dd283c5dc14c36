"""Long lists, a page at a time."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question
from flows.values.matching import forms, match
from flows.values.talk import Option, Value

Row = TypeVar("Row")
ROWS = 5


def page(
    asked: Asked, rows: Sequence[Row], most: int = ROWS
) -> tuple[Sequence[Row], tuple[Option, ...]]:
    """Return the rows of the page being looked at, and the button for the next one if there is one.

    Pages are of about the same length.
    """
    number = -(-len(rows) // most) or 1
    each = -(-len(rows) // number) or 1
    starts = range(0, len(rows) or 1, each)
    at = min(asked.page, len(starts) - 1)
    following = Option(f">{(at + 1) % len(starts)}", asked.label("more"))
    return rows[starts[at] : starts[at] + each], (following,) if len(starts) > 1 else ()


def turned(tap: str, asked: Asked) -> Looked | None:
    """Read a tap on the button for the next page; what is ticked so far stays."""
    if tap[:1] == ">" and tap[1:].isdecimal():
        return Looked({**asked.view, "page": tap[1:]}, asked.draft)
    return None


class RowsQuestion(Question):
    """Rows that no flow file names; `choices` stand below. Subclasses say which rows."""

    most: ClassVar[int] = ROWS
    columns: ClassVar[int | None] = 1

    @abstractmethod
    def rows(self, asked: Asked) -> Mapping[str, Value]:
        """Return the rows by what a tap on them says."""

    def given(self, row: str) -> Outcome:
        """Return what a tapped row comes to."""
        return Given(row[1:])

    def face(self, asked: Asked) -> Face:
        """Return a page of the rows, and the choices."""
        shown, further = page(asked, [*self.rows(asked).items()], self.most)
        rows = tuple(Option(name, label) for name, label in shown)
        return Face((*rows, *self.options(asked.scope, None)), further, columns=self.columns)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped choice, page or row."""
        outcome = super().tapped(tap, asked) or turned(tap, asked)
        return outcome or (self.given(tap) if tap in self.rows(asked) else None)

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed row or choice."""
        row = match(words, {name: forms(asked.read(v)) for name, v in self.rows(asked).items()})
        return self.given(row) if row else super().heard(words, asked)
