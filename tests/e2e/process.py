"""The bot as a process: started, killed, stopped, and its log read."""

import asyncio
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import orjson

from bot.cli import main
from tests.processes import MOMENT, ended, split

START = 30.0
STOP = 10.0
LEADING = b'"event":"leading"'


def checkup_run(folder: Path, log: Path) -> None:
    """Be `checkup run`, in this process."""
    os.chdir(folder)
    told = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(told, sys.stdout.fileno())
    os.dup2(told, sys.stderr.fileno())
    sys.argv = ["checkup", "run"]
    main()


class BotProcess:
    """`checkup run` in a folder of its own."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder, self._settings = folder, settings
        self._process: ForkServerProcess | None = None
        self.log = folder / "bot.log"
        self.log.touch()
        self.kills = 0

    @property
    def running(self) -> bool:
        """Tell whether it runs."""
        return self._process is not None and self._process.exitcode is None

    async def start(self) -> None:
        """Start it and wait until it says that it takes updates."""
        before = self.log.stat().st_size
        self._process = split(self._settings, checkup_run, self._folder, self.log)
        async with asyncio.timeout(START):
            while LEADING not in self.log.read_bytes()[before:]:
                assert self.running, f"the bot ended by itself:\n{self.log.read_text('utf-8')}"
                await asyncio.sleep(MOMENT)

    async def kill(self) -> None:
        """SIGKILL: it has no moment left for anything."""
        assert self._process is not None
        self._process.kill()
        await ended(self._process)
        self.kills += 1

    async def stop(self) -> float:
        """SIGTERM; AssertionError unless it ends well in time; gives the seconds it took."""
        assert self._process is not None
        loop = asyncio.get_running_loop()
        begin = loop.time()
        self._process.terminate()
        try:
            code = await asyncio.wait_for(ended(self._process), STOP)
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"still running {STOP} s after SIGTERM") from None
        assert code == 0, f"ended with {code}:\n{self.log.read_text('utf-8')}"
        return loop.time() - begin

    def errors(self, begin: int = 0) -> list[str]:
        """List log lines that tell of an error, from a place in the file on."""
        with self.log.open("rb") as log:
            log.seek(begin)
            lines = log.read().decode("utf-8", "replace").splitlines()
        return [line for line in lines if _bad(line)]


def _bad(line: str) -> bool:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        # Plain words on stderr: of Python itself, or half a line of a killed process.
        return not line.startswith("{")
    return told["level"] in {"error", "critical"} or "exception" in told
