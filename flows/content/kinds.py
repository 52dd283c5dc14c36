"""The kinds of reminder, as `reminders.yaml` writes them, the most important first."""

from typing import Annotated, Any

from pydantic import Field, PlainValidator

from flows.questions.base import Frozen
from flows.questions.reading import Flag, Id
from flows.values.texts import Label, Words
from flows.values.when import Condition

UNTIL = "until"  # in its words: the day until which all is kept


class Kind(Frozen):
    """One kind: the flow it invites to, the fact that names its day, and how it is given out.

    `day` is looked up in the answers of the flow `of`, and `days` from it the reminder is due. It
    is still sent up to `late` days after; without an answer it comes again after each of `again`
    days; answered, or missed, anew `every` so many days. The end of its flow answers it, and so
    does that of the flow `answered_by`. `hour` is the earliest hour for it, the person's own may be
    later.
    """

    flow: Id
    name: Label
    of: Id | None = None
    day: Id
    days: int = Field(0, ge=-84, le=84)
    late: int = Field(ge=0, le=60)
    hour: int = Field(8, ge=8, le=20)
    again: tuple[int, ...] = ()
    every: int | None = Field(None, ge=1, le=84)
    answered_by: Id | None = None
    when: Condition | None = None
    in_crisis: Flag = False
    text: Words
    last: Words | None = None

    def asked(self, given: int) -> bool:
        """Tell whether it was given for the last time."""
        return given > len(self.again)


class Button(Frozen):
    """What stands on a button of a reminder, and other typed words that mean it."""

    text: Label
    also: Label | None = None


def read_button(raw: Any) -> Button:
    """Read a label alone as well as `{text: Label, also: words}`."""
    return Button.model_validate(raw if isinstance(raw, dict) and "text" in raw else {"text": raw})


OneButton = Annotated[Button, PlainValidator(read_button)]


class Buttons(Frozen):
    """What stands on every reminder."""

    go: OneButton
    tomorrow: OneButton
    next_week: OneButton
    pick: OneButton
    stop: OneButton


class Reminding(Frozen):
    """All kinds by name, in order of importance; `renamed` leads from former names to these."""

    pick: Id | None = None
    renamed: dict[Id, Id | None] = Field(default={})
    kinds: dict[Id, Kind] = Field(default={})
    buttons: Buttons | None = None
