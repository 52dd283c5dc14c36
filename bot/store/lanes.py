"""In the process's memory: one lane for each busy person, and the people seen of late."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.store.rows import Thawed


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Lanes:
    """Lets one turn of a person in at a time, in the order they came; idle lanes are dropped."""

    __slots__ = ("_lanes",)

    def __init__(self) -> None:
        self._lanes: dict[int, _Lane] = {}

    @asynccontextmanager
    async def alone(self, telegram_id: int) -> AsyncIterator[None]:
        """Wait until nobody else holds this person, and hold them."""
        lane = self._lanes.get(telegram_id)
        if lane is None:
            lane = self._lanes[telegram_id] = _Lane()
        lane.users += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[telegram_id]


class Cache:
    """The people seen last, at most `size`; written through, so it is never ahead of the disk."""

    __slots__ = ("_by_id", "_people", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._people: OrderedDict[int, Thawed] = OrderedDict()
        self._by_id: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._people)

    def get(self, telegram_id: int) -> Thawed | None:
        """Take a person from memory, if there."""
        found = self._people.get(telegram_id)
        if found is not None:
            self._people.move_to_end(telegram_id)
        return found

    def put(self, person: Thawed) -> None:
        """Remember a person as stored; the one not seen for longest makes room."""
        self.drop(person.telegram_id)
        self._people[person.telegram_id] = person
        self._by_id[person.id] = person.telegram_id
        if len(self._people) > self._size:
            _, oldest = self._people.popitem(last=False)
            del self._by_id[oldest.id]

    def drop(self, telegram_id: int) -> None:
        """Forget a person by Telegram id."""
        gone = self._people.pop(telegram_id, None)
        if gone is not None:
            del self._by_id[gone.id]

    def drop_row(self, person_id: str) -> None:
        """Forget a person by row id."""
        telegram_id = self._by_id.get(person_id)
        if telegram_id is not None:
            self.drop(telegram_id)

    def clear(self) -> None:
        """Forget everybody."""
        self._people.clear()
        self._by_id.clear()
