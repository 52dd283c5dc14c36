"""Everything the bot can say, loaded: flows, standard notices, commands, help lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PlainValidator, field_validator

from flows.content.flow import Flow
from flows.content.kinds import Reminding
from flows.content.lines import Lines
from flows.content.machine import Table
from flows.questions.base import Frozen
from flows.questions.reading import Id
from flows.values.scope import Scope
from flows.values.texts import Label, Phrase, Text
from flows.values.when import When, holds, read_when


@dataclass(frozen=True, slots=True)
class Opens:
    """Which flow a command opens: the first whose condition holds."""

    cases: tuple[tuple[When | None, str], ...]

    def at(self, scope: Scope) -> str:
        """Return the flow to open here."""
        return next(flow for when, flow in self.cases if holds(when, scope))


def read_opens(raw: Any) -> Opens:
    """Read `home`, or `[{when: ..., flow: checkup}, home]`. Raises ValueError for anything else."""
    cases: list[tuple[When | None, str]] = []
    for case in raw if isinstance(raw, list) else [raw]:
        if isinstance(case, dict) and set(case) == {"when", "flow"}:
            cases.append((read_when(case["when"]), str(case["flow"])))
        elif isinstance(case, str):
            cases.append((None, str(case)))
        else:
            raise ValueError("write a flow, or a list like [{when: {...}, flow: checkup}, home]")
    if cases[-1][0] is not None:
        raise ValueError("end the list with a flow that has no condition")
    return Opens(tuple(cases))


class Command(Frozen):
    """What a command opens and notes, and the typed words that mean it."""

    description: Label
    open: Annotated[Opens, PlainValidator(read_opens)]
    set: dict[Id, str] = Field(default={})
    typed: Label | None = None


class Commands(Frozen):
    """The commands by name, in the order of the menu."""

    commands: dict[Id, Command]


READ_BY = {"yes", "no", "use", "another", "number", "counted", "place", "day", "ahead"}


class Notices(Frozen):
    """Standard texts and labels by id, and standard typed words by what they mean."""

    notices: dict[Id, Label]
    typed: dict[Id, Label]

    @field_validator("typed")
    @classmethod
    def all_there(cls, typed: dict[str, Phrase]) -> dict[str, Phrase]:
        """Return them. Raises ValueError if one is missing that the bot reads by."""
        if missing := sorted(READ_BY - typed.keys()):
            raise ValueError(f"write {', '.join(missing)} as well")
        return typed


@dataclass(frozen=True)
class Library:
    """All content. Built by `load_library` alone, which has checked it."""

    flows: Mapping[str, Flow]
    notices: Mapping[str, Phrase]
    typed: Mapping[str, Phrase]
    commands: Mapping[str, Command]
    lines: Lines
    reminding: Reminding = field(default_factory=Reminding)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Build each flow's machine, once."""
        return {name: Table(flow) for name, flow in self.flows.items()}

    def phrases(self) -> Iterator[Phrase]:
        """Go through every word there is to translate, in the order it is met."""
        for command in self.commands.values():
            yield command.description
            if command.typed:
                yield command.typed
        yield from self.notices.values()
        yield from self.typed.values()
        yield from phrases_in(self.reminding)
        for flow in self.flows.values():
            yield from phrases_in(flow)


def phrases_in(part: Any) -> Iterator[Phrase]:
    """Go through the words inside any part of the library, but those the same in all languages."""
    if isinstance(part, Phrase):
        yield part
    elif isinstance(part, Text):
        yield from part.phrases()
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from phrases_in(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from phrases_in(value)
    elif isinstance(part, Frozen) and not getattr(part, "fixed", False):
        for name in type(part).model_fields:
            yield from phrases_in(getattr(part, name))
