"""One turn, one transaction: what is written, what is not, and in which order."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.store import ConflictError, Kept, Parked, Store, UnavailableError, new_id
from tests.bot.store.people import look, newcomer, says

ADA, BOB = 111, -222


async def test_a_stranger_has_no_row(store: Store) -> None:
    """A first turn sees nobody and, setting nothing, writes nothing."""
    assert await look(store, ADA) is None
    assert await look(store, ADA) is None


async def test_what_is_written_is_read_by_another(
    store: Store, open_another: Callable[..., Store]
) -> None:
    """What a turn sets is on disk when its block is left: another store reads it."""
    await says(store, ADA, state={"step": 1, "пёс": [1, None]}, seen_at=5.0, deliver_after=7.5)
    other = open_another()
    await other.open()
    person = await look(other, ADA)
    assert person is not None
    assert person.state == {"step": 1, "пёс": [1, None]}
    assert (person.version, person.seen_at, person.deliver_after) == (1, 5.0, 7.5)


async def test_the_version_rises_by_one(store: Store) -> None:
    """Each turn that writes raises the version by one, whatever the caller put there."""
    versions = [(await says(store, ADA, version=77)).version for _ in range(3)]
    assert versions == [1, 2, 3]


async def test_a_failed_turn_writes_nothing(store: Store) -> None:
    """An exception inside goes through and leaves the person as before, in memory too."""
    await says(store, ADA, state={"list": [1]})

    async def fail() -> None:
        async with store.turn(ADA) as work:
            assert work.person is not None
            work.person.state["list"].append(2)
            work.after = replace(work.person, state={"list": [3]})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    person = await look(store, ADA)
    assert person is not None
    assert (person.state, person.version) == ({"list": [1]}, 1)


async def test_a_state_json_cannot_say_writes_nothing(store: Store) -> None:
    """A value JSON has no form for is refused, and the store goes on."""
    with pytest.raises(TypeError):
        await says(store, ADA, state={"bad": object()})
    assert await look(store, ADA) is None
    assert (await says(store, ADA)).version == 1


async def test_turns_of_one_person_are_in_order(store: Store) -> None:
    """Twenty turns at once of one person make one line of history."""

    async def add(number: int) -> None:
        async with store.turn(ADA) as work:
            person = work.person or newcomer({"seen": []})
            await asyncio.sleep(0)
            work.after = replace(person, state={"seen": [*person.state["seen"], number]})

    await asyncio.gather(*(add(number) for number in range(20)))
    person = await look(store, ADA)
    assert person is not None
    assert (person.state["seen"], person.version) == (list(range(20)), 20)


async def test_people_do_not_wait_for_each_other(store: Store) -> None:
    """While one person's turn stands still, another's goes through."""
    async with store.turn(ADA):
        assert (await says(store, BOB)).version == 1


async def test_one_bad_turn_does_not_spoil_the_batch(store: Store) -> None:
    """Of many turns committed together only the one that cannot be written fails."""
    twice = Kept(new_id(), "plan", 1.0, {})
    async with store.turn(ADA) as work:
        work.after, work.keep = newcomer(), [twice]

    async def one(telegram_id: int) -> None:
        async with store.turn(telegram_id) as work:
            work.after = newcomer()
            work.keep = [twice] if telegram_id == 5 else []

    results = await asyncio.gather(*(one(i) for i in range(10)), return_exceptions=True)
    assert [type(r) for i, r in enumerate(results) if i == 5] == [ConflictError]
    assert [r for i, r in enumerate(results) if i != 5] == [None] * 9
    assert [await look(store, i) is None for i in range(10)] == [i == 5 for i in range(10)]


async def test_a_row_keeps_its_id(store: Store) -> None:
    """Another id without an erasure, or the same after one, is the caller's mistake."""
    person = await says(store, ADA)
    with pytest.raises(ValueError, match="keeps its id"):
        await says(store, ADA, id=new_id())
    with pytest.raises(ValueError, match="keeps its id"):
        async with store.turn(ADA) as work:
            work.erase, work.after = True, person


async def test_what_is_kept_is_given_back(store: Store) -> None:
    """Kept things come back oldest first, and only to their person."""
    first, second = Kept(new_id(), "plan", 1.0, {"a": 1}), Kept(new_id(), "checkup", 2.0, {"b": []})
    async with store.turn(ADA) as work:
        work.after, work.keep = newcomer(), [second]
    async with store.turn(ADA) as work:
        assert work.person is not None
        work.keep = [first]
        ada = work.person
    bob = await says(store, BOB)
    assert await store.kept(ada.id) == [first, second]
    assert await store.kept(bob.id) == []


async def test_nothing_is_kept_for_nobody(store: Store) -> None:
    """A kept thing needs a row to belong to."""
    with pytest.raises(ValueError, match="without a row"):
        async with store.turn(ADA) as work:
            work.keep = [Kept(new_id(), "plan", 1.0, {})]


async def test_a_stranger_s_update_can_be_parked(store: Store) -> None:
    """An update that failed is parked even for a person without a row."""
    parked = Parked(new_id(), 3.0, "KeyError", "message")
    async with store.turn(ADA) as work:
        work.park = [parked]
    assert await store.parked() == [parked]
    assert await look(store, ADA) is None


async def test_of_an_update_parked_whole_only_the_kind_is_told(store: Store) -> None:
    """An older version kept all of it: nothing of its words comes out any more."""
    whole: Any = {"update_id": 1, "message": {"text": "canary"}}
    await store.park(ADA, Parked(new_id(), 3.0, "KeyError", whole))
    assert [one.kind for one in await store.parked()] == ["message"]


async def test_erasing_leaves_nothing_of_the_person(store: Store) -> None:
    """Erasing takes the row, what is kept and what is parked; others stay."""
    kept = Kept(new_id(), "plan", 1.0, {})
    for telegram_id, keep in ((ADA, [kept]), (BOB, [])):
        async with store.turn(telegram_id) as work:
            work.after, work.keep = newcomer(), keep
            work.park = [Parked(new_id(), float(telegram_id), "KeyError", "message")]
    async with store.turn(ADA) as work:
        work.erase = True
        assert work.person is not None
        ada = work.person
    assert await look(store, ADA) is None
    assert await store.kept(ada.id) == []
    assert [one.at for one in await store.parked()] == [float(BOB)]
    assert await look(store, BOB) is not None


async def test_a_farewell_is_a_fresh_row(store: Store) -> None:
    """After an erasure the same person may get a new row under a new id, version 1."""
    before = await says(store, ADA, state={"old": 1})
    async with store.turn(ADA) as work:
        work.erase, work.after = True, newcomer({"bye": 1}, deliver_after=1.0)
    after = await look(store, ADA)
    assert after is not None
    assert (after.id != before.id, after.version, after.state) == (True, 1, {"bye": 1})


async def test_a_cancelled_turn_keeps_its_place(store: Store) -> None:
    """A turn cancelled while it commits is wholly there or wholly not, and the next one works."""
    await says(store, ADA, state={"n": 0})
    task = asyncio.create_task(says(store, ADA, state={"n": 1}))
    for _ in range(4):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    person = await look(store, ADA)
    assert person is not None
    assert (person.state["n"], person.version) in ((0, 1), (1, 2))
    assert (await says(store, ADA)).version == person.version + 1


async def test_two_stores_never_write_over_each_other(
    store: Store, open_another: Callable[..., Store]
) -> None:
    """A hundred turns from two writers: each either counts once or is refused by name."""
    other = open_another()
    await other.open()
    refused = 0

    async def add(where: Store) -> None:
        nonlocal refused
        try:
            async with where.turn(ADA) as work:
                person = work.person or newcomer({"n": 0})
                work.after = replace(person, state={"n": person.state["n"] + 1})
        except ConflictError:
            refused += 1

    await asyncio.gather(*(add(where) for _ in range(50) for where in (store, other)))
    fresh = open_another()
    await fresh.open()
    person = await look(fresh, ADA)
    assert person is not None
    assert person.state["n"] == person.version == 100 - refused
    assert person.version >= 1


async def test_a_closed_store_says_so(store: Store) -> None:
    """A store that was closed takes no turn quietly."""
    await says(store, ADA)
    await store.close()
    with pytest.raises(UnavailableError):
        await says(store, ADA)
