"""What typed words mean in a language: numbers, days and places, plainly and never guessed."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.content.library import Library
from flows.values.matching import after, forms, normal, number_in, numbered
from flows.values.words import Words


@dataclass(frozen=True, slots=True)
class Typed:
    """Reads numbers, days and places as a person writes them, on a day of theirs."""

    library: Library
    words: Words
    language: str
    today: date

    def means(self, name: str) -> frozenset[str]:
        """Return the normal forms of standard typed words, in English too."""
        phrase = self.library.typed[name]
        return forms(self.words.say(phrase.plain(), self.language), phrase.text)

    def number(self, typed: str) -> int | None:
        """Read a number, in digits or in words."""
        return number_in(typed, self.means("number"), numbered(self.means("counted")))

    def day(self, typed: str) -> date | None:
        """Read a day, by its date, its name or how far off it is."""
        ahead = numbered(self.means("ahead")).get(normal(typed))
        if ahead is not None:
            return self.today + timedelta(days=ahead)
        return self.words.day(after(typed, self.means("day")), self.language, self.today)

    def country(self, typed: str) -> str | None:
        """Return the ISO code of a country, by any name of it."""
        place = after(typed, self.means("place"))
        return self.library.lines.called(place) or self.words.country(place, self.language)

    def cities(self, typed: str) -> tuple[str, ...]:
        """Return the zones that go by a city."""
        return self.words.cities(after(typed, self.means("place")), self.language)
