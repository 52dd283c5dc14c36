"""When a reminder is due: its day at the person's hour, in their zone; and when none is."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from flows.content.kinds import Kind, Reminding
from flows.values import zones
from flows.values.session import Conversation, Reminder

WHERE = ("zone", "country", "ahead")  # facts that tell where a person is
LATEST = 21  # no reminder goes out from this hour on
USUAL = 18
WAKING = range(10, 21)


def zone_of(talk: Conversation, on: date) -> tzinfo | None:
    """Return the person's zone; None as long as they did not say."""
    zone, country, ahead = (talk.known.get(name) for name in WHERE)
    return zones.nearest(zone, country, ahead, datetime.combine(on, time(12), UTC))


def local(talk: Conversation, now: datetime) -> datetime:
    """Return the time on the person's clock; UTC's where their zone is not known."""
    return now.astimezone(zone_of(talk, now.date()) or UTC)


def usual_hour(here: datetime) -> int:
    """Return the hour for reminders that fits a person who was here at this time of day."""
    return here.hour if here.hour in WAKING else USUAL


def moment_of(day: date, kind: Kind, talk: Conversation) -> datetime | None:
    """Return the moment of a kind on a day; None where the person's zone is not known."""
    zone = zone_of(talk, day)
    return zones.moment(day, hour_of(kind, talk), zone) if zone else None


def hour_of(kind: Kind, talk: Conversation) -> int:
    """Return the hour of day at which a kind goes to this person."""
    held = talk.known.get("hour")
    hour = int(held) if isinstance(held, int | str) and str(held).isdecimal() else USUAL
    return min(max(hour, kind.hour), LATEST - 1)


def waits(kind: Kind, talk: Conversation) -> bool:
    """Tell whether this kind is on hold: nothing goes to a person who paused or is in a crisis."""
    known = talk.known
    held = known.get("paused") == "yes" or known.get("reminders") == "no"
    hushed = known.get("quiet") == "yes" or not known.get("consent")
    return held or hushed or (in_crisis(talk) and not kind.in_crisis)


def in_crisis(talk: Conversation) -> bool:
    """Tell whether all waits: while help now is open (`yes`), or since an answer (`stays`)."""
    return talk.known.get("crisis") in ("yes", "stays")


def coming(kinds: Mapping[str, Kind], talk: Conversation) -> list[Reminder]:
    """Return the reminders that are neither over nor on hold, the most important first."""
    order = {name: at for at, name in enumerate(kinds)}

    def comes(one: Reminder) -> bool:
        kind = kinds.get(one.kind)
        gone = kind is None or one.over or kind.asked(one.given) or waits(kind, talk)
        return not gone and zone_of(talk, one.day) is not None

    found = filter(comes, talk.reminders)
    return sorted(found, key=lambda one: (order[one.kind], one.day, one.origin))


def left(one: Reminder, kind: Kind, first: date) -> date | None:
    """Return the first day from this one on that a reminder makes sense on; None if none does.

    What comes every so many days has its next time instead.
    """
    if (first - one.day).days <= kind.late:
        return max(one.day, first)
    return next_time(one.day, kind.every, first) if kind.every else None


def next_time(day: date, every: int, first: date) -> date:
    """Return the first day from `first` on of what comes every so many days from a day on."""
    past = max((first - day).days, 0)
    return day + timedelta(days=-(-past // every) * every)


def planned(kinds: Mapping[str, Kind], talk: Conversation, first: date) -> dict[Reminder, date]:
    """Return what goes out from a day on if nothing changes, with the day of each: one a day.

    Of two the more important goes and the other moves, as long as it makes sense.
    """
    found: dict[Reminder, date] = {}
    waiting = coming(kinds, talk)
    while days := {one: day for one in waiting if (day := left(one, kinds[one.kind], first))}:
        day = min(days.values())
        chosen = next(one for one in days if days[one] == day)
        found[chosen] = day
        waiting = [one for one in days if one is not chosen]
        first = day + timedelta(days=1)
    return found


def free(talk: Conversation, now: datetime | None = None) -> date:
    """Return the first day that a reminder can go on; as of now, one with an hour left for it."""
    unused = talk.used + timedelta(days=1) if talk.used else date.min
    if now is None:
        return unused
    here = local(talk, now)
    return max(unused, here.date() + timedelta(days=here.hour >= LATEST))


def foreseen(
    kinds: Mapping[str, Kind], talk: Conversation, now: datetime | None
) -> dict[Reminder, date]:
    """Return the reminders that will go out, each with its day as far as it can be told now."""
    return planned(kinds, talk, free(talk, now))


def due_at(kinds: Mapping[str, Kind], talk: Conversation) -> datetime | None:
    """Return the moment, in UTC, at which the person next has something due; None if nothing."""
    days = planned(kinds, talk, free(talk))
    moments = (moment_of(day, kinds[one.kind], talk) for one, day in days.items())
    return min((at for at in moments if at), default=None)


def rules(reminding: Reminding) -> str:
    """Return a short name of all that moves people's moments here, the same in every process."""
    kinds = [
        (name, kind.late, kind.again, kind.every, kind.hour, kind.in_crisis)
        for name, kind in reminding.kinds.items()
    ]
    text = repr((kinds, sorted(reminding.renamed.items()), LATEST, USUAL))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
