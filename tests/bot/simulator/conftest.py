"""A simulator on a free port, its clock standing still, and two ways to call it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.simulator import Clock, Server, Simulator, serve

TOKEN = "7000:test-token"
NOON = 1_800_000_000.0
ANN = 42


@dataclass(frozen=True)
class Wire:
    """Raw HTTP to both sides; every answer is (status, JSON)."""

    session: aiohttp.ClientSession
    url: str

    async def bot(self, method: str, **parameters: Any) -> tuple[int, Any]:
        """Call a method as the bot, with a JSON body."""
        address = f"{self.url}/bot{TOKEN}/{method}"
        async with self.session.post(address, json=parameters) as answer:
            return answer.status, await answer.json()

    async def result(self, method: str, **parameters: Any) -> Any:
        """Call a method as the bot and return its result."""
        status, body = await self.bot(method, **parameters)
        assert status == 200, body
        return body["result"]

    async def refused(self, method: str, **parameters: Any) -> str:
        """Call a method as the bot and return the description of the refusal."""
        status, body = await self.bot(method, **parameters)
        assert body["ok"] is False
        assert body["error_code"] == status
        return str(body["description"])

    async def sim(self, path: str, **body: Any) -> tuple[int, Any]:
        """Do something over the control API."""
        async with self.session.post(f"{self.url}/sim/{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def look(self, path: str) -> Any:
        """Read something over the control API."""
        async with self.session.get(f"{self.url}/sim/{path}") as answer:
            assert answer.status == 200
            return await answer.json()


@pytest.fixture
def simulator() -> Simulator:
    """Give a simulator in memory with one person who has written to the bot."""
    sim = Simulator(TOKEN, Clock(real=lambda: NOON))
    sim.people.add(ANN, "Ann", language_code="en")
    sim.people.say(ANN, "/start")
    return sim


@pytest_asyncio.fixture
async def server(simulator: Simulator) -> AsyncIterator[Server]:
    """Serve it."""
    async with serve(simulator) as served:
        yield served


@pytest_asyncio.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    """Give raw HTTP."""
    async with aiohttp.ClientSession() as session:
        yield Wire(session, server.url)


@pytest_asyncio.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    """Give the real library's Bot."""
    requests = (HTTPXRequest(), HTTPXRequest())
    async with Bot(
        TOKEN,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    ) as client:
        yield client
