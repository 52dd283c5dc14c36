"""A year of people in many zones, who answer, snooze, pause, fall silent and come back."""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.engine import Engine
from flows.place.moments import LATEST, local
from flows.taking.reminders import REMEMBERED
from flows.values.talk import Reminded, Tap
from tests.flows.weeks import ANSWERS, Living

FULL = os.environ.get("CHECKUP_TESTS") == "full"
PEOPLE = 12 if FULL else 3
# North and south, a half hour, half an hour of summer time, one that changed its rules, and none.
ZONES = (
    ("Europe/Berlin", "DE"),
    ("America/Santiago", "CL"),
    ("Asia/Kolkata", "IN"),
    ("Australia/Lord_Howe", "AU"),
    ("America/Mexico_City", "MX"),
    ("Pacific/Kiritimati", "KI"),
)
START = datetime(2026, 2, 1, tzinfo=UTC)
CHOICES = {
    "change": ("better", "same", "same", "worse"),
    "talked": ("not_yet", "hinted", "helped", "nothing", "unsafe"),
    "sessions": ("few", "some", "many", "more"),
    "since": ("none", "one", "more", "more"),
    "heard": ("yes", "no"),
    "open": ("mostly", "not_really"),
    "reached": ("waiting", "tried", "not_yet"),
    "enough": ("go", "stop"),
    "decision": ("take", "other"),
    "instead": ("as_said", "find_someone"),
    "said_it": ("helped", "not_yet", "bad"),
    "going": ("3", "8"),
}


@dataclass
class Year:
    """What one person lived through."""

    person: Living
    dice: random.Random
    given: list[tuple[date, str, int]] = field(default_factory=list)
    dropped: int = 0

    def answers(self) -> dict[str, str]:
        """Choose an answer to everything that may be asked."""
        chosen = {name: self.dice.choice(ways) for name, ways in CHOICES.items()}
        return {**ANSWERS, **chosen}

    def lives(self) -> None:
        """Go through a year: the bot looks now and then, the person does as they like."""
        person = self.person
        end = person.now + timedelta(days=365)
        while person.now < end and person.due:
            delay = self.dice.choice((0, 0, 0, 0, 20, 3 * 3600, 26 * 3600, 11 * 86400))
            person.now = max(person.now, person.due) + timedelta(seconds=delay)
            given = person.given()
            self.dropped += given.dropped
            if given.card:
                self.checks(given)
                self.does(str(given.name))

    def checks(self, given: Reminded) -> None:
        """Hold what went out against the rules."""
        here = local(self.person.talk, self.person.now)
        hour = self.person.talk.known["hour"]
        assert isinstance(hour, int | str)
        assert int(hour) <= here.hour < LATEST, "outside the person's hours"
        assert given.not_after
        assert given.not_after > self.person.now
        assert all(day < here.date() for day, _, _ in self.given), "two on one day"
        name = str(given.name)
        one = next(one for one in self.person.talk.reminders if one.name == name)
        self.given.append((here.date(), name, one.given))

    def does(self, name: str) -> None:
        """Answer, or not."""
        person = self.person
        person.waits(seconds=self.dice.choice((30, 4000)))
        match self.dice.choice(
            ("go", "go", "go", "1", "7", "pick", "none", "none", "stop", "zone")
        ):
            case "go":
                person.answers("go", name)
                self.goes()
            case "1" | "7" as days:
                person.answers(days, name)
            case "pick":
                person.answers("pick", name)
                person.take(Tap(person.card.options[3].id, person.talk.tag, person.talk.turn))
                person.taps("#ok")
            case "stop":
                person.sends("stop").waits(days=self.dice.choice((1, 9))).types("hello")
                person.sends("history").taps("#close")
            case "zone":
                zone, country = self.dice.choice(ZONES)
                person.notes(zone=zone, country=country)

    def goes(self) -> None:
        """Go through what a reminder leads to, sometimes not to the end."""
        if self.dice.random() < 0.1:
            return
        self.person.goes_through(self.answers())
        if self.person.turn.card and self.person.card.question != "home":
            close = [o.id for o in self.person.card.options if o.id in ("done", "ok")]
            self.person.taps(*(f"#{one}" for one in close[:1]))


@pytest.mark.parametrize("place", ZONES, ids=lambda place: place[0])
def test_a_year_of_reminders_keeps_every_promise(engine: Engine, place: tuple[str, str]) -> None:
    """Never two on one day, none outside the hours, none lost, none given more than three times."""
    kinds: Counter[str] = Counter()
    for seed in range(PEOPLE):
        dice = random.Random(f"{place[0]}{seed}")
        begin = START + timedelta(days=dice.randrange(300), minutes=dice.randrange(24 * 60))
        person = Living(engine, begin, zone=place[0], country=place[1])
        year = Year(person, dice)
        person.plans(**{k: v for k, v in year.answers().items() if k in ("change", "heard")})
        if dice.random() < 0.7:
            person.sends("reminders").taps("#more", "#weekly", "#close")
        year.lives()
        kinds.update(name.partition(".")[0] for _, name, _ in year.given)
        assert_none_lost(person)
        for _, name, times in year.given:
            kind = engine.library.reminding.kinds[name.partition(".")[0]]
            assert times <= len(kind.again) + 1
    assert kinds["window"] > PEOPLE // 2


def assert_none_lost(person: Living) -> None:
    """Look for what the plan asks for: to come, given, or ended, but never gone."""
    front = person.engine._front
    session = person.talk.sessions["checkup"]
    look_on = front.walk(person.talk, session).scope.get("look_on")
    lately = (person.now - timedelta(days=REMEMBERED - 1)).date().isoformat()
    if isinstance(look_on, str) and look_on > lately:
        held = {(one.kind, one.origin) for one in person.talk.reminders}
        assert ("window", date.fromisoformat(look_on)) in held
