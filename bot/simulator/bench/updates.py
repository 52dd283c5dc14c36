"""A simulator that can send an update a second time, as Telegram does after a lost answer."""

from collections import deque
from pathlib import Path
from typing import Final

from bot.simulator.clock import Clock
from bot.simulator.errors import Impossible, Json
from bot.simulator.people import People
from bot.simulator.simulator import Simulator
from bot.simulator.store import Store
from bot.simulator.updates import DAY, Updates, Waiting
from bot.simulator.webhook import Webhook

REMEMBERED: Final = 500


class Remembering(Updates):
    """The queue of updates, and the last of those that have left it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__(store, clock)
        self._recent: deque[Waiting] = deque(maxlen=REMEMBERED)
        self._again: set[int] = set()

    def add(self, kind: str, body: Json, date: float | None = None) -> int | None:
        """Queue an update, and remember it."""
        number = super().add(kind, body, date)
        if number is not None:
            self._recent.append(self.waiting[number])
        return number

    def resend(self, who: int) -> int:
        """Queue the last update of a person since this start once more; return its old id."""
        for old in reversed(self._recent):
            if _sender(old.update) == who:
                fresh = Waiting(old.update, self._clock.timestamp() + DAY, old.queue)
                self.waiting[old.id] = fresh
                self.queues.setdefault(fresh.queue, {})[old.id] = fresh
                self._again.add(old.id)
                self._wake()
                return old.id
        raise Impossible("nothing was done here since this start, so there is nothing to resend")

    def next(self, limit: int) -> list[Waiting]:
        """Return the first that wait; what is sent again counts as sent."""
        found = super().next(limit)
        self._again -= {each.id for each in found}
        return found

    def done(self, update_id: int) -> None:
        """Forget an update; a poller that is past its number does not end one sent again."""
        if update_id not in self._again:
            super().done(update_id)


class BenchSimulator(Simulator):
    """A simulator whose updates can be sent again."""

    def __init__(self, token: str, folder: Path) -> None:
        super().__init__(token, folder=folder)
        self.remembered = Remembering(self.store, self.clock)
        self.updates = self.remembered
        self.webhook = Webhook(self.updates, self.store, self.clock)
        self.people = People(self.state, self.updates, self.webhook)


def _sender(update: Json) -> int | None:
    bodies = (body for body in update.values() if isinstance(body, dict))
    return next((body.get("from", {}).get("id") for body in bodies), None)
