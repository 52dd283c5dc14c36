"""Time zones: which of them show this time now, and when an hour of a day comes in one.

Asked for by the clock on the person's wall, since an offset alone can't tell Phoenix from Los
Angeles; kept as an IANA name, since an offset is only true until the clocks change. Countries come
from Babel's table, rules from zoneinfo.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global

# Of several zones with the same rules, the one that most people know stands for the others.
LARGEST = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "America/Caracas",
    "America/Santiago",
    "America/Toronto",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Lisbon",
    "Europe/Athens",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Africa/Casablanca",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Tehran",
    "Asia/Jerusalem",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Perth",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)
NOWHERE = ("Antarctica/", "Etc/")  # Etc/GMT+10 is ten hours behind, and reads as if ahead
YEAR = 366
MINUTE = timedelta(minutes=1)
MOST_CITIES = 8


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """Give the country of every zone that this machine has rules for."""
    known = available_timezones()
    return {z: str(c) for z, c in get_global("zone_territories").items() if z in known}


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    """Give the well known zones, the best known first."""
    known = [*LARGEST, *sorted(get_global("windows_zone_mapping").values())]
    return {name: at for at, name in reversed(list(enumerate(known)))}


@lru_cache(maxsize=1024)
def rules(name: str) -> ZoneInfo:
    """Return the rules of a zone; zoneinfo itself keeps only eight, and reads the others anew."""
    return ZoneInfo(name)


def zones_in(country: str | None) -> tuple[str, ...]:
    """Return the zones of a country, of all where it is not known; the well known ones first."""
    lived_in = {z: c for z, c in _territories().items() if not z.startswith(NOWHERE)}
    known = [z for z, c in lived_in.items() if c == country] or list(lived_in)
    ranks = _ranks()
    return tuple(sorted(known, key=lambda z: (ranks.get(z, len(ranks)), z)))


def has_zones(country: str) -> bool:
    """Tell whether this is a country whose zones are known."""
    return country in _territories().values()


def offset(zone: tzinfo, now: datetime) -> int:
    """Return how many minutes a zone is ahead of UTC now."""
    ahead = now.astimezone(zone).utcoffset()
    return round((ahead or timedelta()).total_seconds() / 60)


def offsets_in(country: str, now: datetime) -> tuple[int, ...]:
    """Return the different offsets in a country now, from west to east."""
    return tuple(sorted({offset(rules(z), now) for z in zones_in(country)}))


def offsets_at(hour_now: time, now: datetime) -> tuple[int, ...]:
    """Return the offsets in use at which clocks show this time now, to the quarter hour."""
    utc = now.astimezone(UTC)
    wanted = hour_now.hour * 60 + hour_now.minute - utc.hour * 60 - utc.minute
    near = round(wanted / 15) * 15
    in_use = {offset(rules(z), now) for z in zones_in(None)}
    return tuple(sorted(o for o in in_use if (o - near) % (24 * 60) == 0))


def alike(
    country: str | None, offsets: Iterable[int], now: datetime
) -> tuple[tuple[str, ...], ...]:
    """Return the zones at these offsets, in groups that keep the same time for a year from now."""
    wanted = set(offsets)
    groups: dict[tuple[int, ...], list[str]] = {}
    for name in zones_in(country):
        if offset(rules(name), now) in wanted:
            groups.setdefault(_year(name, _first(now)), []).append(name)
    return tuple(tuple(group) for group in groups.values())


def _first(now: datetime) -> date:
    """Return the first of this month: what is found out of a year holds for all of the month."""
    return now.astimezone(UTC).date().replace(day=1)


@lru_cache(maxsize=4096)
def _year(name: str, first: date) -> tuple[int, ...]:
    """Return a zone's offsets of a year: of each week, and of each day of a week that changes it.

    Hundreds of zones on each day of a year would take a second.
    """
    zone, noon = rules(name), datetime.combine(first, time(12), UTC)
    seen: list[int] = []
    for week in range(0, YEAR, 7):
        before, after = (offset(zone, noon + timedelta(days=n)) for n in (week, week + 7))
        days = range(week, week + 7) if before != after else (week,)
        seen += [offset(zone, noon + timedelta(days=n)) for n in days]
    return tuple(seen)


def found(name: object) -> ZoneInfo | None:
    """Return the zone of this name; None if there is none, or none any more."""
    if not isinstance(name, str) or not name:
        return None
    try:
        return rules(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def nearest(name: object, country: object, minutes: object, now: datetime) -> tzinfo | None:
    """Return the zone of a name; where it is gone, one of the country or of that offset."""
    if not isinstance(name, str) or not name:
        return None
    zone = found(name)
    if zone is not None:
        return zone
    near = zones_in(country) if isinstance(country, str) and has_zones(country) else ()
    ahead = minutes if isinstance(minutes, int) else None
    same = [z for z in near if ahead in _year(z, _first(now))]
    if same or (near and ahead is None):
        return rules((same or list(near))[0])
    if ahead is not None and abs(ahead) < 24 * 60:
        return timezone(timedelta(minutes=ahead))
    return UTC


def moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """Return when an hour of a day comes, in UTC.

    An hour that the clock jumps over comes at the first minute after the gap, a doubled one the
    first time.
    """
    wall = datetime.combine(day, time(hour))
    while True:
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            return at
        wall += MINUTE
