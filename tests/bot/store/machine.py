"""The store beside a plain dictionary: whatever is done to both, they must agree."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from secrets import token_bytes
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import ConflictError, Kept, KeyRing, Person, Store, new_id, open_store
from tests.bot.store.people import look, newcomer
from tests.databases import Database

people = st.integers(1, 4)
moments = st.floats(0, 100, width=16)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@dataclass
class Known:
    """What the model knows of one person."""

    person: Person
    kept: list[Kept] = field(default_factory=list)


class StoreMachine(RuleBasedStateMachine):
    """Turns, failures, erasures, restarts and changes of keys, in any order."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.runner = asyncio.Runner()
        self.known: dict[int, Known] = {}
        self.notes: dict[str, str] = {}
        self.now = 0.0
        self.key = token_bytes(32)
        self.store: Store | None = None

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something on the machine's own loop."""
        return self.runner.run(work)

    def opened(self, *keys: bytes) -> Store:
        """Open one more store on the database."""
        store = open_store(self.database.url, KeyRing(keys or [self.key]))
        self.run(store.open())
        return store

    @property
    def at(self) -> Store:
        """The store under test."""
        assert self.store is not None
        return self.store

    @initialize()
    def begin(self) -> None:
        """Start on an empty database."""
        if self.database.file is not None:
            for file in self.database.file.parent.glob(self.database.file.name + "*"):
                file.unlink()
        else:
            self.run(self._empty())
        self.store = self.opened()

    async def _empty(self) -> None:
        engine = create_async_engine(self.database.url)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            await connection.exec_driver_sql("CREATE SCHEMA public")
        await engine.dispose()

    def teardown(self) -> None:
        """Let everything go."""
        if self.store is not None:
            self.run(self.store.close())
        self.runner.close()

    @rule(who=people, value=values, due=st.none() | moments, lasts=moments, keeps=st.booleans())
    def take_a_turn(
        self, who: int, value: Any, due: float | None, lasts: float, *, keeps: bool
    ) -> None:
        """Somebody does something, and perhaps keeps a plan."""
        fields: dict[str, Any] = {"state": {"v": value}, "deliver_after": due}
        fields |= {"seen_at": self.now, "expires_at": self.now + 1 + lasts}
        plan = Kept(new_id(), "plan", self.now, {"v": value})

        async def turn() -> Person | None:
            async with self.at.turn(who) as work:
                work.after = replace(work.person or newcomer(), **fields)
                work.keep = [plan] if keeps else []
            return work.after

        person = self.run(turn())
        kept = self.known[who].kept if who in self.known else []
        assert person.version == (self.known[who].person.version + 1 if who in self.known else 1)
        self.known[who] = Known(person, [*kept, plan] if keeps else kept)

    @rule(who=people, erases=st.booleans())
    def fail(self, who: int, *, erases: bool) -> None:
        """Fail half-way through a turn: nothing of it stays."""

        async def turn() -> None:
            async with self.at.turn(who) as work:
                work.erase = erases
                work.after = newcomer({"never": 1})
                raise KeyError(who)

        try:
            self.run(turn())
        except KeyError:
            return
        raise AssertionError("the failure was swallowed")

    @rule(who=people, farewell=st.booleans())
    def erase(self, who: int, *, farewell: bool) -> None:
        """Somebody is erased, with or without a farewell."""
        last = newcomer({"bye": 1}, deliver_after=self.now)

        async def turn() -> None:
            async with self.at.turn(who) as work:
                work.erase, work.after = True, last if farewell else None

        self.run(turn())
        self.known.pop(who, None)
        if farewell:
            self.known[who] = Known(replace(last, version=1))

    @rule(step=moments)
    def time_passes(self, step: float) -> None:
        """Time passes, and what has run out goes."""
        self.now += step
        gone = [who for who, one in self.known.items() if one.person.expires_at <= self.now]
        assert self.run(self.at.expire(self.now)) == len(gone)
        for who in gone:
            del self.known[who]

    @rule()
    def restart(self) -> None:
        """Stop the process and start it again."""
        self.run(self.at.close())
        self.store = self.opened()

    @rule()
    def change_the_key(self) -> None:
        """Put a new key first, seal everything anew, and take the old one away."""
        self.run(self.at.close())
        old, self.key = self.key, token_bytes(32)
        between = self.opened(self.key, old)
        self.run(between.rotate())
        self.run(between.close())
        self.store = self.opened()

    @rule(key=st.sampled_from("ab"), value=st.text(max_size=5))
    def note(self, key: str, value: str) -> None:
        """Write a value of the bot's own."""
        self.run(self.at.set_meta(key, value))
        self.notes[key] = value

    @rule(who=people, turns=st.integers(2, 8))
    def two_writers(self, who: int, turns: int) -> None:
        """Two stores write the same person at once: each turn counts once or is refused."""
        other = self.opened()

        async def add(store: Store) -> bool:
            try:
                async with store.turn(who) as work:
                    work.after = replace(work.person or newcomer(), state={"both": 1})
            except ConflictError:
                return False
            return True

        async def both() -> list[bool]:
            return await asyncio.gather(*(add(s) for _ in range(turns) for s in (self.at, other)))

        counted = sum(self.run(both()))
        assert counted >= 1
        self.run(other.close())
        self.restart()
        before = self.known.pop(who, None)
        person = self.run(look(self.at, who))
        assert person.version == counted + (before.person.version if before else 0)
        assert before is None or person.id == before.person.id
        self.known[who] = Known(person, before.kept if before else [])

    @invariant()
    def they_agree(self) -> None:
        """Every person, every kept thing, every due time and note is as the model says."""
        if self.store is not None:
            self.run(self._compare(self.store))

    async def _compare(self, store: Store) -> None:
        for who in range(1, 5):
            known = self.known.get(who)
            assert await look(store, who) == (known.person if known else None)
            if known:
                kept = sorted(known.kept, key=lambda one: (one.at, one.id))
                assert await store.kept(known.person.id) == kept
        due = [one.person for one in self.known.values() if one.person.deliver_after is not None]
        times = [one.deliver_after for one in due if one.deliver_after is not None]
        assert await store.next_due() == min(times, default=None)
        late = {one.id for one in await store.due(1e6, 10)}
        assert late == {one.id for one in due}
        assert {key: await store.meta(key) for key in self.notes} == self.notes
