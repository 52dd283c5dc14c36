"""The bot as `checkup try` runs it: the real wiring, with a clock that travels and given content.

Run as `python -m bot.simulator.child`; settings come from the environment as ever. Its parent asks
on standard input, a JSON object a line, and reads the answers on standard output:

    {"id": 1, "ask": "where", "person": 5000000001}   where they stand: question ids, no answers
    {"id": 2, "ask": "due"}                           when the next unsent message is due, and the
                                                      next reminder: [epoch seconds or null, ...]
    {"id": 2, "ask": "busy"}                          whether something is being sent
    {"id": 2, "ask": "coming"}                        all of these: [[epoch seconds, chat,
                                                      "reminder" or "message"], ...]
    {"id": 3, "ask": "renew"}                         takes over new content, shows open cards anew
                                                      in their place; false: start it instead

The answer is null where answering has failed: the log says why, and the bot goes on. The end of the
input ends the bot. Nothing of this is in the bot that an operator runs.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import structlog

from bot import logs
from bot.app import App, of_the_house
from bot.clock import Clock
from bot.outbox.pace import UNPACED
from bot.settings.settings import SettingsError, read
from bot.simulator.child_answers import Questions
from bot.simulator.opening import Opening, opening
from flows.content.library import Library
from flows.load import load_library
from flows.values.words import Words

log = structlog.get_logger("bot.simulator.child")


async def run(options: argparse.Namespace) -> None:
    """Run until a signal or the end of the input."""
    settings = read(os.environ)
    logs.set_up(settings.log_level)

    def content() -> tuple[Library, Words]:
        library = load_library(options.content / "library")
        return opening(library, options.flow), Words(options.content / "locales")

    engine = Opening(*content(), of_the_house(settings))
    # No limits here: whoever tries it taps faster than Telegram would let the answers come.
    app = App(settings, Clock(options.clock), engine, UNPACED)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    questions = Questions(app.house, app.outbox, engine, content, settings.operator_name)
    working = asyncio.create_task(_work(app, questions, stop), name="app")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
        await app.stop()


async def _work(app: App, questions: Questions, stop: asyncio.Event) -> None:
    await app.start()
    _tell({"ready": True})
    asked: asyncio.Queue[bytes] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    # A thread, because a blocking read of the input can't be cancelled; it dies with the process.
    threading.Thread(target=_listen, args=(loop, asked), daemon=True).start()
    ended = asyncio.create_task(app.ended(), name="ended")
    try:
        while not ended.done():
            reading = asyncio.create_task(asked.get(), name="asked")
            await asyncio.wait((reading, ended), return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                reading.cancel()
                continue
            line = reading.result()
            if not line:
                stop.set()
                return
            question = orjson.loads(line)
            _tell({"id": question["id"], "answer": await _answer(questions, question)})
        ended.result()
    finally:
        ended.cancel()


async def _answer(questions: Questions, question: Mapping[str, Any]) -> Any:
    try:
        return await questions.answer(question)
    except Exception:  # the bot goes on: a real one is asked nothing of the kind
        log.exception("question_not_answered", method=question["ask"])
        return None


def _listen(loop: asyncio.AbstractEventLoop, asked: asyncio.Queue[bytes]) -> None:
    # Unbuffered: a buffer's lock, held by this thread, would break the process at its end.
    with (
        open(0, "rb", buffering=0, closefd=False) as lines,
        contextlib.suppress(RuntimeError),  # the loop is closed: the process is ending
    ):
        for line in lines:
            loop.call_soon_threadsafe(asked.put_nowait, line)
        loop.call_soon_threadsafe(asked.put_nowait, b"")


def _tell(value: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Read the command line and run; a mistake in the settings ends with code 2."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator.child", description=__doc__)
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--flow", default="")
    logs.set_up("WARNING")
    try:
        asyncio.run(run(parser.parse_args()))
    except SettingsError as error:
        sys.stderr.write(f"{logs.mask(str(error))}\n")
        sys.exit(2)
    except Exception:
        log.exception("stopped by an unexpected error")
        sys.exit(1)


if __name__ == "__main__":
    main()
