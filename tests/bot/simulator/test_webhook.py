"""Updates pushed to a real HTTP server of the bot's."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulator import Simulator
from tests.bot.simulator.conftest import ANN, Wire

SECRET = "a-secret_1"
BOB = 43


@dataclass
class Receiver:
    """What came in, and how it is answered: `sick` are texts answered 500."""

    url: str = ""
    got: list[tuple[str, str | None]] = field(default_factory=list)
    sick: set[str] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        """Take one update."""
        update: Any = await request.json()
        text = update["message"]["text"]
        self.got.append((text, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=500 if text in self.sick else 200)

    async def until(self, text: str) -> None:
        """Wait until a text has come."""
        async with asyncio.timeout(10):
            while text not in self.texts():
                await asyncio.sleep(0.01)

    def texts(self) -> list[str]:
        """Return the texts in the order they came."""
        return [text for text, _ in self.got]


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Serve a receiver."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


@pytest.fixture
def hurried(simulator: Simulator) -> Simulator:
    """Give a simulator that tries again after 50 ms."""
    simulator.webhook.first_retry = 0.05
    simulator.people.add(BOB, "Bob")
    return simulator


async def test_updates_come_in_order_with_the_secret(
    wire: Wire, hurried: Simulator, receiver: Receiver
) -> None:
    """What waited before comes first; nothing waits afterwards."""
    await wire.result("setWebhook", url=receiver.url, secret_token=SECRET)
    hurried.people.say(ANN, "one")
    hurried.people.say(ANN, "two")
    await receiver.until("two")
    assert receiver.got == [("/start", SECRET), ("one", SECRET), ("two", SECRET)]
    await asyncio.sleep(0.05)
    info = await wire.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_a_refused_update_holds_up_its_chat_only(
    wire: Wire, hurried: Simulator, receiver: Receiver
) -> None:
    """It comes again until it is taken; other chats go on meanwhile."""
    receiver.sick = {"/start"}
    await wire.result("setWebhook", url=receiver.url)
    hurried.people.say(ANN, "behind")
    hurried.people.say(BOB, "beside")
    await receiver.until("beside")
    assert "behind" not in receiver.texts()
    info = await wire.result("getWebhookInfo")
    said = "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_message"] == said
    receiver.sick = set()
    await receiver.until("behind")
    assert receiver.texts().count("/start") >= 2
    assert receiver.texts().index("behind") > receiver.texts().index("/start")


async def test_a_webhook_that_nobody_answers_is_tried_again(wire: Wire, hurried: Simulator) -> None:
    """The update waits, and the error is told."""
    await wire.result("setWebhook", url="http://127.0.0.1:9/hook")
    async with asyncio.timeout(10):
        while "last_error_message" not in (info := await wire.result("getWebhookInfo")):
            await asyncio.sleep(0.01)
    assert info["last_error_message"] == "Connection refused"
    assert info["pending_update_count"] == hurried.updates.pending() == 1


@pytest.mark.parametrize("secret", ["a b", "я", "x" * 257])
async def test_a_secret_has_plain_characters(wire: Wire, secret: str) -> None:
    """1 to 256 of A-Z, a-z, 0-9, _ and -."""
    said = await wire.refused("setWebhook", url="https://example.org/", secret_token=secret)
    assert said == "Bad Request: secret token contains unallowed characters"
