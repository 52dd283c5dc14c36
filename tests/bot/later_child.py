"""The bot as a process of its own, with the small dialogue and a clock that a test can move.

Run as `python -m tests.bot.later_child CLOCK LIBRARY`; settings come from the environment.
"""

import asyncio
import os
import sys
from pathlib import Path

from bot import logs
from bot.app import App
from bot.clock import Clock
from bot.settings import read
from flows.engine import Engine
from flows.load import load_library
from flows.words import Words


async def main(clock: Path, library: Path) -> None:
    """Run until killed."""
    logs.set_up("ERROR")
    engine = Engine(load_library(library), Words())
    app = App(read(os.environ), Clock.from_file(clock), engine)
    await app.start()
    await app.ended()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
