"""Stores on real databases, and the people in them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import KeyRing, Store, open_store
from tests.databases import Database, postgres_database

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


@pytest.fixture
def run_sql(database: Database) -> Callable[[str], None]:
    """Give a way past the store, as somebody with the database in hand has it."""

    def run(statement: str) -> None:
        async def go() -> None:
            engine = create_async_engine(database.url)
            async with engine.begin() as connection:
                await connection.exec_driver_sql(statement)
            await engine.dispose()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, go()).result()

    return run


@pytest.fixture
async def postgres_maker(
    postgres_server: str, keys: KeyRing
) -> AsyncIterator[Callable[..., Store]]:
    """Give a maker of stores that share one PostgreSQL database."""
    opened = []
    with ThreadPoolExecutor(1) as thread:
        context = postgres_database(postgres_server)
        made = thread.submit(context.__enter__).result()

        def make(ring: KeyRing = keys) -> Store:
            opened.append(open_store(made.url, ring))
            return opened[-1]

        yield make
        for store in opened:
            await store.close()
        thread.submit(context.__exit__, None, None, None).result()


@pytest.fixture
async def postgres_store(postgres_maker: Callable[..., Store]) -> Store:
    """Give one replica's store."""
    made = postgres_maker()
    await made.open()
    return made


@pytest.fixture
async def other_postgres_store(postgres_maker: Callable[..., Store]) -> Store:
    """Give another replica's store on the same database."""
    made = postgres_maker()
    await made.open()
    return made
