"""What is due, who was here, what has run out, and the bot's own values."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from structlog.testing import capture_logs

from bot.store import Kept, KeyRing, Parked, Store, new_id, open_store
from bot.store.base import CLAIM_SECONDS, PARKED_SECONDS
from bot.store.sqlite import COPY_SECONDS
from tests.bot.store.people import look, newcomer, says
from tests.databases import sqlite_database


async def test_due_people_come_oldest_first(store: Store) -> None:
    """Only people with something due come, the longest waiting first, no more than asked."""
    for telegram_id, at in ((1, 30.0), (2, 10.0), (3, None), (4, 20.0), (5, 99.0)):
        await says(store, telegram_id, deliver_after=at, state={"chat": telegram_id})
    assert [one.state["chat"] for one in await store.due(50.0, 10)] == [2, 4, 1]
    assert [one.state["chat"] for one in await store.due(50.0, 2)] == [2, 4]
    assert await store.next_due() == 10.0


async def test_reminders_due_come_longest_due_first(store: Store) -> None:
    """Only people whose reminder is due come, no more than asked, and a turn can move it."""
    for number, at in enumerate((30.0, 10.0, None, 90.0), start=1):
        await says(store, number, state={"chat": number}, remind_at=at)
    assert [one.state["chat"] for one in await store.to_remind(50.0, 10)] == [2, 1]
    assert [one.state["chat"] for one in await store.to_remind(50.0, 1)] == [2]
    assert await store.next_reminder() == 10.0
    await says(store, 2, remind_at=None)
    assert [one.state["chat"] for one in await store.to_remind(95.0, 10)] == [1, 4]


async def test_nothing_unsent_is_never_due(store: Store) -> None:
    """When a turn clears what was due, nothing is due any more."""
    await says(store, 1, deliver_after=1.0)
    await says(store, 1, deliver_after=None)
    assert await store.due(1e9, 10) == []
    assert await store.next_due() is None


async def test_another_replica_leaves_claimed_people_alone(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """Who committed delivers; another replica takes over when the claim has run out."""
    one, other = postgres_store, other_postgres_store
    await says(one, 1, deliver_after=100.0, seen_at=99.0)
    assert await other.due(101.0, 10) == []
    assert len(await one.due(101.0, 10)) == 1
    late = 101.0 + CLAIM_SECONDS
    assert await other.due(late - 0.1, 10) == []
    assert await other.next_due() == late
    assert await one.next_due() == 100.0
    assert len(await other.due(late, 10)) == 1
    assert await one.due(late + 1, 10) == []


async def test_a_claim_lasts_while_old_messages_are_sent(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """What is long due stays with who found it, though each outcome is noted in between."""
    one, other = postgres_store, other_postgres_store
    await says(other, 1, deliver_after=1.0)
    assert len(await one.due(1_000.0, 10)) == 1
    await says(one, 1, state={"sent": 1})
    assert await other.due(1_001.0, 10) == []
    assert len(await one.due(1_001.0, 10)) == 1
    assert len(await other.due(1_001.0 + CLAIM_SECONDS, 10)) == 1


async def test_looking_waits_for_no_turn(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """A look sees what was last committed, whoever holds the person now."""
    await says(postgres_store, 1, state={"n": 1})
    async with other_postgres_store.turn(1), asyncio.timeout(1):
        found = await postgres_store.look(1)
    assert found is not None
    assert found.state == {"n": 1}
    assert await postgres_store.look(2) is None


async def test_a_stopped_replica_hands_over_at_once(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """A replica that closes leaves no claim behind for the others to wait out."""
    await says(postgres_store, 1, deliver_after=100.0)
    await postgres_store.close()
    assert await other_postgres_store.next_due() == 100.0
    assert len(await other_postgres_store.due(100.0, 10)) == 1


async def test_two_replicas_never_claim_the_same(
    postgres_store: Store, other_postgres_store: Store
) -> None:
    """Sweeping at once, two replicas share the late people without overlap."""
    for telegram_id in range(40):
        await says(postgres_store, telegram_id, deliver_after=1.0)
    stores = [postgres_store, other_postgres_store] * 4
    found = await asyncio.gather(*(one.due(1_000.0, 10) for one in stores))
    mine = {one.id for people in found[::2] for one in people}
    theirs = {one.id for people in found[1::2] for one in people}
    assert mine & theirs == set()
    assert mine | theirs


async def test_who_was_active_since(store: Store) -> None:
    """People whose last doing is at or after the moment are listed."""
    for telegram_id in (1, 2, 3):
        await says(store, telegram_id, seen_at=float(telegram_id), state={"n": telegram_id})
    assert [one.state["n"] for one in await store.active_since(2.0)] == [2, 3]


async def test_what_has_run_out_goes(store: Store) -> None:
    """People past their time go with all that is theirs, from memory too; others stay."""
    async with store.turn(1) as work:
        work.after = newcomer(expires_at=10.0)
        work.keep = [Kept(new_id(), "plan", 1.0, {})]
        work.park = [Parked(new_id(), 9.0, "KeyError", "message")]
    async with store.turn(2) as work:
        work.after = newcomer(expires_at=11.0)
        work.park = [Parked(new_id(), 9.0, "KeyError", "callback_query")]
    gone = await look(store, 1)
    assert gone is not None
    assert await store.expire(10.0) == 1
    assert await look(store, 1) is None
    assert await store.kept(gone.id) == []
    assert [one.kind for one in await store.parked()] == ["callback_query"]
    assert await look(store, 2) is not None
    assert await store.expire(10.0) == 0


async def test_more_than_one_handful_runs_out(store: Store) -> None:
    """Expiry does not stop after its first handful."""
    for first in range(0, 1_100, 100):
        few = range(first, first + 100)
        await asyncio.gather(*(says(store, one, expires_at=1.0) for one in few))
    assert await store.expire(1.0) == 1_100


async def test_parked_updates_do_not_stay(store: Store) -> None:
    """A parked update goes after its own time."""
    async with store.turn(1) as work:
        work.park = [Parked(new_id(), 100.0, "KeyError", "message")]
    await store.expire(99.0 + PARKED_SECONDS)
    assert len(await store.parked()) == 1
    await store.expire(100.0 + PARKED_SECONDS)
    assert await store.parked() == []


async def test_copies_of_older_schemas_do_not_stay(tmp_path: Path, keys: KeyRing) -> None:
    """They know people who were erased since; after a week they are gone, other files stay."""
    database = sqlite_database(tmp_path)
    assert database.file is not None
    store = open_store(database.url, keys)
    await store.open()
    copy, other = (
        database.file.with_name(database.file.name + end) for end in (".schema-0001", ".kept")
    )
    for file in (copy, other):
        file.touch()
    made = copy.stat().st_mtime
    await store.expire(made + COPY_SECONDS - 1)
    assert copy.exists()
    await store.expire(made + COPY_SECONDS)
    assert (copy.exists(), other.exists()) == (False, True)
    await store.close()


async def test_the_bot_s_own_values(store: Store) -> None:
    """A value is read as last written, and is None before."""
    assert await store.meta("heartbeat") is None
    await store.set_meta("heartbeat", "1")
    await asyncio.gather(*(store.set_meta("heartbeat", "2") for _ in range(5)))
    assert await store.meta("heartbeat") == "2"


async def test_ping(store: Store) -> None:
    """An open database answers."""
    assert await store.ping() is True


async def test_damaged_rows_do_not_hold_up_the_others(
    store: Store, run_sql: Callable[..., None]
) -> None:
    """More of them than are asked for at once: the rest come all the same; each is told once."""
    for number in range(1, 6):
        at = float(number)
        await says(store, number, deliver_after=at, remind_at=at, seen_at=at, state={"n": number})
    run_sql("UPDATE person SET id = '0' || substr(id, 2, 30) || 'x' WHERE deliver_after < 4.0")
    with capture_logs() as told:
        for found in (
            await store.due(100.0, 2),
            await store.to_remind(100.0, 2),
            await store.active_since(0.0),
        ):
            assert [one.state["n"] for one in found] == [4, 5]
        assert len(await store.with_reminders("", 2)) == 2
    assert [line["event"] for line in told] == ["row_unreadable"] * 3
