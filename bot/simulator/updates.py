"""The queue of updates: kept until confirmed, dropped when too old, asked for one at a time."""

import asyncio
from dataclasses import dataclass

from bot.simulator.clock import Clock
from bot.simulator.errors import Json, conflict
from bot.simulator.store import Store

DAY = 86_400
RETENTION = {"callback_query": 150, "inline_query": 30}  # seconds; everything else lives a day
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
MAX_LIMIT = 100
MAX_TIMEOUT = 50
OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
Queue = tuple[str, int]


@dataclass(slots=True)
class Waiting:
    """An update that the bot has not confirmed."""

    update: Json
    expires: float
    queue: Queue

    @property
    def id(self) -> int:
        """Return its update_id."""
        number: int = self.update["update_id"]
        return number


class Updates:
    """Keep updates in order, for polling and for the webhook."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._poller: asyncio.Future[None] | None = None
        self._closed = False
        settings = store.load("updates")
        self.last_id: int = settings.get("last", 100_000)
        self.allowed: list[str] = settings.get("allowed", [])
        rows = sorted(store.load("update").items(), key=lambda row: int(row[0]))
        self.waiting = {
            int(key): Waiting(row["update"], row["expires"], (row["queue"][0], row["queue"][1]))
            for key, row in rows
        }
        self.queues: dict[Queue, dict[int, Waiting]] = {}
        for waiting in self.waiting.values():
            self.queues.setdefault(waiting.queue, {})[waiting.id] = waiting

    def add(self, kind: str, body: Json, date: float | None = None) -> int | None:
        """Queue an update; return its id, or None if the bot did not allow its kind.

        A message lives 24 hours from its date, a button tap 150 seconds.
        """
        if not self.wanted(kind):
            return None
        self.last_id += 1
        born = self._clock.timestamp() if date is None else date
        waiting = Waiting(
            {"update_id": self.last_id, kind: body},
            born + RETENTION.get(kind, DAY),
            _queue(kind, body, self.last_id),
        )
        self.waiting[self.last_id] = waiting
        self.queues.setdefault(waiting.queue, {})[self.last_id] = waiting
        self._store.put("update", self.last_id, waiting)
        self._store.put("updates", "last", self.last_id)
        self._wake()
        return self.last_id

    def wanted(self, kind: str) -> bool:
        """Return whether the bot's allowed_updates let this kind through."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str]) -> None:
        """Remember allowed_updates for everything that comes from now on."""
        self.allowed = kinds
        self._store.put("updates", "allowed", kinds)

    def restart_ids(self, last: int) -> None:
        """Go on counting from another number, as Telegram does after a quiet week."""
        self.last_id = last
        self._store.put("updates", "last", last)

    def done(self, update_id: int) -> None:
        """Forget one update."""
        waiting = self.waiting.pop(update_id, None)
        if waiting is None:
            return
        self._store.drop("update", update_id)
        queue = self.queues[waiting.queue]
        del queue[update_id]
        if not queue:
            del self.queues[waiting.queue]

    def clear(self) -> None:
        """Forget everything that waits."""
        for update_id in tuple(self.waiting):
            self.done(update_id)

    def next(self, limit: int) -> list[Waiting]:
        """Return the first that wait, dropping those too old."""
        return self._fresh(self.waiting, limit)

    def head(self, queue: Queue) -> Waiting | None:
        """Return the first that waits in a queue."""
        return next(iter(self._fresh(self.queues.get(queue, {}), 1)), None)

    def pending(self) -> int:
        """Return how many wait."""
        return len(self._fresh(self.waiting, len(self.waiting)))

    def confirm(self, offset: int) -> None:
        """Forget everything below an offset; a negative one keeps only that many of the last."""
        ids = list(self.waiting)
        for update_id in ids[:offset] if offset < 0 else [i for i in ids if i < offset]:
            self.done(update_id)

    def _fresh(self, among: dict[int, Waiting], limit: int) -> list[Waiting]:
        now = self._clock.timestamp()
        fresh: list[Waiting] = []
        for waiting in tuple(among.values()):
            if len(fresh) == limit:
                break
            if waiting.expires <= now:
                self.done(waiting.id)
            else:
                fresh.append(waiting)
        return fresh

    async def get(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's own parameter
        """Return the next updates, waiting for the first; end any older request that waits."""
        self._end_older()
        self.confirm(offset)
        limit = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        loop = asyncio.get_running_loop()
        until = loop.time() + min(max(timeout, 0), MAX_TIMEOUT)
        while not (fresh := self.next(limit)):
            left = until - loop.time()
            if left <= 0 or self._closed:
                return []
            await self._sleep(left)
        return [waiting.update for waiting in fresh]

    async def _sleep(self, seconds: float) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = mine
        try:
            await asyncio.wait((mine,), timeout=seconds)
        finally:
            if self._poller is mine:
                self._poller = None
        if mine.done():
            mine.result()  # raises the conflict when another request took over

    def _end_older(self) -> None:
        older, self._poller = self._poller, None
        if older is not None and not older.done():
            older.set_exception(conflict(OTHER_POLLER))

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def close(self) -> None:
        """Let go whoever waits."""
        self._closed = True
        self._wake()


def _queue(kind: str, body: Json, update_id: int) -> Queue:
    """Messages wait behind others of their chat, taps behind others of their person."""
    if "chat" in body:
        return "chat", body["chat"]["id"]
    if "from" in body:
        return "user", body["from"]["id"]
    return kind, update_id
