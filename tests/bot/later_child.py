"""The bot as a process of its own, with the small dialogue and a clock that a test can move.

Run as `python -m tests.bot.later_child CLOCK LIBRARY`; settings come from the environment.
"""

import asyncio
import os
import sys
from pathlib import Path

from bot import logs
from bot.app import App, of_the_house
from bot.clock import Clock
from bot.settings.settings import read
from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words


async def main(clock: Path, library: Path) -> None:
    """Run until killed."""
    logs.set_up("ERROR")
    settings = read(os.environ)
    engine = Engine(load_library(library), Words(), of_the_house(settings))
    app = App(settings, Clock(clock), engine)
    await app.start()
    await app.ended()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
