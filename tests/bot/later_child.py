"""The bot as a process of its own, with the small dialogue and a clock that a test can move."""

import asyncio
import os
from pathlib import Path

from bot import logs
from bot.app import App, of_the_house
from bot.clock import Clock
from bot.settings.settings import read
from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words


def lived(clock: Path, library: Path) -> None:
    """Run until killed; settings come from the environment."""
    logs.set_up("ERROR")
    asyncio.run(_live(clock, library))


async def _live(clock: Path, library: Path) -> None:
    settings = read(os.environ)
    engine = Engine(load_library(library), Words(), of_the_house(settings))
    app = App(settings, Clock(clock), engine)
    await app.start()
    await app.ended()
