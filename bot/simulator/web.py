"""The simulator over HTTP: the bot's side, the files, and the control API beside them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.simulator import control
from bot.simulator.errors import Refused
from bot.simulator.methods import Answer, call, refusal
from bot.simulator.parameters import read
from bot.simulator.simulator import Simulator

MAX_BODY = 60 * 1024 * 1024
UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_FOUND = Refused(404, "Not Found")


@dataclass(frozen=True, slots=True)
class Server:
    """A running simulator."""

    simulator: Simulator
    url: str


def application(simulator: Simulator) -> web.Application:
    """Return the web application; a page may add routes of its own before it is served."""

    async def bot(request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != simulator.token:
            return _respond(request, refusal(UNAUTHORIZED))
        try:
            parameters = await read(request)
        except Refused as refused:
            return _respond(request, refusal(refused))
        return _respond(request, await call(simulator, request.match_info["method"], parameters))

    async def file(request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != simulator.token:
            return _respond(request, refusal(UNAUTHORIZED))
        for known in simulator.state.files.values():
            if known.file_path == request.match_info["path"]:
                content = simulator.state.contents[known.file_id]
                return web.Response(body=content, content_type="application/octet-stream")
        return _respond(request, refusal(NOT_FOUND))

    app = web.Application(client_max_size=MAX_BODY)
    for verb in ("GET", "POST"):
        app.router.add_route(verb, "/bot{token}/{method}", bot)
    app.router.add_route("GET", "/file/bot{token}/{path:.+}", file)
    control.add_routes(app, simulator)
    app.on_shutdown.append(_let_go(simulator))
    return app


@asynccontextmanager
async def serve(
    simulator: Simulator,
    host: str = "127.0.0.1",
    port: int = 0,
    app: web.Application | None = None,
) -> AsyncIterator[Server]:
    """Serve a simulator until the block ends; port 0 takes any free one.

    The simulator is closed with it. `app` is the result of `application`, if routes were added.
    """
    runner = web.AppRunner(app or application(simulator), access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        simulator.webhook.wake()
        taken = runner.addresses[0][1]
        yield Server(simulator, f"http://{host}:{taken}")
    finally:
        simulator.let_go()
        await runner.cleanup()
        await simulator.close()


def _respond(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.status == 0 and request.transport is not None:
        request.transport.abort()
    return web.Response(
        body=answer.body, status=answer.status or 500, content_type=answer.mime, charset="utf-8"
    )


def _let_go(simulator: Simulator) -> Callable[[web.Application], Awaitable[None]]:
    async def let_go(_app: web.Application) -> None:
        simulator.let_go()

    return let_go
