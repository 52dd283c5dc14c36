"""Stores on real databases, and the people in them."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.store import KeyRing, Store, open_store
from tests.databases import Database

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def keys() -> KeyRing:
    """Give a ring of one key."""
    return KeyRing([OLD])


@pytest.fixture
async def open_another(database: Database, keys: KeyRing) -> AsyncIterator[Callable[..., Store]]:
    """Give a maker of stores on the test's database; they are closed at the end."""
    opened = []

    def make(ring: KeyRing = keys) -> Store:
        store = open_store(database.url, ring)
        opened.append(store)
        return store

    yield make
    for store in opened:
        await store.close()


@pytest.fixture
async def store(open_another: Callable[..., Store]) -> Store:
    """Give an open store on an empty database."""
    made = open_another()
    await made.open()
    return made
