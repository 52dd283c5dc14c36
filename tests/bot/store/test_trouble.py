"""A database in trouble: the caller is told, nothing is half done, and work goes on after."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import KeyRing, StoppedError, Store, UnavailableError, open_store
from tests.bot.store.people import look, newcomer, says
from tests.databases import sqlite_database

RunSql = Callable[[str], None]
CUT_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


async def test_a_failing_database_is_named(store: Store, run_sql: RunSql) -> None:
    """Known and unknown people alike get an error of that name; afterwards all works."""
    await says(store, 1, state={"n": 1})
    run_sql("ALTER TABLE person RENAME TO away")
    results = await asyncio.gather(*(says(store, one) for one in (1, 2, 3)), return_exceptions=True)
    assert [type(one) for one in results] == [UnavailableError] * 3
    for ask in (store.due(1.0, 1), store.next_due(), store.active_since(0.0), store.expire(0.0)):
        with pytest.raises(UnavailableError):
            await ask
    run_sql("ALTER TABLE away RENAME TO person")
    assert (await says(store, 1)).version == 2
    assert await look(store, 2) is None


async def test_a_cut_connection_acknowledges_nothing(postgres_store: Store) -> None:
    """When the connection dies before the commit, the turn raises; the next ones go through."""
    await says(postgres_store, 1, state={"n": 1})

    async def turn() -> None:
        async with postgres_store.turn(1) as work:
            work.after = newcomer() if work.person is None else work.person
            await _cut(postgres_store)

    with pytest.raises(UnavailableError):
        await turn()
    assert await _works_again(postgres_store) == 2


async def _cut(store: Store) -> None:
    async with store._read() as connection:  # type: ignore[attr-defined]
        await connection.exec_driver_sql(CUT_ALL)


async def _works_again(store: Store) -> int:
    for _ in range(20):
        try:
            return (await says(store, 1)).version
        except UnavailableError:
            await asyncio.sleep(0.01)  # a pooled connection that was cut is found out on use
    pytest.fail("the store did not recover")


async def test_a_log_that_cannot_be_emptied_stops_no_turn(tmp_path: Path, keys: KeyRing) -> None:
    """Whatever SQLite says to that, the erasure counts, and the turns after it go on."""
    store = open_store(sqlite_database(tmp_path).url, keys)
    await store.open()
    await says(store, 1)
    connection = store._writer._connection  # type: ignore[attr-defined]
    raw = (await connection.get_raw_connection()).driver_connection

    def refuse(action: int, what: str | None, *_: object) -> int:
        refused = action == sqlite3.SQLITE_PRAGMA and what == "wal_checkpoint"
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    await raw._execute(raw._conn.set_authorizer, refuse)
    async with asyncio.timeout(5):
        async with store.turn(1) as work:
            work.erase = True
        assert (await says(store, 2)).version == 1
    assert await store.ping() is True
    await raw._execute(raw._conn.set_authorizer, None)
    await store.close()


async def test_a_writer_that_is_gone_is_told(tmp_path: Path, keys: KeyRing) -> None:
    """Nobody waits for ever: turns fail by name, and the database is not called ready."""
    store = open_store(sqlite_database(tmp_path).url, keys)
    await store.open()
    (writer,) = (one for one in asyncio.all_tasks() if one.get_name() == "store writer")
    writer.cancel()
    await asyncio.wait([writer])
    async with asyncio.timeout(5):
        with pytest.raises(UnavailableError):
            await says(store, 1)
        with pytest.raises(StoppedError):
            await store.ended()
    assert await store.ping() is False
    await store.close()


async def test_all_that_is_cancelled_at_once_ends(tmp_path: Path, keys: KeyRing) -> None:
    """As at the end of a process: a turn whose commit is cut off waits for no writer."""
    database = sqlite_database(tmp_path)
    store = open_store(database.url, keys)
    await store.open()
    assert database.file is not None
    held = sqlite3.connect(database.file)
    held.execute("BEGIN IMMEDIATE")
    turn = asyncio.create_task(says(store, 1))
    # That a commit has begun shows nowhere outside: the store answers only when it has ended.
    while not store._writer._batch:  # type: ignore[attr-defined]
        await asyncio.sleep(0)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    async with asyncio.timeout(10):
        await asyncio.wait(others)
    assert turn.cancelled()
    held.close()
    await store.close()


async def test_ping_finds_the_way_back(postgres_store: Store, other_postgres_store: Store) -> None:
    """A database that is there again is called ready, though every connection was cut."""
    assert await postgres_store.ping() is True
    await _cut(other_postgres_store)
    assert await postgres_store.ping() is True


async def test_ping_tells_of_a_dead_database(keys: KeyRing) -> None:
    """A readiness question is answered no, not with an exception, when nobody answers."""
    store = open_store("postgresql://postgres@127.0.0.1:1/none", keys)
    assert await store.ping() is False
    with pytest.raises(UnavailableError):
        await store.open()
    await store.close()
