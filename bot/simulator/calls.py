"""The log of what the bot did: every call, and counts per chat."""

from collections import Counter, deque
from dataclasses import dataclass

from bot.simulator.clock import Clock
from bot.simulator.errors import Json

KEPT = 20_000
TWIN_SECONDS = 600


@dataclass(slots=True, frozen=True)
class Call:
    """One call; status 0 means that the connection was closed without an answer.

    `accepted` is whether the call took effect, which a dropped answer does not show.
    """

    number: int
    method: str
    chat: int | None
    parameters: Json
    status: int
    accepted: bool
    description: str
    at: float


class Calls:
    """Remember the last calls and count all of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.log: deque[Call] = deque(maxlen=KEPT)
        self.count = 0
        self.statuses: Counter[int] = Counter()
        self.methods: Counter[str] = Counter()
        self.chats: dict[int, Counter[str]] = {}
        self._sent: dict[int, tuple[int, dict[int, float]]] = {}

    def record(
        self, method: str, chat: int | None, parameters: Json, outcome: tuple[int, bool, str]
    ) -> None:
        """Write down a call; the outcome is (status, accepted, description)."""
        status, accepted, description = outcome
        self.count += 1
        self.statuses[status] += 1
        self.methods[method] += 1
        if method.lower() == "getupdates" and accepted:
            return  # polling would push everything else out of the log
        at = self._clock.timestamp()
        self.log.append(
            Call(self.count, method, chat, parameters, status, accepted, description, at)
        )

    def counted(self, chat: int, what: str) -> None:
        """Count one message sent, edit or deletion in a chat."""
        self.chats.setdefault(chat, Counter())[what] += 1

    def sent(self, chat: int, heard: int, digest: int) -> None:
        """Count a sent message, and whether it is a twin.

        A twin has the same content as another message sent within ten minutes with nothing done
        by the person in between.
        """
        self.counted(chat, "sent")
        then, digests = self._sent.get(chat, (heard, {}))
        if then != heard:
            digests = {}
        now = self._clock.timestamp()
        if now - digests.get(digest, -TWIN_SECONDS) < TWIN_SECONDS:
            self.counted(chat, "twins")
        digests[digest] = now
        self._sent[chat] = (heard, digests)
