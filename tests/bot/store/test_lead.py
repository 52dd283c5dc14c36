"""Leadership: one at a time, handed on, and given up on any doubt."""

import asyncio
from collections.abc import Callable

import pytest

from bot.store import Store, advisory, filelease
from tests.bot.store.people import look, says
from tests.databases import Database

Another = Callable[..., Store]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask more often than in the field, so that the tests are short."""
    monkeypatch.setattr(filelease, "ASK_SECONDS", 0.02)
    monkeypatch.setattr(advisory, "ASK_SECONDS", 0.05)
    monkeypatch.setattr(advisory, "WAIT_SECONDS", 0.02)


async def test_the_second_waits_for_the_first(store: Store, open_another: Another) -> None:
    """Of two only one leads; when it stops, the other does."""
    second = open_another()
    leading = asyncio.Event()

    async def follow() -> None:
        async with second.lead() as lease:
            leading.set()
            assert not lease.lost.is_set()

    async with store.lead():
        task = asyncio.create_task(follow())
        await asyncio.sleep(0.2)
        assert not leading.is_set()
    await asyncio.wait_for(task, 5)
    assert leading.is_set()


async def test_waiting_can_be_given_up(store: Store, open_another: Another) -> None:
    """A cancelled wait ends at once and leaves the lock free for others."""
    second = open_another()

    async def follow() -> None:
        async with second.lead():
            pytest.fail("two lead")

    async with store.lead():
        task = asyncio.create_task(follow())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(5), store.lead():
        pass


async def test_a_cut_connection_ends_leadership(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """When the leader's connection dies, it learns so, and another takes over."""
    async with postgres_store.lead() as lease:
        assert await _cut_leader(other_postgres_store) == 1
        async with asyncio.timeout(5):
            await lease.lost.wait()
            async with other_postgres_store.lead() as second:
                assert not second.lost.is_set()


async def test_however_the_watch_ends_leadership_is_over(postgres_store: Store) -> None:
    """Who can't ask any more whether it leads must not go on as if it did."""
    async with postgres_store.lead() as lease:
        (watch,) = (one for one in asyncio.all_tasks() if one.get_name() == "leadership")
        watch.cancel()
        await asyncio.wait_for(lease.lost.wait(), 5)


async def _cut_leader(store: Store) -> int:
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks "
        "WHERE locktype = 'advisory' AND granted AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with store._read() as connection:  # type: ignore[attr-defined]
        return int((await connection.exec_driver_sql(cut)).scalar_one())


async def test_who_takes_over_sees_what_the_one_before_wrote(
    store: Store, open_another: Another
) -> None:
    """What a process remembers from before it led is forgotten when it leads."""
    second = open_another()
    await second.open()
    await says(store, 1, state={"n": 1})
    assert await look(second, 1) is not None
    await says(store, 1, state={"n": 2})
    async with second.lead():
        person = await look(second, 1)
        assert person is not None
        assert person.state == {"n": 2}


async def test_leading_is_no_condition_for_turns(store: Store, database: Database) -> None:
    """A store that does not lead still takes turns: claims never rely on the lock."""
    async with store.lead(), store.turn(1) as work:
        assert (work.person, database.kind in ("sqlite", "postgresql")) == (None, True)
