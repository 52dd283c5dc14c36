"""The real bot as a child process: started, killed, stopped, and asked a few questions.

The questions go over the child's own standard input and output, line by line, so that no port is
opened for them; when this process dies, the child reads the end of its input and stops too.
"""

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from bot.simulator.errors import Impossible

STOP_SECONDS: Final = 12.0
ANSWER_SECONDS: Final = 10.0
START_SECONDS: Final = 60.0


class Child:
    """One bot process after the other; `changed` is called whenever its state has changed."""

    def __init__(
        self,
        options: Sequence[str | Path],
        settings: Mapping[str, str],
        log: Path,
        changed: Callable[[], None],
    ) -> None:
        self._options, self._settings, self._log = options, settings, log
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._ready = asyncio.Event()
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()
        self.state: Literal["stopped", "starting", "running"] = "stopped"
        self.reason = ""
        self.starts = 0

    async def start(self) -> None:
        """Start it and wait until it takes updates; what keeps it from that stands in `reason`."""
        async with self._turn:
            await self._start()

    async def restart(self) -> None:
        """Kill it, as a power cut would, and start it again."""
        async with self._turn:
            await self._end(kill=True)
            await self._start()

    async def stop(self) -> None:
        """Stop it politely."""
        async with self._turn:
            await self._end(kill=False)

    async def ask(self, what: str, **more: Any) -> Any:
        """Ask the process something; Impossible while it does not run, or where that fails."""
        process = self._process
        if self.state != "running" or process is None or process.stdin is None:
            raise Impossible("the bot does not run at the moment")
        number = next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            process.stdin.write(orjson.dumps({"id": number, "ask": what, **more}) + b"\n")
            async with asyncio.timeout(ANSWER_SECONDS):
                told = await answer
        except (ConnectionError, TimeoutError):
            raise Impossible("the bot does not answer at the moment") from None
        finally:
            del self._answers[number]
        if told is None:
            raise Impossible(f"the bot has failed at this; see {self._log}")
        return told

    async def _start(self) -> None:
        self._ready = asyncio.Event()
        self._say("starting")
        with os.fdopen(os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)) as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "bot.simulator.child", *map(str, self._options)),
                env=dict(self._settings),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the parent, which then stops its child
            )
        self.starts += 1
        self._reading = asyncio.create_task(self._read(self._process), name="bot's answers")
        # Python 3.11's `wait_for` may swallow a cancellation; `timeout` never does.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self._ready.wait()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            raise ValueError("a child without an output")
        async for line in process.stdout:
            told = orjson.loads(line)
            if "ready" in told:
                self._say("running")
                self._ready.set()
            elif (waiting := self._answers.get(told["id"])) and not waiting.done():
                waiting.set_result(told["answer"])
        code = await process.wait()
        self._drop_questions()
        self._say("stopped", f"It ended by itself with code {code}; see {self._log}.")
        self._ready.set()

    async def _end(self, *, kill: bool) -> None:
        if self._process is None or self._reading is None:
            return
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._drop_questions()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill() if kill else self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._process = None
        self._say("stopped")

    def _drop_questions(self) -> None:
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(Impossible("the bot has just been stopped"))

    def _say(self, state: Literal["stopped", "starting", "running"], reason: str = "") -> None:
        self.state, self.reason = state, reason
        self._changed()
