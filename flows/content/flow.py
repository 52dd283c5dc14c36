"""A flow: its steps and questions, as its file writes them."""

from collections.abc import Iterator
from functools import cached_property

from pydantic import Field

from flows.content.advice import Advice
from flows.questions import AnyQuestion
from flows.questions.base import Frozen
from flows.questions.reading import Flag, Id
from flows.values.texts import Label, Words
from flows.values.when import Condition


class Step(Frozen):
    """A part of a flow: one card, with its questions, and what it shrinks to when it is done."""

    title: Label | None = None
    recap: Words | None = None
    numbered: Flag = True
    questions: dict[Id, AnyQuestion] = Field(min_length=1)


class Counting(Frozen):
    """How a look back counts for the next: what makes a full window, and what sets them to none.

    A full window lasted `days` or more. What was suggested counts as tried if `happened` holds.
    """

    full: Condition
    days: int = 28
    none: Condition
    worse: Condition
    happened: Condition
    talks: tuple[Id, ...] = ()


class Flow(Frozen):
    """A whole flow; `fingerprint` tells its structure from that of another version.

    It may look back at another, its `base`, and `counts` what came of that. `charted` answers are
    written down when its end is reached; of `turns`, one question is asked each time. While a flow
    that `pauses` is open, no reminder goes out.
    """

    flow: Id
    version: int = Field(ge=1)
    renamed: dict[str, str | None] = Field(default={})
    needs: Condition | None = None
    otherwise: Id | None = None
    quiet_foot: Flag = False
    lasts: Flag = False
    pauses: Flag = False
    base: Id | None = Field(None, alias="from")
    counts: Counting | None = None
    charted: tuple[Id, ...] = ()
    turns: tuple[Id, ...] = ()
    steps: dict[Id, Step] = Field(min_length=1)
    messages: dict[Id, Words] = Field(default={})
    advice: Advice | None = None
    fingerprint: str = ""

    @cached_property
    def questions(self) -> dict[str, AnyQuestion]:
        """Every question by its id, in the order written."""
        return {q.id: q for step in self.steps.values() for q in step.questions.values()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The questions on the way, in the order written; those only visited left out."""
        return tuple(name for name, q in self.questions.items() if not q.aside)

    @property
    def unread(self) -> str:
        """Name the notice for words that are not kept; it leads to the help button below it."""
        return "not_here" if self.quiet_foot else "not_here_help"

    @property
    def notes(self) -> set[str]:
        """The facts about the person that some answer or choice notes."""
        questions = self.questions.values()
        chosen = {name for q in questions for choice in q.choices.values() for name in choice.set}
        return chosen | {q.note for q in questions if q.note}

    def visits(self) -> Iterator[tuple[str, str]]:
        """Go through every (question, aside question it can visit)."""
        for name, question in self.questions.items():
            for choice in question.choices.values():
                if choice.visit:
                    yield name, choice.visit
