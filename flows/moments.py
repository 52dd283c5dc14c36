"""When a reminder is due: its day at the person's hour, in their zone; and when none is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from flows import zones
from flows.kinds import Kind
from flows.session import Conversation, Reminder

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


def moment_of(one: Reminder, kind: Kind, talk: Conversation) -> datetime | None:
    """Return the moment a reminder is due; None where the person's zone is not known."""
    zone = zone_of(talk, one.day)
    return zones.moment(one.day, hour_of(kind, talk), zone) if zone else None


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


def coming(kinds: Mapping[str, Kind], talk: Conversation) -> dict[Reminder, datetime]:
    """Return the reminders that will go out if nothing changes, each with its moment."""
    found: dict[Reminder, datetime] = {}
    for one in talk.reminders:
        kind = kinds.get(one.kind)
        if kind and not one.over and not waits(kind, talk):
            at = moment_of(one, kind, talk)
            found |= {one: at} if at else {}
    return found


def foreseen(kinds: Mapping[str, Kind], talk: Conversation, now: datetime) -> dict[Reminder, date]:
    """Return the reminders that will go out, each with its day as far as it can be told now.

    What waited while all was on hold comes on the next day that has an hour left, or is too late.
    """
    here = local(talk, now)
    first = here.date() + timedelta(days=here.hour >= LATEST)
    return {
        one: max(one.day, first)
        for one in coming(kinds, talk)
        if (first - one.day).days <= kinds[one.kind].late
    }


def due_at(kinds: Mapping[str, Kind], talk: Conversation) -> datetime | None:
    """Return the moment, in UTC, at which the person next has something due; None if nothing."""
    return min(coming(kinds, talk).values(), default=None)
