"""Texts: paragraphs with conditions and `{names}`, as a flow file writes them."""

import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any

from pydantic import PlainValidator

from flows.values.scope import Scope
from flows.values.source import Scalar
from flows.values.talk import Message, Paragraph, Value
from flows.values.when import When, holds, read_when

LISTS = ("lines", "own_words", "looks")
WHAT_A_TEXT_IS = (
    "write words, {when: ..., text: ...}, {first: [...]}, {quote: ...}, {lines: ...}, "
    "{own_words: yes} or {one: ..., other: ..., number: ...}, with `part` where a page has parts"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with `{names}` in them, and where in the library they stand."""

    where: str
    text: str
    other: str | None = None
    number: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that stand in the words, in order, each once."""
        found = names_in(self.text) + names_in(self.other or "")
        return tuple(dict.fromkeys((*found, self.number) if self.number else found))

    def fill(self, scope: Scope) -> Message | None:
        """Put the values in, or return None where one of them is not known."""
        values: dict[str, Value] = {}
        for name in self.names:
            value = scope.spoken(scope, name)
            if value is None or value == ():
                return None
            values[name] = value
        return Message(self.where, self.text, self.other, self.number, values)

    def plain(self, **values: Value) -> Message:
        """Put these values in, whatever the scope."""
        return Message(self.where, self.text, self.other, self.number, values)


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph of a text: words, a list to put in its place, or the first fitting of some.

    `part` is the part of a page that it goes to.
    """

    when: When | None = None
    phrase: Phrase | None = None
    quote: bool = False
    listed: tuple[str, str] | None = None
    first: tuple["Item", ...] = ()
    part: str = ""

    def say(self, scope: Scope) -> tuple[Paragraph, ...]:
        """Return what this paragraph comes to here: often one paragraph, perhaps none."""
        said = self._said(scope) if holds(self.when, scope) else ()
        return tuple(replace(one, part=self.part) for one in said) if self.part else said

    def _said(self, scope: Scope) -> tuple[Paragraph, ...]:
        if self.listed:
            return scope.lists[self.listed[0]](scope, self.listed[1])
        if self.phrase:
            message = self.phrase.fill(scope)
            return (Paragraph(message, self.quote),) if message else ()
        return next((said for item in self.first if (said := item.say(scope))), ())

    def every(self) -> Iterator["Item"]:
        """Go through this item and those inside it."""
        yield self
        for item in self.first:
            yield from item.every()


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its paragraphs in order."""

    items: tuple[Item, ...] = ()

    def say(self, scope: Scope) -> tuple[Paragraph, ...]:
        """Return the paragraphs that fit here."""
        return tuple(p for item in self.items for p in item.say(scope))

    def line(self, scope: Scope) -> Value | None:
        """Return the first fitting words alone, for a label or a phrase in a sentence."""
        return next((p.says for p in self.say(scope)), None)

    def every(self) -> Iterator[Item]:
        """Go through every item, those inside others too."""
        for item in self.items:
            yield from item.every()

    def phrases(self) -> Iterator[Phrase]:
        """Go through all words, whatever their conditions."""
        return (item.phrase for item in self.every() if item.phrase)


@cache
def names_in(words: str) -> tuple[str, ...]:
    """Return the `{names}` that stand in words. Raises ValueError for a broken brace."""
    try:
        parts = list(string.Formatter().parse(words))
    except ValueError as broken:
        raise ValueError(f"{broken} in {words!r}; write {{name}}, or {{{{ for a brace") from None
    for _, name, form, conversion in parts:
        if name is not None and (form or conversion or not name.isidentifier()):
            raise ValueError(f"{{{name}}} is no name; write small letters, digits and _ only")
    return tuple(dict.fromkeys(name for _, name, _, _ in parts if name is not None))


def read_phrase(raw: Any) -> Phrase:
    """Read words, or the forms of a plural. Raises ValueError saying what to write instead."""
    if isinstance(raw, Phrase):
        return raw
    if isinstance(raw, dict) and set(raw) == {"one", "other", "number"}:
        names_in(raw["one"] + raw["other"])
        where = raw["other"].where.removesuffix(".other")
        return Phrase(where, str(raw["one"]), str(raw["other"]), str(raw["number"]))
    if not isinstance(raw, Scalar) or not raw.strip():
        raise ValueError(WHAT_A_TEXT_IS)
    names_in(raw)
    return Phrase(raw.where, str(raw).strip())


def read_text(raw: Any) -> Text:
    """Read a text as written. Raises ValueError saying what to write instead."""
    if isinstance(raw, Text):
        return raw
    items = raw if isinstance(raw, list) else [raw]
    return Text(tuple(_read_item(item) for item in items))


def _read_item(raw: Any) -> Item:
    if not isinstance(raw, dict) or "one" in raw:
        return Item(phrase=read_phrase(raw))
    when = read_when(raw["when"]) if "when" in raw else None
    part = str(raw.get("part", ""))
    rest = {key: value for key, value in raw.items() if key not in ("when", "part")}
    if len(rest) != 1:
        raise ValueError(WHAT_A_TEXT_IS)
    ((key, value),) = rest.items()
    if key == "first" and isinstance(value, list):
        return Item(when, first=tuple(_read_item(item) for item in value), part=part)
    if key in ("text", "quote"):
        return Item(when, read_phrase(value), quote=key == "quote", part=part)
    if key in LISTS and isinstance(value, str):
        return Item(when, listed=(key, str(value)), part=part)
    raise ValueError(WHAT_A_TEXT_IS)


Words = Annotated[Text, PlainValidator(read_text)]
Label = Annotated[Phrase, PlainValidator(read_phrase)]
