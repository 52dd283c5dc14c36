"""A year of people in six zones: each reminder once, in their hours, one a day, and in time."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.bot.edge import small_library
from tests.bot.year.expected import Expected
from tests.bot.year.people import COMEBACK, do, reply
from tests.bot.year.telegram import wire
from tests.bot.year.town import Town, Travelling, dialogue, worst
from tests.databases import sqlite_database

# North and south with summer time, half an hour off, one with rules of its own, one without any.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "America/Sao_Paulo",
)
BEGIN = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
HOURS, LATEST = (10, 18), 21
"""Each person has an hour of these; nothing comes before it, nor from nine in the evening on."""

STEP = timedelta(hours=8)


@dataclass
class Year:
    """So many people, days and kills, and what came of it."""

    town: Town
    people: int
    days: int
    kills: int
    dice: Random
    lateness: list[float] = field(default_factory=list)
    plans: dict[int, str] = field(default_factory=dict)
    hours: dict[int, int] = field(default_factory=dict)
    expected: Expected = field(default_factory=Expected)

    async def run(self) -> None:
        """Go from one due moment or step to the next, to the end."""
        town, clock = self.town, self.town.clock
        for who in range(self.people):
            self.hours[who] = self.dice.choice(HOURS)
            zone, first = ZONES[who % len(ZONES)], 1 + self.dice.randrange(42)
            await town.settle(who, zone, self.hours[who], first)
            self.expected.begins(
                who, zone, self.hours[who], (clock.now() + timedelta(days=first)).date()
            )
        end = BEGIN + timedelta(days=self.days)
        kills = sorted(self.dice.randrange(self.days - 7) for _ in range(self.kills))
        act = BEGIN + STEP
        while clock.now() < end:
            due = await town.app.store.next_reminder()
            moment = min(act, datetime.fromtimestamp(due, UTC) if due else act)
            clock.rest(moment + timedelta(seconds=self.dice.random()))
            if due and moment < act:
                kill = bool(kills) and (clock.now() - BEGIN).days >= kills[0]
                await self.look(moment, kill=kill)
                kills = kills[kill:]
            else:
                await self.act()
                act += STEP

    async def look(self, due: datetime, *, kill: bool) -> None:
        """Let the bot look for what is due; perhaps kill it in the middle of that."""
        before = {who: len(chat.reminded) for who, chat in self.town.wire.chats.items()}
        if kill:
            looking = asyncio.create_task(self.town.app.reminding.round())
            await asyncio.sleep(self.dice.random() * 0.05)
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await self.town.kill()
            down = timedelta(minutes=self.dice.randrange(1, 600))
            self.town.clock.move(self.town.clock.now() + down)
            await self.town.begin()
        await self.town.app.reminding.round()
        await self.town.idle()
        since = max(due, self.town.up_since)
        for who, chat in self.town.wire.chats.items():
            if len(chat.reminded) > before[who]:
                self.lateness.append(max(0.0, (chat.reminded[-1] - since).total_seconds()))
                self.expected.came(who, chat.words, chat.reminded[-1], self.town.up_since)
                self.plans[who] = reply(self.dice)

    async def act(self) -> None:
        """Let people do what they had in mind, and let some come back."""
        plans, self.plans = self.plans, {}
        for who, chat in self.town.wire.chats.items():
            if who not in plans and self.dice.random() < COMEBACK / 3:
                plans[who] = "comes back"
            if chat.blocked and plans.get(who) != "comes back":
                plans.pop(who, None)
        await asyncio.gather(*(do(self.town, who, what) for who, what in plans.items()))
        for who, what in plans.items():
            self.expected.did(who, what, self.town.clock.now())
        self.expected.passed(self.town.clock.now())


async def lived(folder: Path, people: int, days: int, kills: int) -> Year:
    """Live so many days."""
    clock = Travelling(BEGIN)
    async with wire(clock.now) as telegram:
        engine = dialogue(small_library(folder))
        town = Town(telegram, sqlite_database(folder).url, clock, engine)
        await town.begin()
        year = Year(town, people, days, kills, Random(f"{people}/{days}"))
        await year.run()
        await town.kill()
        return year


def held(year: Year) -> None:
    """See that every promise was kept."""
    arrived, town = 0, year.town
    for who, chat in town.wire.chats.items():
        zone = ZoneInfo(ZONES[who % len(ZONES)])
        here = [moment.astimezone(zone) for moment in chat.reminded]
        arrived += len(here)
        assert all(year.hours[who] <= moment.hour < LATEST for moment in here)
        assert all(a.date() < b.date() for a, b in pairwise(here))
    assert arrived > year.people * year.days / 60
    missed = town.engine.claims - arrived - town.wire.refused - town.late
    assert 0 <= missed <= town.doubt
    assert year.expected.late == []
    assert len(year.expected.missing) <= town.doubt, year.expected.missing
    assert year.expected.kept > year.people
    assert worst(year.lateness, 0.99) < 60
    told = f"{arrived} arrived, {missed} missed of {town.doubt} in doubt, {town.updates} updates"
    logging.getLogger("year").warning("%s, p99 %.2f s", told, worst(year.lateness, 0.99))


async def test_two_months(tmp_path: Path) -> None:
    """The short form: 25 people, 60 days, 4 restarts."""
    held(await lived(tmp_path, 25, 60, 4))


@pytest.mark.full
@pytest.mark.timeout(850)
async def test_a_year(tmp_path: Path) -> None:
    """The full form: 500 people, 365 days, 30 restarts."""
    held(await lived(tmp_path, 500, 365, 30))
