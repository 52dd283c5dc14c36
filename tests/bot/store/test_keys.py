"""Wrong keys, damaged rows, and a change of keys."""

import asyncio
from collections.abc import Callable

import pytest

from bot.store import Kept, KeyRefusedError, KeyRing, Parked, Store, TamperedError, new_id
from tests.bot.store.conftest import NEW, OLD
from tests.bot.store.people import look, newcomer, says

Another = Callable[..., Store]


async def test_a_wrong_key_is_refused_at_the_start(store: Store, open_another: Another) -> None:
    """Another key than the database's does not open it, and both are named by id."""
    await says(store, 1)
    with pytest.raises(KeyRefusedError, match=KeyRing([OLD]).names()):
        await open_another(KeyRing([NEW])).open()


async def test_a_database_without_its_check_row_is_refused(
    store: Store, open_another: Another, run_sql: Callable[..., None]
) -> None:
    """People without a check row are a damaged database, not a new one."""
    await says(store, 1)
    run_sql("DELETE FROM meta")
    with pytest.raises(KeyRefusedError, match="no check row"):
        await open_another().open()


async def test_a_changed_check_row_is_refused(
    store: Store, open_another: Another, run_sql: Callable[..., None]
) -> None:
    """A check row under the right key that does not open is not passed over."""
    await store.set_meta("other", "value")
    run_sql(
        "UPDATE meta SET value = (SELECT value FROM meta WHERE key = 'other') "
        "WHERE key LIKE 'check:%'"
    )
    with pytest.raises(KeyRefusedError, match="was changed"):
        await open_another().open()


async def _read_anew(open_another: Another, telegram_id: int) -> None:
    fresh = open_another()
    await fresh.open()
    await look(fresh, telegram_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET state = (SELECT state FROM person WHERE deliver_after = 2.0)",
        "UPDATE person SET id = 'somebody' WHERE deliver_after = 1.0",
        "UPDATE person SET lookup = (SELECT l FROM spare) WHERE deliver_after = 2.0",
    ],
    ids=["state of another", "id changed", "look-up of another"],
)
async def test_swapped_rows_are_noticed(
    store: Store, open_another: Another, run_sql: Callable[..., None], statement: str
) -> None:
    """A state, an id or a look-up moved between people opens for nobody."""
    await says(store, 1, deliver_after=1.0)
    await says(store, 2, deliver_after=2.0)
    run_sql("CREATE TABLE spare AS SELECT lookup AS l FROM person WHERE deliver_after = 1.0")
    if "spare" in statement:
        run_sql("DELETE FROM person WHERE deliver_after = 1.0")
    run_sql(statement)
    with pytest.raises(TamperedError):
        await _read_anew(open_another, 1)


async def test_a_plan_moved_to_another_person_is_noticed(
    store: Store, run_sql: Callable[..., None]
) -> None:
    """What one person keeps can't be shown to another by changing whose it is."""
    async with store.turn(1) as work:
        work.after, work.keep = newcomer(), [Kept(new_id(), "plan", 1.0, {})]
    other = await says(store, 2)
    run_sql(f"UPDATE kept SET person_id = '{other.id}'")  # noqa: S608 - a random id of our own
    with pytest.raises(TamperedError):
        await store.kept(other.id)


async def _fill(store: Store) -> str:
    for telegram_id in range(5):
        async with store.turn(telegram_id) as work:
            work.after = newcomer({"n": telegram_id})
            work.keep = [Kept(new_id(), "plan", 1.0, {"n": telegram_id})]
            work.park = [Parked(new_id(), 1.0, "KeyError", "message")]
    await store.set_meta("mine", "value")
    assert work.after is not None
    return work.after.id


async def test_rotation_seals_everything_anew(store: Store, open_another: Another) -> None:
    """After a rotation the new key alone opens everything, and the old one nothing."""
    last = await _fill(store)
    await store.close()
    both = open_another(KeyRing([NEW, OLD]))
    await both.open()
    assert await both.rotate() == 16
    assert await both.rotate() == 0
    await both.close()
    alone = open_another(KeyRing([NEW]))
    await alone.open()
    person = await look(alone, 4)
    assert person is not None
    assert (person.id, person.version, person.state) == (last, 1, {"n": 4})
    assert [one.body for one in await alone.kept(last)] == [{"n": 4}]
    assert len(await alone.parked()) == 5
    assert await alone.meta("mine") == "value"
    with pytest.raises(KeyRefusedError):
        await open_another(KeyRing([OLD])).open()


async def test_a_key_taken_away_too_early_is_noticed(store: Store, open_another: Another) -> None:
    """Before the rotation has ended, a start without the old key is refused."""
    await _fill(store)
    await store.close()
    both = open_another(KeyRing([NEW, OLD]))
    await both.open()
    await says(both, 9)
    await both.close()
    with pytest.raises(KeyRefusedError, match="keys rotate"):
        await open_another(KeyRing([NEW])).open()


async def test_people_are_found_while_keys_change(store: Store, open_another: Another) -> None:
    """Between the change of keys and the rotation nobody gets a second row."""
    before = await says(store, 1, state={"n": 1})
    await store.close()
    both = open_another(KeyRing([NEW, OLD]))
    await both.open()
    assert (await says(both, 1)).id == before.id
    turns = (says(both, 1, state={"n": n}) for n in range(20))
    await asyncio.gather(both.rotate(), *turns)
    person = await look(both, 1)
    assert person is not None
    assert (person.id, person.version, person.state) == (before.id, 22, {"n": 19})


async def test_replicas_with_differing_rings_meet(postgres_maker: Another) -> None:
    """While one replica has the new key first and another the old, a person gets one row."""
    one, other = postgres_maker(KeyRing([NEW, OLD])), postgres_maker(KeyRing([OLD, NEW]))
    await asyncio.gather(one.open(), other.open())
    for telegram_id in range(20):
        rows = await asyncio.gather(says(one, telegram_id), says(other, telegram_id))
        assert {row.id for row in rows} == {rows[0].id}
        assert sorted(row.version for row in rows) == [1, 2]
