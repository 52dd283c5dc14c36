"""What the bot keeps of one person between two turns; `recording` writes it as JSON and back.

Beside the conversation that is: what is still to be sent, which messages stand in the chat (ids
only), which of them is the open card, and the ids of the last updates. All of it lies in one
blob, so a turn is one row.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal

from flows.values.session import Conversation

MEMORY: Final = 64
"""How many update ids are remembered."""

DELETABLE: Final = timedelta(hours=48).total_seconds()
"""How long Telegram lets a bot delete a message."""

MARGIN: Final = 60.0
"""Seconds before that at which it is no longer tried."""

MOST_OLD: Final = 500
"""How many of the bot's own messages are known beyond that time; the oldest are forgotten."""

Role = Literal["card", "past", "recap", "keep", "file", "notice", "reminder", "theirs"]
Kind = Literal[
    "card",
    "say",
    "recap",
    "unrecap",
    "strip",
    "remove",
    "clear",
    "reminder",
    "pdf",
    "chart",
    "kept",
]
Over = Literal["same", "flow", "any"]
ONCE: Final[frozenset[Kind]] = frozenset({"reminder", "pdf", "chart"})
"""What goes at most once: better not at all than twice."""

PAPERS: Final[frozenset[Kind]] = frozenset({"pdf", "chart", "kept"})
"""What is made beside the chat; a kept plan becomes messages once it was looked up."""

Undo = tuple[str, int, str]
"""How a reminder stood before it was given out: its day, how often given, the last day used."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message known to stand in the chat; a `past` card is one that lost its buttons.

    What the bot sent is known until the person is gone: it may be edited for ever.
    """

    message: int
    role: Role
    key: str
    at: float

    def deletable(self, now: float) -> bool:
        """Tell whether Telegram still lets it be deleted."""
        return now - self.at < DELETABLE - MARGIN


@dataclass(frozen=True, slots=True)
class Open:
    """The card that takes taps now: its `flow/step`, its message, and what it shows.

    Telegram never changes whether a message is protected, so a card that differs in `protect` can't
    take its place.
    """

    key: str
    message: int
    face: str
    keep: bool = False
    protect: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One thing still to be sent. Where it lands is looked up when it is sent, not before.

    `due` is the epoch second before which it waits. `over` says which open card this one may
    replace in place: one of the same step, one of the same flow, or any; never one that stands
    above the message `below`. `message` is what strip and remove act on, and up to where clear
    does; a strip with a text puts it in the place of what stood there. A text that is not `marked`
    goes as plain words, after Telegram could not read its HTML.

    What goes at most once notes its `attempt` before the call, by a word that only the process
    which makes it knows. A reminder goes until `not_after` and not later; `key` is its name, and
    `undo` how it stood before.
    """

    id: int
    kind: Kind
    due: float
    key: str = ""
    text: str = ""
    keyboard: tuple[tuple[tuple[str, str], ...], ...] = ()
    face: str = ""
    over: Over = "same"
    below: int = 0
    message: int = 0
    keep: bool = False
    urgent: bool = False
    protect: bool = True
    silent: bool = False
    marked: bool = True
    tries: int = 0
    not_after: float | None = None
    attempt: str = ""
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One person as the bot knows them; `talk` is None after an erasure, until they write again.

    `since` is when this record was made, `album` the last group of pictures answered, `tapped` the
    last button taken and when, `away` the outage after which the card was last offered again. A
    `farewell` is gone once it is sent. Until `hold` Telegram wants nothing sent to this chat.
    """

    chat: int
    bot: int
    since: float
    talk: Conversation | None = None
    rows: tuple[Row, ...] = ()
    shown: tuple[Shown, ...] = ()
    open: Open | None = None
    updates: tuple[int, ...] = ()
    last_row: int = 0
    album: str = ""
    tapped: tuple[str, float] = ("", 0.0)
    away: float = 0.0
    reachable: bool = True
    farewell: bool = False
    hold: float = 0.0

    @property
    def quiet(self) -> bool:
        """Tell whether others may see this phone."""
        return self.talk is not None and self.talk.known.get("quiet") == "yes"

    @property
    def consented(self) -> bool:
        """Tell whether more than the provisional record may be kept."""
        return self.talk is not None and bool(self.talk.known.get("consent"))

    @property
    def deliver_after(self) -> float | None:
        """The moment from which there is something to send, as epoch seconds."""
        papers = (self._from(row) for row in self.rows if row.kind in PAPERS)
        first = () if self.next_due is None else (self.next_due,)
        return min((*first, *papers), default=None)

    @property
    def next_due(self) -> float | None:
        """The same, but for files.

        Rows go in their order, so the first speaks for those behind it; an urgent one for itself.
        """
        return min((self._from(row) for row in self._letters[:1] + self.urgent), default=None)

    @property
    def _letters(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind not in PAPERS)

    @property
    def urgent(self) -> tuple[Row, ...]:
        """What waits for nothing."""
        return tuple(row for row in self.rows if row.urgent)

    def next_row(self, now: float) -> Row | None:
        """Choose what to send now: what is urgent, else the first in order, if it is due."""
        first = self.urgent + self._letters[:1]
        return next((row for row in first if self._from(row) <= now), None)

    def next_paper(self, now: float) -> Row | None:
        """Choose the file to make and send now; files wait for each other and for nothing else."""
        papers = (row for row in self.rows if row.kind in PAPERS)
        return next((row for row in papers if self._from(row) <= now), None)

    def _from(self, row: Row) -> float:
        """Give the moment from which a row may go; what is urgent may be refused once more."""
        return row.due if row.urgent else max(row.due, self.hold)

    def met(self, update: int) -> "Record":
        """Remember an update as taken."""
        return replace(self, updates=(*self.updates, update)[-MEMORY:])

    def seeing(self, *shown: Shown) -> "Record":
        """Note messages in the chat, in their order; one known already is known anew."""
        known = {one.message: one for one in (*self.shown, *shown)}
        return replace(self, shown=tuple(known[message] for message in sorted(known)))

    def without(self, *messages: int) -> "Record":
        """Forget messages; the open card too, if it is one of them."""
        if not messages:
            return self
        left = tuple(one for one in self.shown if one.message not in messages)
        gone = self.open is not None and self.open.message in messages
        return replace(self, shown=left, open=None if gone else self.open)

    def showing(self, key: str, *roles: Role) -> Shown | None:
        """Find the newest message of a step that has one of these roles."""
        return next((s for s in reversed(self.shown) if s.key == key and s.role in roles), None)

    def pruned(self, now: float) -> "Record":
        """Forget what nobody can change any more: their old messages, and far too many of ours."""
        old = [one for one in self.shown if not one.deletable(now)]
        still = self.open.message if self.open else 0
        ours = [one.message for one in old if one.role != "theirs" and one.message != still]
        theirs = [one.message for one in old if one.role == "theirs"]
        return self.without(*theirs, *ours[:-MOST_OLD])
