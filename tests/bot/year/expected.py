"""When the next reminder of each person has to come, worked out by hand from what they did.

Only as long as that is plain: who picks a day, stops, or comes back is no longer followed, until
they answer again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AGAIN = {1: 3, 2: 14}
"""Days after a reminder that stayed without an answer, by how often it was sent."""

BRIEF = "Only today."
GRACE = timedelta(days=2)


@dataclass
class Person:
    """Where somebody is, at what hour they hear, and the days still to come, the next one first.

    Whoever came back is `loose` until they had the reminder for one day only that goes with it:
    until then that one comes beside all others, whenever they put it to.
    """

    zone: ZoneInfo
    hour: int
    days: list[tuple[date, str]] = field(default_factory=list)
    last: str = ""
    given: date = date.min
    loose: bool = False
    sent: int = 0


@dataclass
class Expected:
    """What has to come; `late` and `missing` tell what came otherwise, `kept` counts the rest."""

    people: dict[int, Person] = field(default_factory=dict)
    kept: int = 0
    late: list[tuple[int, date, datetime]] = field(default_factory=list)
    missing: list[tuple[int, date]] = field(default_factory=list)

    def begins(self, who: int, zone: str, hour: int, day: date) -> None:
        """Follow somebody who wants to hear on a day."""
        self.people[who] = Person(ZoneInfo(zone), hour, [(day, "window")])

    def came(self, who: int, words: str, moment: datetime, up_since: datetime) -> None:
        """Hold a reminder against its day; a bot that was down then may bring it later."""
        person = self.people[who]
        if not person.days:
            person.last = BRIEF if words.startswith(BRIEF) else ""
            return
        here = moment.astimezone(person.zone)
        day, kind = person.days.pop(0)
        due = datetime.combine(day, time(person.hour), person.zone)
        if here.date() == day or (here.date() > day and up_since > due):
            self.kept += 1
        else:
            self.late.append((who, day, here))
        person.sent = person.sent + 1 if kind == person.last == "window" else 1
        person.last, person.given = kind, here.date()

    def did(self, who: int, what: str, now: datetime) -> None:
        """Work out what comes next of what somebody did with the last one."""
        person = self.people[who]
        today = now.astimezone(person.zone).date()
        if what == "comes back":
            person.loose = True
        elif person.last == BRIEF and what not in ("tomorrow", "next week", "picks"):
            person.loose = False
        if person.loose:
            person.days.clear()
            return
        match what:
            case "silent" if person.last == "window" and person.days:
                person.days.clear()  # two of a kind: not plain any more
            case "silent" if person.last == "window" and person.sent in AGAIN:
                person.days = [(person.given + timedelta(days=AGAIN[person.sent]), "window")]
            case "silent":
                pass
            case "tomorrow" | "next week" if person.last == "window":
                more = timedelta(days=1 if what == "tomorrow" else 7)
                person.days, person.sent = [(today + more, "window")], 0
            case "answers":
                half, whole = today + timedelta(days=21), today + timedelta(days=42)
                person.days, person.sent = [(half, "half"), (whole, "window")], 0
            case _:
                person.days.clear()

    def passed(self, now: datetime) -> None:
        """Note what should have come by now."""
        for who, person in self.people.items():
            if (
                person.days
                and now > datetime.combine(person.days[0][0], time(), person.zone) + GRACE
            ):
                self.missing.append((who, person.days[0][0]))
                person.days.clear()
