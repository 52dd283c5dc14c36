"""Processes that share a database and get killed: each reminder comes, and none comes twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from bot.people.person import Record
from bot.people.records import Records
from bot.settings.keys import key_ring
from bot.settings.settings import read
from bot.simulator import Simulator, serve
from bot.simulator.clock import FILE, Clock
from bot.store import open_store
from flows.engine import Engine
from flows.load import load_library
from flows.values.talk import Command, Tap
from flows.values.words import Words
from tests.bot.edge import TOKEN, edge_at, small_library
from tests.bot.later import BEGIN, DUE, FIRST
from tests.bot.later_child import lived
from tests.databases import Database, postgres_database, sqlite_database
from tests.processes import ended, split

PEOPLE = range(100, 160)
MOST_IN_FLIGHT = 5
"""Calls that a kill may hit: 25 are made in a second, and each takes a twentieth of one."""


@dataclass
class Town:
    """Sixty people who want to hear on one day, and processes that may tell them."""

    simulator: Simulator
    folder: Path
    environment: dict[str, str]

    @asynccontextmanager
    async def process(self) -> AsyncIterator[ForkServerProcess]:
        """Run a bot; kill it at the end if it still runs."""
        made = split(self.environment, lived, self.folder / FILE, self.folder / "library")
        try:
            yield made
        finally:
            made.kill()
            await ended(made)

    def reminded(self) -> list[int]:
        """Tell how often each person was reminded."""
        chats = [self.simulator.state.messages.get(who, {}).values() for who in PEOPLE]
        return [sum(FIRST in kept.message["text"] for kept in chat) for chat in chats]

    async def leads(self) -> None:
        """Wait until the only bot so far has come so far as to lead."""
        async with asyncio.timeout(20):
            while not self.simulator.calls.methods["getMe"]:
                await asyncio.sleep(0.02)
        await asyncio.sleep(2.0)

    async def told(self, some: int, seconds: float = 30.0) -> None:
        """Wait until so many people were reminded."""
        async with asyncio.timeout(seconds):
            while sum(map(bool, self.reminded())) < some:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[Town]:
    """Run a simulated Telegram beside a database in which everybody waits for one day."""
    simulator = Simulator(TOKEN, clock=Clock(folder))
    simulator.clock.travel_to(BEGIN)
    simulator.faults.latency = 0.05
    async with serve(simulator) as server:
        environment = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": server.url,
            "DATABASE_URL": database.url,
            "CHECKUP_KEYS": "A" * 43 + "=",
        }
        engine = Engine(load_library(small_library(folder)), Words())
        await _settle(environment, engine, PEOPLE)
        for who in PEOPLE:
            person = simulator.people.add(who, f"P{who}", language_code="en")
            simulator.state.chat_of(person).open = True
        yield Town(simulator, folder, environment)


async def _settle(environment: dict[str, str], engine: Engine, people: Sequence[int]) -> None:
    """Store everybody as they are after saying when they want to hear."""
    settings = read(environment)
    store = open_store(settings.database_url, key_ring(settings))
    await store.open()
    records = Records(store, 7000, 400, engine.due_at)
    for who in people:
        talk = engine.begin("tag0", language="en", consent="1")
        talk = engine.take(talk, Command("later"), BEGIN).talk
        talk = engine.take(talk, Tap("week", talk.tag, talk.turn), BEGIN).talk
        async with store.turn(who) as work:
            record = Record(chat=who, bot=7000, since=BEGIN.timestamp(), talk=talk)
            records.write(work, record, BEGIN.timestamp())
    await store.close()


@pytest.fixture
def shared(postgres_server: str) -> Iterator[Database]:
    """Give a database that processes share."""
    with postgres_database(postgres_server) as made:
        yield made


async def test_killed_while_sending(tmp_path: Path) -> None:
    """Killed around a send, twice: nobody hears twice, and only calls in flight are lost."""
    await killed_while_sending(sqlite_database(tmp_path), tmp_path, (10, 30))


@pytest.mark.full
async def test_killed_while_sending_on_a_shared_database(shared: Database, tmp_path: Path) -> None:
    """The same on PostgreSQL, four times; what the dead one claimed is free after 15 s."""
    await killed_while_sending(shared, tmp_path, (5, 15, 25, 35))


async def killed_while_sending(database: Database, folder: Path, kills: Sequence[int]) -> None:
    """Kill a bot once so many people were reminded, each time, and let another end it."""
    async with town(database, folder) as here:
        here.simulator.clock.travel_to(DUE)
        for some in kills:
            async with here.process() as bot:
                await here.told(some)
                bot.kill()
                await ended(bot)
        most = len(kills) * MOST_IN_FLIGHT
        async with here.process():
            await here.told(len(PEOPLE) - most)
            await asyncio.sleep(2.0)
        assert max(here.reminded()) == 1
        assert here.reminded().count(0) <= most


async def test_two_bots_share_a_database(shared: Database, tmp_path: Path) -> None:
    """One leads; killed in the middle, the other sends the rest within 30 s; nothing twice."""
    async with town(shared, tmp_path) as here, here.process() as first:
        await here.leads()
        async with here.process():
            await asyncio.sleep(3.0)
            here.simulator.clock.travel_to(DUE)
            await here.told(15)
            first.kill()
            await ended(first)
            await here.told(len(PEOPLE) - MOST_IN_FLIGHT, 30.0)
            await asyncio.sleep(2.0)
    assert max(here.reminded()) == 1
    assert here.reminded().count(0) <= MOST_IN_FLIGHT


async def test_two_give_out_at_once(shared: Database, tmp_path: Path) -> None:
    """Both that ask find everybody due in one moment; each hears once, whoever was first."""
    async with edge_at(shared.url, tmp_path) as edge:
        edge.simulator.clock.travel_to(BEGIN)
        people = PEOPLE[:20]
        engine = Engine(load_library(edge.library), Words())
        await _settle(edge.environment, engine, people)
        for who in people:
            person = edge.simulator.people.add(who, f"P{who}", language_code="en")
            edge.simulator.state.chat_of(person).open = True
        other = edge.make()
        await other.start()
        edge.simulator.clock.travel_to(DUE)
        givers = (edge.app.reminding, other.reminding)
        found = await asyncio.gather(*(giver._due(len(people)) for giver in givers))
        assert all(found)
        await asyncio.gather(*(giver._all(due) for giver, due in zip(givers, found, strict=True)))
        chats = edge.simulator.state.messages
        await edge.until(lambda: all(chats[who] for who in people))
        await other.stop()
    assert sum(giver.counts["given"] for giver in givers) == len(people)
    assert {len(chats[who]) for who in people} == {1}
