"""The way to Telegram, over real HTTP against a small server that misbehaves on demand."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import transport
from bot.telegram.telegram import Dressing, call, dress, fate, make_bot

TOKEN = "123456789:AAHcanaryCANARYcanaryCANARYcanary_-1"
ME = {"id": 123456789, "is_bot": True, "first_name": "Check-up", "username": "checkup_bot"}
Answer = Callable[[str, dict[str, Any]], Any]


class Api:
    """A Bot API on this machine: remembers what it was asked, answers as told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer: Answer = lambda _method, _said: True

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one call of any method."""
        method = request.match_info["method"]
        if request.content_type == "application/json":
            said = await request.json()
        else:
            said = {
                name: (part.filename, part.file.read()) if isinstance(part, web.FileField) else part
                for name, part in (await request.post()).items()
            }
        self.asked.append((method, said))
        given = ME if method == "getMe" else self.answer(method, said)
        if asyncio.iscoroutine(given):
            given = await given
        if isinstance(given, web.StreamResponse):
            return given
        return web.json_response({"ok": True, "result": given})


@asynccontextmanager
async def talking() -> AsyncIterator[tuple[Api, Bot]]:
    """Start an Api and a Bot that talks to it."""
    api = Api()
    pages = web.Application()
    pages.router.add_post(f"/bot{TOKEN}/{{method}}", api.handle)
    async with TestServer(pages) as server, make_bot(TOKEN, str(server.make_url(""))) as bot:
        api.asked.clear()
        yield api, bot


def refusal(status: int, said: str, **parameters: int) -> web.Response:
    """Make an answer that refuses, as the Bot API words it."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": said}
    return web.json_response(
        body | ({"parameters": parameters} if parameters else {}), status=status
    )


def whole(error: BaseException) -> str:
    """Everything that could be printed of an error: its traceback and its causes."""
    return "".join(traceback.format_exception(error))


async def test_a_call_gives_the_raw_result() -> None:
    """The payload goes out as JSON and the result comes back untouched."""
    async with talking() as (api, bot):
        api.answer = lambda _method, said: {"message_id": 7, "text": said["text"]}
        payload = {"chat_id": 1, "text": "Привет", "reply_markup": {"inline_keyboard": []}}
        assert await call(bot, "sendMessage", payload) == {"message_id": 7, "text": "Привет"}
        assert api.asked == [("sendMessage", payload)]


async def test_a_file_arrives_under_its_own_name() -> None:
    """The library's own methods work too; a Cyrillic file name isn't quoted."""
    async with talking() as (api, bot):
        chat = {"id": 1, "type": "private"}
        api.answer = lambda _method, _said: {"message_id": 7, "date": 0, "chat": chat}
        await bot.send_document(1, b"%PDF", filename="план.pdf", caption="Your plan")
        (_, said) = api.asked[0]
        assert said["document"] == ("план.pdf", b"%PDF")
        assert said["caption"] == "Your plan"


@pytest.mark.parametrize(
    ("status", "said", "kind", "became"),
    [
        (400, "Bad Request: message is not modified", BadRequest, "refused"),
        (401, "Unauthorized", InvalidToken, "refused"),
        (403, "Forbidden: bot was blocked by the user", Forbidden, "refused"),
        (409, "Conflict: terminated by other getUpdates", Conflict, "refused"),
        (500, "Internal Server Error", NetworkError, "unknown"),
    ],
)
async def test_refusals_have_names(
    status: int, said: str, kind: type[TelegramError], became: str
) -> None:
    """Each refusal is the library's error, with Telegram's words, by both ways of calling."""
    async with talking() as (api, bot):
        api.answer = lambda _method, _said: refusal(status, said)
        for calling in (call(bot, "sendMessage", {"chat_id": 1}), bot.send_message(1, "x")):
            with pytest.raises(kind) as caught:
                await calling
            assert type(caught.value) is kind
            assert said.lower().rpartition(": ")[2] in str(caught.value).lower()
            assert fate(caught.value) == became


async def test_being_told_to_wait_says_how_long() -> None:
    """429 carries the time to wait; a moved chat its new id."""
    async with talking() as (api, bot):
        api.answer = lambda _method, _said: refusal(429, "Too Many Requests", retry_after=17)
        with pytest.raises(RetryAfter) as wait:
            await call(bot, "sendMessage", {"chat_id": 1})
        assert wait.value.retry_after == timedelta(seconds=17)
        assert fate(wait.value) == "refused"
        api.answer = lambda _method, _said: refusal(400, "moved", migrate_to_chat_id=-100)
        with pytest.raises(ChatMigrated) as moved:
            await call(bot, "sendMessage", {"chat_id": 1})
        assert moved.value.new_chat_id == -100


async def test_a_gateway_without_json_is_a_network_error() -> None:
    """A proxy's HTML page is no reason to break."""
    async with talking() as (api, bot):
        api.answer = lambda _method, _said: web.Response(status=502, text="<h1>Bad Gateway</h1>")
        with pytest.raises(NetworkError, match="502") as caught:
            await call(bot, "sendMessage", {"chat_id": 1})
        assert fate(caught.value) == "unknown"


async def test_no_connection_means_not_sent() -> None:
    """Where nobody listens nothing was sent, so that it may be sent again."""
    bot = make_bot(TOKEN, f"http://127.0.0.1:{unused_port()}")
    await bot.request.initialize()
    try:
        for calling in (call(bot, "sendMessage", {"chat_id": 1}), bot.send_message(1, "x")):
            with pytest.raises(NetworkError) as caught:
                await calling
            assert fate(caught.value) == "not sent"
            assert "canary" not in whole(caught.value)
    finally:
        await bot.request.shutdown()


async def test_a_late_answer_leaves_the_fate_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request went out, the answer didn't come in time: it may have arrived."""
    monkeypatch.setattr("bot.telegram.telegram.READ", 0.05)
    async with talking() as (api, bot):
        api.answer = lambda _method, _said: asyncio.sleep(1)
        with pytest.raises(TimedOut) as caught:
            await call(bot, "sendMessage", {"chat_id": 1})
        assert fate(caught.value) == "unknown"
        assert "canary" not in whole(caught.value)
        assert len(api.asked) == 1


async def test_a_broken_connection_leaves_the_fate_unknown() -> None:
    """The server took the request and hung up: it is asked once, never again by itself."""
    taken: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        bot = make_bot(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await bot.request.initialize()
        with pytest.raises(NetworkError) as caught:
            await call(bot, "sendMessage", {"chat_id": 1})
        await bot.request.shutdown()
    assert fate(caught.value) == "unknown"
    assert len(taken) == 1
    assert "canary" not in whole(caught.value)


async def test_a_waiting_poll_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polling has a connection of its own, and its `timeout` is waited for."""
    monkeypatch.setattr("bot.telegram.telegram.READ", 0.3)
    monkeypatch.setattr(transport, "POOL", 1)
    go_on = asyncio.Event()

    async def poll() -> list[Any]:
        await go_on.wait()
        return []

    async with talking() as (api, bot):
        api.answer = lambda method, _said: poll() if method == "getUpdates" else True
        polling = asyncio.create_task(call(bot, "getUpdates", {"timeout": 20}))
        await asyncio.sleep(0.4)
        assert await call(bot, "sendChatAction", {"chat_id": 1}) is True
        assert not polling.done()
        go_on.set()
        assert await polling == []


async def test_a_dressed_bot_is_dressed_again_only_when_the_words_change() -> None:
    """Commands and descriptions go out per language; a known hash sends nothing."""
    english = Dressing((("start", "Begin"), ("help", "Help now")), "A script.", "A check-up.")
    words = {"": english, "de": Dressing((("start", "Beginnen"),), "Ein Skript.", "Ein Blick.")}
    async with talking() as (api, bot):
        known = await dress(bot, words, None)
        assert [method for method, _ in api.asked] == [
            "setMyCommands",
            "setMyDescription",
            "setMyShortDescription",
        ] * 2
        first, german = api.asked[0][1], api.asked[3][1]
        assert "language_code" not in first
        assert '"all_private_chats"' in first["scope"]
        assert german["language_code"] == "de"
        assert "Beginnen" in german["commands"]
        api.asked.clear()
        assert await dress(bot, words, known) == known
        assert api.asked == []
        assert await dress(bot, words | {"": words["de"]}, known) != known
        assert api.asked


async def test_a_bot_that_is_not_ours_is_refused() -> None:
    """`call` needs the transport; another Bot is a programmer's mistake, told plainly."""
    with pytest.raises(TypeError, match="make_bot"):
        await call(Bot(TOKEN), "getMe", {})
