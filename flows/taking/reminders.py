"""What is to come: derived from the conversation after each turn, given out one a day.

Nothing is scheduled. `settled` compares what `reminders.yaml` asks for with what is held, and
adds or drops; so a changed answer, zone or hour needs no code of its own. `given_out` chooses
what goes now. A reminder that was given or stopped is remembered, so that it never comes twice.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flows.content.kinds import Kind
from flows.place.front import Front
from flows.place.moments import (
    coming,
    due_at,
    free,
    hour_of,
    left,
    local,
    next_time,
    planned,
    usual_hour,
    zone_of,
)
from flows.place.there import last_chosen
from flows.values import zones
from flows.values.scope import Scope
from flows.values.session import Conversation, Held, Reminder
from flows.values.when import holds

DAY = timedelta(days=1)
REMEMBERED = 150  # days that one which is over is remembered
WISHES = ("reminder_day", "reminder_do")


def touched(front: Front, before: Conversation, after: Conversation) -> bool:
    """Tell whether a turn changed anything that reminders are derived from; most do not."""
    looked_at = {kind.of for kind in front.library.reminding.kinds.values() if kind.of}
    same = all(before.sessions.get(name) is after.sessions.get(name) for name in looked_at)
    return not same or before.known != after.known


def settled(front: Front, talk: Conversation, now: datetime) -> Conversation:
    """Bring what is to come up to date with what the person said."""
    talk = _as_asked(front, _placed(front, talk, now))
    oldest = local(talk, now).date() - timedelta(days=REMEMBERED)
    again = {name for name, kind in front.library.reminding.kinds.items() if kind.every}
    held = {(one.kind, one.origin): one for one in talk.reminders}
    moved = {place for place, one in held.items() if not one.over and one.day >= oldest}
    wanted = {
        (kind, day)
        for kind, day in _wanted(front, talk)
        if day >= oldest or kind in again or (kind, day) in moved
    }
    kept = [
        one if place in wanted or one.over else replace(one, over=True)
        for place, one in held.items()
        if place in wanted or (_was(one, again) and one.origin >= oldest)
    ]
    new = [_new(front, talk, kind, day, now) for kind, day in sorted(wanted - set(held))]
    return replace(talk, reminders=tuple(kept + new))


def _was(one: Reminder, again: Container[str]) -> bool:
    """Tell whether an occasion that is gone is remembered; what comes `again` has others."""
    return one.over or (one.given > 0 and one.kind not in again)


def _placed(front: Front, talk: Conversation, now: datetime) -> Conversation:
    """Note the hour that suits a person whose zone is newly known, and how far it is from UTC.

    Days that were counted from UTC's, for want of a better one, are counted from their own now.
    """
    zone = zones.found(talk.known.get("zone"))
    if zone is None:
        return talk
    here = now.astimezone(zone)
    if "ahead" not in talk.known:
        off = here.date() - now.astimezone(UTC).date()
        noted = {kind.day for kind in front.library.reminding.kinds.values() if kind.of is None}
        talk = talk.knowing(
            **{fact: _later(talk.known.get(fact), off) for fact in noted & {*talk.known}}
        )
    hour = talk.known.get("hour") or usual_hour(here)
    facts: dict[str, Held] = {"hour": hour, "ahead": zones.offset(zone, now)}
    return talk if facts.items() <= talk.known.items() else talk.knowing(**facts)


def _later(day: Held, by: timedelta) -> Held:
    return (date.fromisoformat(day) + by).isoformat() if isinstance(day, str) else day


def _as_asked(front: Front, talk: Conversation) -> Conversation:
    """Move or end the reminder that the person chose, and take the wish as done."""
    day, deed = (talk.known.get(fact) for fact in WISHES)
    if not (day or deed):
        return talk
    known = {fact: held for fact, held in talk.known.items() if fact not in WISHES}
    talk = replace(talk, known=known)
    one = named(talk, last_chosen(front.library, talk) or "")
    if one is None:
        return talk
    if deed == "end":
        return _taken_back(front, talk, one)
    moved = date.fromisoformat(day) if isinstance(day, str) else None
    return changed(talk, one.name, day=moved, given=0, over=False) if moved else talk


def _taken_back(front: Front, talk: Conversation, one: Reminder) -> Conversation:
    """End a reminder; one whose day was a wish goes with it, so that it can be wished for anew."""
    kind = front.library.reminding.kinds[one.kind]
    if kind.of:
        return changed(talk, one.name, over=True)
    known = {fact: held for fact, held in talk.known.items() if fact != kind.day}
    return replace(talk, known=known, reminders=tuple(r for r in talk.reminders if r is not one))


def changed(talk: Conversation, name: str, **changes: object) -> Conversation:
    """Change the reminder of this name, if it is known."""
    reminders = tuple(
        replace(one, **changes) if one.name == name else one  # type: ignore[arg-type]
        for one in talk.reminders
    )
    return replace(talk, reminders=reminders)


def named(talk: Conversation, name: str) -> Reminder | None:
    """Return the reminder of this name, if it is known."""
    return next((one for one in talk.reminders if one.name == name), None)


def _wanted(front: Front, talk: Conversation) -> Iterator[tuple[str, date]]:
    """Go through what the library asks for here: kinds, and the day of each."""
    scopes: dict[str | None, Scope] = {None: Scope(front.known(talk))}
    for name, kind in front.library.reminding.kinds.items():
        if kind.of not in scopes:
            session = talk.sessions.get(kind.of or "")
            scopes[kind.of] = front.walk(talk, session).scope if session else scopes[None]
        scope = scopes[kind.of]
        day = scopes[None].get(kind.day) or scope.get(kind.day)  # noted later than answered
        if isinstance(day, str) and holds(kind.when, scope):
            yield name, date.fromisoformat(day) + timedelta(days=kind.days)


def _new(front: Front, talk: Conversation, name: str, day: date, now: datetime) -> Reminder:
    """Return a reminder newly wanted; one whose hour has passed by then is over from the start.

    What comes every so many days comes on the next of them.
    """
    kind = front.library.reminding.kinds[name]
    here = local(talk, now)
    told = zone_of(talk, here.date()) is not None  # else nobody knows what has passed there
    late = told and (day, hour_of(kind, talk)) <= (here.date(), here.hour)
    if late and kind.every:
        return Reminder(name, day, next_time(day, kind.every, here.date() + DAY))
    return Reminder(name, day, day, over=late)


def ended(
    front: Front, talk: Conversation, flow: str, today: date, *, whole: bool = False
) -> Conversation:
    """End the reminders that were given, or are due, for a flow that has come to its end.

    A `whole` end leaves nothing to come back to it for: those to come end too.
    """
    for name, kind in front.library.reminding.kinds.items():
        if flow in (kind.flow, kind.answered_by):
            for one in talk.reminders:
                due = one.given or min(one.day, one.origin) <= today
                if one.kind == name and (whole or due):
                    talk = changed(talk, one.name, over=True)
            if kind.every:
                following = today + timedelta(days=kind.every - kind.days)
                talk = talk.knowing(**{kind.day: following.isoformat()})
    return talk


def given_out(
    front: Front, talk: Conversation, now: datetime
) -> tuple[Conversation, Reminder | None, int]:
    """Choose the one reminder that goes now, if one does.

    Returns the conversation with that one counted as given, the reminder as it stood before, and
    how many others were dropped as too late.
    """
    kinds = front.library.reminding.kinds
    due = due_at(kinds, talk)
    if due is None or due > now:
        return talk, None, 0
    here, first = local(talk, now), free(talk, now)
    days = planned(kinds, talk, first)
    chosen = next((one for one in days if days[one] == here.date()), None)
    if chosen and here.hour < hour_of(kinds[chosen.kind], talk):
        chosen = None
    if chosen:
        talk = _given(talk, chosen, kinds[chosen.kind], here.date())
        first += DAY
    talk, dropped = _without_late(kinds, replace(talk, used=first - DAY), first)
    return talk, chosen, dropped


def _given(talk: Conversation, one: Reminder, kind: Kind, today: date) -> Conversation:
    """Count a reminder as given, and put it to the day of its next time, if it has one."""
    given = one.given + 1
    day = today if kind.asked(given) else today + timedelta(days=kind.again[one.given])
    return changed(talk, one.name, given=given, day=day)


def _without_late(
    kinds: Mapping[str, Kind], talk: Conversation, first: date
) -> tuple[Conversation, int]:
    """End what makes no sense any more from a day on; what comes again and again only moves on."""
    late = [one for one in coming(kinds, talk) if (first - one.day).days > kinds[one.kind].late]
    for one in late:
        day = left(one, kinds[one.kind], first)
        talk = changed(talk, one.name, day=day or one.day, over=day is None)
    return talk, len(late)
