"""The process killed in the middle of it all: no answer lost, none taken twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.simulator import Simulator, serve
from tests.bot.edge import TOKEN
from tests.databases import Database, sqlite_database

PEOPLE = range(100, 120)
CODE = "import sys, bot.cli; sys.argv = ['checkup', 'run']; bot.cli.main()"


@asynccontextmanager
async def process(url: str, database: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `checkup run` as operators do; kill it at the end if it still runs."""
    env = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": url,
        "DATABASE_URL": database,
        "CHECKUP_KEYS": "A" * 43 + "=",
        "LOG_LEVEL": "ERROR",
    }
    made = await asyncio.create_subprocess_exec(sys.executable, "-c", CODE, env=env)
    try:
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.wait()


async def cards(simulator: Simulator, wanted: int) -> None:
    """Wait until so many people have an answer."""
    async with asyncio.timeout(30):
        while answered(simulator) < wanted:
            await asyncio.sleep(0.02)


def answered(simulator: Simulator) -> int:
    """Count the people who see a card with buttons."""
    chats = (simulator.state.messages.get(who, {}).values() for who in PEOPLE)
    return sum(any(k.outgoing and "reply_markup" in k.message for k in chat) for chat in chats)


async def test_killed_again_and_again(database: Database) -> None:
    """Everybody who wrote is answered in the end, whatever was cut off."""
    simulator = Simulator(TOKEN)
    async with serve(simulator) as server:
        for who in PEOPLE:
            simulator.people.add(who, f"P{who}")
        simulator.faults.latency = 0.02
        for kill, some in enumerate((PEOPLE[:7], PEOPLE[7:14], PEOPLE[14:19])):
            async with process(server.url, database.url) as bot:
                await asyncio.sleep(0.1)
                for who in some:
                    simulator.people.say(who, "/start")
                await cards(simulator, 1 + kill * 7)
                bot.send_signal(signal.SIGKILL)
                await bot.wait()
        async with process(server.url, database.url) as bot:
            simulator.people.say(PEOPLE[19], "/start")
            await cards(simulator, len(PEOPLE))
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(bot.wait(), 10) == 0
        assert simulator.updates.pending() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_quickly_when_told_to(tmp_path: Path, number: signal.Signals) -> None:
    """A stop takes less than ten seconds, and leaves with 0."""
    simulator = Simulator(TOKEN)
    async with serve(simulator) as server:
        simulator.people.add(PEOPLE[0], "Ann")
        async with process(server.url, sqlite_database(tmp_path).url) as bot:
            simulator.people.say(PEOPLE[0], "/start")
            await cards(simulator, 1)
            bot.send_signal(number)
            assert await asyncio.wait_for(bot.wait(), 10) == 0


async def test_a_second_process_waits_and_takes_over(tmp_path: Path) -> None:
    """Two on one database: one polls; when it is killed the other answers."""
    simulator = Simulator(TOKEN)
    url = sqlite_database(tmp_path).url
    async with serve(simulator) as server:
        for who in PEOPLE:
            simulator.people.add(who, f"P{who}")
        async with process(server.url, url) as first:
            simulator.people.say(PEOPLE[0], "/start")
            await cards(simulator, 1)
            async with process(server.url, url):
                await asyncio.sleep(1.5)
                assert simulator.calls.statuses[409] == 0
                first.kill()
                await first.wait()
                simulator.people.say(PEOPLE[1], "/start")
                await cards(simulator, 2)
