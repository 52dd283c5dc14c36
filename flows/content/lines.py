"""Help lines by country: what is read from `lines.yaml`, and how it stands in a text."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from flows.questions.base import Frozen
from flows.questions.reading import Flag
from flows.values.matching import forms, normal
from flows.values.scope import Scope
from flows.values.talk import Dated, Message, Paragraph
from flows.values.texts import Phrase

OLD_AFTER_DAYS = 180
KINDS = ("crisis", "home", "youth", "emergency")


class Entry(Frozen):
    """One help line; one that is not `sure` stands below the emergency number, with its date."""

    name: str = ""
    number: str
    how: Literal["call", "text", "chat", "call_text", "call_chat", "call_text_chat", "whatsapp"]
    hours: str = Field(pattern=r"^(always|vary|\d\d:\d\d-\d\d:\d\d)$")
    languages: tuple[str, ...] = ()
    source: str
    checked: date
    sure: Flag = True


class Emergency(Frozen):
    """A country's emergency number."""

    number: str
    source: str
    checked: date


class Country(Frozen):
    """What is known of help in one country, and what else the country is called."""

    also: tuple[str, ...] = ()
    emergency: Emergency | None = None
    languages: tuple[str, ...] = ()
    crisis: tuple[Entry, ...] = ()
    home: tuple[Entry, ...] = ()
    youth: tuple[Entry, ...] = ()

    def entries(self) -> Iterator[Entry | Emergency]:
        """Go through everything that has a date it was checked on."""
        if self.emergency:
            yield self.emergency
        yield from (*self.crisis, *self.home, *self.youth)


class Lines(Frozen):
    """All countries by their ISO code."""

    countries: dict[str, Country]

    def order(self, language: str) -> tuple[str, ...]:
        """Return the countries, those that speak a language first."""
        return tuple(
            sorted(self.countries, key=lambda c: language not in self.countries[c].languages)
        )

    def called(self, typed: str) -> str | None:
        """Return the country that is also called as typed; None if none of these is."""
        said = normal(typed)
        named = self.countries.items()
        return next((code for code, country in named if said in forms(*country.also)), None)

    def old(self, today: date) -> Iterator[tuple[str, Entry | Emergency]]:
        """Go through the entries checked too long ago, with their country."""
        for code, country in self.countries.items():
            for entry in country.entries():
                if (today - entry.checked).days > OLD_AFTER_DAYS:
                    yield code, entry

    def paragraphs(
        self, scope: Scope, kind: str, notices: Mapping[str, Phrase]
    ) -> tuple[Paragraph, ...]:
        """Return the lines of one kind for the person's country; what is sure stands first."""
        country = self.countries.get(str(scope.get("country")))
        if country is None:
            found = [notices["lines_local_emergency"].plain(), notices["lines_anywhere"].plain()]
            return tuple(Paragraph(m) for m in (found[:1] if kind == "emergency" else found))
        entries: tuple[Entry, ...] = getattr(country, kind) if kind != "emergency" else ()
        said = [_said(e, notices) for e in entries if e.sure]
        if country.emergency:
            number = country.emergency.number
            said.append(notices["lines_emergency"].plain(number=number))
        else:
            said.append(notices["lines_local_emergency"].plain())
        said += [_said(e, notices) for e in entries if not e.sure]
        if kind != "emergency" and not any(e.sure for e in entries):
            said.append(notices["lines_anywhere"].plain())
        return tuple(Paragraph(message) for message in said)


def _said(entry: Entry, notices: Mapping[str, Phrase]) -> Message:
    start, dash, end = entry.hours.partition("-")
    between = notices["hours_between"].plain(start=start, end=end)
    hours = between if dash else notices[f"hours_{entry.hours}"].plain()
    which = "lines_entry" if entry.name else "lines_entry_unnamed"
    how = notices[f"how_{entry.how}"].plain()
    if entry.sure:
        return notices[which].plain(name=entry.name, number=entry.number, how=how, hours=hours)
    return notices["lines_entry_unsure"].plain(
        name=entry.name, number=entry.number, how=how, hours=hours, date=Dated(entry.checked)
    )
