"""The person's time zone, asked for by the time it is for them."""

import re
from datetime import UTC, time, timedelta
from typing import Literal

from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question, Unclear
from flows.values import zones
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import City, Option, Paragraph, Value

CLOCK = re.compile(r"\D{0,12}?(\d{1,2})(?:[:.h ]{1,2}(\d{2}))?\s*(?:([ap])\W{0,2}m\W?)?")
HALF, HOURS, DAY = 12, 24, 24 * 60


class ZoneQuestion(Question):
    """Buttons with the times it is now in their country; then, if that leaves doubt, its cities.

    Any time or city can be typed. The answer is the IANA name of a zone.
    """

    ask: Literal["zone"]

    def face(self, asked: Asked) -> Face:
        """Return the times, or the cities that share one but not for the whole year."""
        own = self.options(asked.scope, asked.held)
        if "ahead" in asked.view:
            cities = self._groups(asked, int(asked.view["ahead"]))[: zones.MOST_CITIES]
            options = tuple(Option(f"@{group[0]}", City(group[0])) for group in cities)
            which = (Paragraph(asked.label("which_city")),)
            return Face((*options, *own), paragraphs=which, replaces=True)
        hours = tuple(Option(f"@{ahead}", _clock(asked, ahead)) for ahead in self._offsets(asked))
        if self._country(asked) and "either" not in asked.view:
            hours = (*hours, Option("!all", asked.label("another_time")))
        return Face((*hours, *own), columns=4 if len(hours) > HALF else 2)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tapped time, city, or choice."""
        choice = self.offered(asked.scope).get(tap)
        if choice:
            return Given(tap, choice)
        if tap == "!all":
            return Looked({"all": "yes"})
        ahead = re.fullmatch(r"@(-?\d{1,4})", tap)
        if ahead:
            return self._at(asked, int(ahead[1]))
        return Given(tap[1:]) if tap[:1] == "@" and tap[1:] in zones.zones_in(None) else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed time, or the name of a city."""
        outcome = super().heard(words, asked)
        if not isinstance(outcome, Unclear):
            return outcome
        city = self._city(words, asked)
        if city:
            return Given(city)
        return self._timed(_typed(words), asked) or Unclear("bad_time")

    def spoken(self, value: Held, scope: Scope) -> Value | None:
        """Return the zone's city."""
        if isinstance(value, str) and value not in self.choices:
            return City(value) if value in zones.zones_in(None) else None
        return super().spoken(value, scope)

    def _timed(self, readings: tuple[time, ...], asked: Asked) -> Outcome | None:
        """Take a typed time as it is in their country; one that may still be two is asked about."""
        found = [o for typed in readings for o in zones.offsets_at(typed, asked.now)[:1]]
        own = [ahead for ahead in found if self._own(asked, ahead)]
        if len(own) == 1 or len(found) == 1:
            return self._at(asked, *(own if len(own) == 1 else found))
        return Looked({**asked.view, "either": ",".join(map(str, found))}) if found else None

    def _at(self, asked: Asked, ahead: int) -> Outcome | None:
        """Take an offset: the zone, if one rule is left, or a look at its cities.

        One that their country doesn't have is never taken without a look.
        """
        own = self._own(asked, ahead)
        groups = self._groups(asked, ahead)
        if len(groups) == 1 and (own or not self._country(asked)):
            return Given(groups[0][0])
        return Looked({**asked.view, "ahead": str(ahead)}) if groups else None

    def _groups(self, asked: Asked, ahead: int) -> tuple[tuple[str, ...], ...]:
        """Return the zones of this time of day: in their country, if it has any such."""
        own = self._own(asked, ahead)
        return own or zones.alike(None, _like(asked, ahead), asked.now)

    def _own(self, asked: Asked, ahead: int) -> tuple[tuple[str, ...], ...]:
        """Return the zones of this time of day in their country."""
        country = self._country(asked)
        return zones.alike(country, _like(asked, ahead), asked.now) if country else ()

    def _country(self, asked: Asked) -> str | None:
        """Return the person's country, unless they asked for every time there is."""
        country = asked.scope.get("country")
        known = isinstance(country, str) and zones.has_zones(country)
        return str(country) if known and "all" not in asked.view else None

    def _offsets(self, asked: Asked) -> tuple[int, ...]:
        if "either" in asked.view:
            return tuple(int(each) for each in asked.view["either"].split(","))
        country = self._country(asked)
        if country:
            return zones.offsets_in(country, asked.now)
        utc = asked.now.astimezone(UTC)
        return tuple(60 * hour - 60 * utc.hour for hour in range(24))

    def _city(self, words: str, asked: Asked) -> str | None:
        country = self._country(asked)
        called = asked.cities(words)
        near = [zone for zone in zones.zones_in(country) if zone in called] if country else []
        found = near or called
        return found[0] if len(found) == 1 else None


def _like(asked: Asked, ahead: int) -> set[int]:
    """Return the offsets in use at which clocks show the same time of day."""
    found = (zones.found(name) for name in zones.zones_in(None))
    in_use = {zones.offset(zone, asked.now) for zone in found if zone}
    return {offset for offset in in_use if (offset - ahead) % DAY == 0}


def _clock(asked: Asked, ahead: int) -> time:
    """Return what clocks show now at this offset."""
    there = asked.now.astimezone(UTC) + timedelta(minutes=ahead)
    return time(there.hour, there.minute)


def _typed(words: str) -> tuple[time, ...]:
    """Read a typed time: 14:35, 2.35 pm, 9h, 21; two where it may be before noon or after."""
    read = CLOCK.fullmatch(words.strip().casefold())
    if not read:
        return ()
    hour, minute = int(read[1]), int(read[2] or 0)
    hours = [hour]
    if 1 <= hour <= HALF:
        later = hour % HALF + HALF
        hours = {"a": [later - HALF], "p": [later]}.get(read[3], [later - HALF, later])
    return tuple(time(h, minute) for h in hours if h < HOURS and minute < DAY // HOURS)
