"""A small world: a simulated Telegram in this process, the bot in another, and people."""

import asyncio
import base64
import itertools
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from bot.people.person import Record
from bot.people.records import Records
from bot.simulator import Server, Simulator, serve
from bot.store import KeyRing, open_store
from tests.databases import Database
from tests.e2e.process import BotProcess
from tests.person import Line, Person
from tests.processes import MOMENT

TOKEN = "7000000001:CANARY-token-of-thirty-five-letters-"
BOT_ID = 7_000_000_001
KEY = bytes(range(32))
FIRST_ID = 5_550_000_101

Given = TypeVar("Given")

_ids = itertools.count(FIRST_ID)


@dataclass(slots=True)
class World:
    """The simulator, the bot, the database, and a way to meet people."""

    server: Server
    line: Line
    bot: BotProcess
    database: Database
    expected: set[str] = field(default_factory=set)
    """Events in the log that a test brings about on purpose."""

    def errors(self, begin: int = 0) -> list[str]:
        """List log lines that tell of an error nobody brought about, from a place on."""
        lines = self.bot.errors(begin)
        return [line for line in lines if not any(f'"{each}"' in line for each in self.expected)]

    async def person(self, name: str = "Dana", language: str = "en") -> Person:
        """Meet somebody new."""
        number = next(_ids)
        await self.line.post("people", id=number, first_name=name, language_code=language)
        return Person(self.line, number, name)

    async def fault(self, kind: str, **more: Any) -> None:
        """Let something go wrong: see the control API."""
        await self.line.post("faults", kind=kind, **more)

    async def calls(self, **which: Any) -> list[dict[str, Any]]:
        """List what the bot called."""
        return list((await self.line.get("calls", limit=20_000, **which))["calls"])

    async def forgets(self, person: Person, seconds: float = 10.0) -> None:
        """Wait until the database holds nothing of somebody."""
        async with asyncio.timeout(seconds):
            while await self.records(person) != [None]:
                await asyncio.sleep(5 * MOMENT)

    async def caught_up(self, seconds: float = 10.0) -> None:
        """Wait until the bot has taken, and acknowledged, all that was sent to it."""
        async with asyncio.timeout(seconds):
            while (await self.line.get("bot"))["pending"]:
                await asyncio.sleep(MOMENT)

    async def records(self, *people: Person) -> list[Record | None]:
        """Read out of the database what is stored of people."""
        store = open_store(self.database.url, KeyRing([KEY]))
        await store.open()
        try:
            records = Records(store, BOT_ID, 400)
            return [await records.look(person.id) for person in people]
        finally:
            await store.close()


async def together(*doing: Coroutine[Any, Any, Given]) -> list[Given]:
    """Let several people do things at once; the first that fails ends them all."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in doing]
    return [each.result() for each in tasks]


@asynccontextmanager
async def world(folder: Path, database: Database, **settings: str) -> AsyncIterator[World]:
    """Make a world whose bot runs; it is stopped politely at the end if it still does."""
    async with (
        serve(Simulator(TOKEN)) as server,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
    ):
        line = Line(session, server.url)
        bot = BotProcess(folder, {**_settings(server, database), **settings})
        await bot.start()
        try:
            yield World(server, line, bot, database)
        finally:
            if bot.running:
                await bot.stop()


def _settings(server: Server, database: Database) -> Mapping[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": server.url,
        "DATABASE_URL": database.url,
        "CHECKUP_KEYS": base64.b64encode(KEY).decode(),
    }
