"""One world for each module of tests that share it, and one of its own for those that break it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words
from tests.databases import Database, sqlite_database
from tests.e2e.world import World, world


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Load the real dialogue, for what should be on the screen."""
    facts = {"operator": None, "days": 400, "privacy_url": None}
    return Engine(load_library(), Words(), facts)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Share one simulator and one bot among a module's tests: each brings people of its own."""
    folder = tmp_path_factory.mktemp("shared")
    async with world(folder, sqlite_database(folder)) as made:
        yield made


@pytest_asyncio.fixture
async def alone(tmp_path: Path, database: Database) -> AsyncIterator[World]:
    """Give a simulator and a bot to one test, on each kind of database."""
    async with world(tmp_path, database) as made:
        yield made
    assert made.errors() == []


@pytest.fixture
def here(shared: World) -> Iterator[World]:
    """Give the shared world, and see that the test left no error in the log."""
    begin = shared.bot.log.stat().st_size
    yield shared
    assert shared.bot.running
    assert shared.errors(begin) == []
    shared.expected.clear()


@pytest.fixture(scope="session")
def form() -> str:
    """Tell which form of long tests is asked for: short or full."""
    return os.environ.get("CHECKUP_TESTS", "short")
