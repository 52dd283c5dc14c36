"""What typed words mean in a language: numbers, days and places, plainly and never guessed."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.content.library import Library
from flows.values.matching import after, forms, normal, number_in, numbered
from flows.values.words import Words


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads numbers, days and places as a person writes them.

    `today` is their day, and `sure` if their zone is known; else theirs may be the one before or
    after it.
    """

    library: Library
    words: Words
    language: str
    today: date
    sure: bool

    def means(self, name: str) -> frozenset[str]:
        """Return the normal forms of standard typed words, in English too."""
        phrase = self.library.typed[name]
        return forms(self.words.say(phrase.plain(), self.language), phrase.text)

    def number(self, typed: str) -> int | None:
        """Read a number, in digits or in words."""
        return number_in(typed, self.means("number"), numbered(self.means("counted")))

    def day(self, typed: str) -> date | None:
        """Read a day, by its date, its name or how far off it is; None where that may be two."""
        around = (0,) if self.sure else (-1, 0, 1)
        read = {self._day_from(self.today + timedelta(days=off), typed) for off in around}
        return read.pop() if len(read) == 1 else None

    def _day_from(self, today: date, typed: str) -> date | None:
        bare = after(typed, self.means("day"))
        counted = numbered(self.means("ahead"))
        ahead = counted.get(normal(typed), counted.get(normal(bare)))
        if ahead is not None:
            return today + timedelta(days=ahead)
        return self.words.day(bare, self.language, today)

    def country(self, typed: str) -> str | None:
        """Return the ISO code of a country, by any name of it."""
        place = after(typed, self.means("place"))
        return self.library.lines.called(place) or self.words.country(place, self.language)

    def cities(self, typed: str) -> tuple[str, ...]:
        """Return the zones that go by a city."""
        return self.words.cities(after(typed, self.means("place")), self.language)
