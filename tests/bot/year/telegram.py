"""A Telegram that is no more than its wire: takes calls over HTTP, and notes who was reminded."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

Json = dict[str, Any]
LATENCY = 0.001
MARKS = ("A moment for your tea?", "A last moment for your tea?", "Half of the cup.", "Only today.")


@dataclass
class Chat:
    """One chat: what can be tapped in it, when reminders came, and whether the bot is shut out."""

    buttons: dict[int, dict[str, str]] = field(default_factory=dict)
    reminded: list[datetime] = field(default_factory=list)
    newest: int = 0
    words: str = ""
    blocked: bool = False


@dataclass
class Wire:
    """All chats; `refused` counts reminders that met a block."""

    now: Callable[[], datetime]
    chats: dict[int, Chat] = field(default_factory=dict)
    refused: int = 0
    last: int = 0
    url: str = ""

    def take(self, method: str, payload: Json) -> Any:
        """Carry one call out."""
        if method == "getMe":
            return {"id": 7000, "is_bot": True, "first_name": "Tea", "username": "teabot"}
        if "chat_id" not in payload:
            return True
        chat = self.chats[payload["chat_id"]]
        reminds = payload.get("text", "").startswith(MARKS)
        if chat.blocked:
            self.refused += reminds
            return None
        number = payload.get("message_id") or self._next()
        keys = (payload.get("reply_markup") or {}).get("inline_keyboard", [])
        chat.buttons[number] = {one["text"]: one["callback_data"] for row in keys for one in row}
        if reminds:
            chat.reminded.append(self.now())
            chat.newest, chat.words = number, payload["text"]
        return {"message_id": number, "date": 0, "chat": {"id": payload["chat_id"]}}

    def _next(self) -> int:
        self.last += 1
        return self.last


@asynccontextmanager
async def wire(now: Callable[[], datetime]) -> AsyncIterator[Wire]:
    """Serve it on a free port."""
    telegram = Wire(now)

    async def call(request: web.Request) -> web.Response:
        payload = orjson.loads(await request.read() or b"{}")
        await asyncio.sleep(LATENCY)
        result = telegram.take(request.match_info["method"], payload)
        if result is None:
            told = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"}
            return web.Response(status=403, body=orjson.dumps(told))
        return web.Response(body=orjson.dumps({"ok": True, "result": result}))

    application = web.Application()
    application.router.add_post("/bot{token}/{method}", call)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    telegram.url = f"http://{host}:{port}"
    try:
        yield telegram
    finally:
        await runner.cleanup()
