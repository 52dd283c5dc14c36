"""The kinds of reminder, as `reminders.yaml` writes them, the most important first."""

from pydantic import Field

from flows.questions.base import Frozen
from flows.questions.reading import Flag, Id
from flows.texts import Label, Words
from flows.when import Condition


class Kind(Frozen):
    """One kind: the flow it invites to, the fact that names its day, and how it is given out.

    `day` is looked up in the answers of the flow `of`, and `days` from it the reminder is due. It
    is still sent up to `late` days after; without an answer it comes again after each of `again`
    days; answered, anew `every` so many days. `hour` is the earliest hour for it, the person's own
    may be later.
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
    when: Condition | None = None
    in_crisis: Flag = False
    text: Words
    last: Words | None = None


class Buttons(Frozen):
    """What stands on every reminder."""

    go: Label
    tomorrow: Label
    next_week: Label
    pick: Label
    stop: Label


class Reminding(Frozen):
    """All kinds by name, in order of importance."""

    pick: Id | None = None
    kinds: dict[Id, Kind] = Field(default={})
    buttons: Buttons | None = None
