"""`checkup try`: the real bot in a process of its own, the local Bot API, and the page."""

import asyncio
import contextlib
import fcntl
import os
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

from bot.commands.shared import environment
from bot.flowtools.check import Folders
from bot.flowtools.words import spoken
from bot.refused import RefusedError
from bot.settings.settings import Settings
from bot.simulator.bench.bench import Bench
from bot.simulator.bench.content import Content
from bot.simulator.bench.process import Child
from bot.simulator.bench.updates import BenchSimulator
from bot.simulator.bench.web import add_routes
from bot.simulator.changes import EVERYBODY
from bot.simulator.clock import FILE as CLOCK_FILE
from bot.simulator.web import application, serve
from flows.values.words import SOURCE_LANGUAGE

log = structlog.get_logger("bot.simulator.run")

HOST: Final = "127.0.0.1"
LAST_PORT: Final = 65_535
PORTS: Final = 20
"""How many ports are tried, one after the other."""

KEPT: Final = (
    "DEFAULT_LANGUAGE",
    "DEFAULT_COUNTRY",
    "RETENTION_DAYS",
    "OPERATOR_NAME",
    "PRIVACY_URL",
    "LOG_LEVEL",
)
"""Settings that count here too; the others would lead to a real bot or its database."""


@dataclass(frozen=True, slots=True)
class Options:
    """What `checkup try` was asked for; with a flow or a language it opens as somebody new."""

    port: int = 8080
    browser: bool = True
    data: Path = Path("data/try")
    flow: str = ""
    language: str = ""
    folders: Folders = field(default_factory=Folders)


@dataclass(frozen=True, slots=True)
class Trying:
    """What runs: where the page is, and the bench behind it."""

    url: str
    bench: Bench


@asynccontextmanager
async def trying(options: Options) -> AsyncIterator[Trying]:
    """Run everything until the block ends; the bot starts while the page is there already."""
    data = options.data.absolute()
    _own_folder(data)
    with _alone(data):
        port = free_port(options.port)
        url = f"http://{HOST}:{port}"
        sim = BenchSimulator(token_in(data), data)
        bench = _bench(options, sim, data, url)
        app = application(sim)
        add_routes(app, bench)
        bench.open_as(fresh=bool(options.flow or options.language))
        async with serve(sim, HOST, port, app):
            working = asyncio.create_task(_work(bench), name="bench")
            working.add_done_callback(_missed)
            try:
                yield Trying(url, bench)
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
                await bench.bot.stop()


async def run(options: Options) -> None:
    """Run until Ctrl-C or SIGTERM, and open the page in a browser; RefusedError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with trying(options) as tried:
        _tell(f"Open {tried.url} in a browser. Ctrl-C ends it.")
        _tell(f"All that happens here is kept in {options.data.absolute()}")
        if options.browser and _has_screen():
            await asyncio.to_thread(webbrowser.open, tried.url)
        await stop.wait()
        _tell("Stopping.")


def free_port(first: int) -> int:
    """Find a port from `first` on, and say which one is taken; RefusedError when all are."""
    if not 0 <= first <= LAST_PORT:
        raise RefusedError(f"There is no port {first}. Give --port a number up to {LAST_PORT}.")
    last = min(first + PORTS - 1, LAST_PORT)
    for port in range(first, last + 1):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((HOST, port))
            except PermissionError:
                raise RefusedError(
                    f"Only an administrator may use port {port}. Give --port one above 1023."
                ) from None
            except OSError:
                if port < last:
                    _tell(f"Port {port} is taken; trying {port + 1}.")
                continue
            return int(tried.getsockname()[1])
    raise RefusedError(f"The ports {first} to {last} are all taken. Give --port another.")


def token_in(data: Path) -> str:
    """Read the made-up token of a data folder; the first time it is made."""
    file = data / "token"
    if not file.exists():
        number = 7_000_000_000 + secrets.randbelow(999_999_999)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as opened:
            opened.write(f"{number}:{secrets.token_urlsafe(26)[:35]}")
    return file.read_text("utf-8").strip()


def settings_for(data: Path, url: str, given: Mapping[str, str]) -> dict[str, str]:
    """Give the child's whole environment: nothing in it leads out of this machine."""
    ours = {name.upper() for name in Settings.model_fields}
    theirs = {name: value for name, value in os.environ.items() if name not in ours}
    clean = {name: v for name, v in theirs.items() if name.removesuffix("_FILE") not in ours}
    return {
        **clean,
        **{name: given[name] for name in KEPT if given.get(name)},
        "TELEGRAM_BOT_TOKEN": token_in(data),
        "TELEGRAM_API_BASE_URL": url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{data / 'checkup.db'}",
    }


async def _work(bench: Bench) -> None:
    await bench.begin()
    await bench.follow()


def _missed(working: asyncio.Task[None]) -> None:
    """Say it where what follows the files has ended, for nothing on the page would show it."""
    if not working.cancelled() and (wrong := working.exception()):
        log.error("bench_ended", exc_info=wrong)


def _own_folder(data: Path) -> None:
    """Have a folder that only its owner may read, for people's words will be in it."""
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(mode=0o700, exist_ok=True)
        if (data / "token").exists():  # one of ours, perhaps of a version that left it open
            data.chmod(0o700)
    except OSError as wrong:
        raise _unusable(data, wrong) from None


def _unusable(data: Path, wrong: OSError) -> RefusedError:
    why = (wrong.strerror or type(wrong).__name__).lower()
    if isinstance(wrong, FileExistsError | NotADirectoryError):
        why = "a file stands in its place"
    return RefusedError(f"The folder {data} can't be used: {why}. Give --data another.")


def _refuse_unspoken(options: Options) -> None:
    there = spoken(options.folders.locales)
    code = (options.language or SOURCE_LANGUAGE).replace("-", "_")
    if code not in there and code.partition("_")[0] not in there:
        raise RefusedError(f"There are no words in {options.language!r}: {', '.join(there)}.")


def _bench(options: Options, sim: BenchSimulator, data: Path, url: str) -> Bench:
    flows = sorted(file.parent.name for file in options.folders.library.glob("*/flow.yaml"))
    if options.flow and options.flow not in flows:
        raise RefusedError(f"There is no flow {options.flow!r}. There are: {', '.join(flows)}.")
    _refuse_unspoken(options)
    copy = data / "content"
    child = Child(
        ("--clock", data / CLOCK_FILE, "--content", copy, "--flow", options.flow),
        settings_for(data, url, environment()),
        data / "bot.log",
        lambda: sim.state.changes.touch(EVERYBODY),
    )
    content, language = Content(options.folders, copy), options.language or SOURCE_LANGUAGE
    return Bench(sim, child, content, options.flow, language)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold the data folder; RefusedError when another process does."""
    try:
        handle = os.open(data / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as wrong:
        raise _unusable(data, wrong) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                f"Another `checkup try` uses {data}. End it, or give --data another folder."
            ) from None
        yield
    finally:
        os.close(handle)


def _has_screen() -> bool:
    """Tell whether a browser of its own window can open; one in the terminal would take it over."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, screens))


def _tell(line: str) -> None:
    with contextlib.suppress(BrokenPipeError):  # nobody reads any more, which is no reason to end
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
