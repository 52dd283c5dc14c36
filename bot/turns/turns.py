"""The use case: one update, one transaction, and only then anything that leaves the house."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final, Protocol, TypeVar

import structlog

from bot.chat.effects import HUSHED, erased, hushed
from bot.chat.handing import handed_back
from bot.chat.landing import Landing, language_of
from bot.chat.settling import unreachable
from bot.clock import Clock
from bot.intake.updates import Incoming
from bot.logs import Names
from bot.people.person import Record
from bot.people.records import Records
from bot.screen.screen import Screen
from bot.store import Work
from bot.turns.keeping import kept
from bot.turns.patience import patience
from flows.taking.reminded import MARK
from flows.values.session import Conversation, Held
from flows.values.talk import (
    ENDINGS,
    Card,
    Message,
    Paragraph,
    Reminded,
    Said,
    Say,
    Tap,
    Text,
    Turn,
    Value,
)

log = structlog.get_logger("bot.turns.turns")

LONGEST: Final = 10.0
"""Seconds of computing after which a turn is given up."""

DOUBLE: Final = 2.0
"""Seconds within which the same tap again is one tap of a trembling finger."""


Done = TypeVar("Done")


class Dialogue(Protocol):
    """What the bot needs of the dialogue's engine."""

    def begin(self, tag: str, **known: Held) -> Conversation:
        """Begin a conversation with somebody new."""
        ...

    def take(self, talk: Conversation, said: Said, now: datetime) -> Turn:
        """Take one thing said."""
        ...

    def face(self, talk: Conversation, now: datetime) -> Card | None:
        """Give the card in front again."""
        ...

    def notice(self, name: str, /, **values: Value) -> Message:
        """Give a standard text."""
        ...

    def remind(self, talk: Conversation, now: datetime, until: datetime) -> Reminded:
        """Give out what is due, if something is, to somebody whose words are kept until then."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A committed turn: whose query is to be answered, and with which words."""

    chat: int
    query: str = ""
    toast: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What a turn is taken with; `known` gives what is known of a newcomer by their language."""

    records: Records
    engine: Dialogue
    screen: Screen
    clock: Clock
    known: Callable[[str], Mapping[str, Held]]
    names: Names = field(default_factory=Names)

    async def about(self, chat: int, doing: Callable[[], Awaitable[Done]]) -> Done:
        """Do something for one person: all log lines of it carry the person's name for the day."""
        with self.names.about(chat, self.clock.now().date()):
            return await doing()


class Turns:
    """Takes updates, each in its own transaction."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def take(self, came: Incoming) -> Taken:
        """Take one update; when this returns, all of it is on disk. StoreError: ask again."""
        async with self._house.records.store.turn(came.person) as work:
            now = self._house.clock.now().timestamp()
            record = self._house.records.read(work.person) or self._newcomer(came, now)
            if came.update in record.updates:
                return Taken(came.person, came.query, repeated=True)
            with patience(LONGEST):
                after, toast = self._taken(record.met(came.update), came, work, now)
            if after is not None:
                self._house.records.write(work, after.pruned(now), now)
        return Taken(came.person, came.query, toast)

    def newcomer(self, came: Incoming, record: Record) -> Record:
        """Begin a conversation for a record that has none."""
        known = self._house.known(came.language)
        return replace(record, talk=self._house.engine.begin(token_hex(2), **known))

    def _newcomer(self, came: Incoming, now: float) -> Record:
        return Record(chat=came.person, bot=self._house.records.bot, since=now)

    def _taken(
        self, record: Record, came: Incoming, work: Work, now: float
    ) -> tuple[Record | None, str]:
        if not came.reachable or (came.said is None and not came.refused):
            return self._shut_or_opened(record, came, work)
        if came.album and came.album == record.album:
            return record, ""
        if record.talk is None:  # a farewell waits to be sent; whoever writes now is new
            record = self.newcomer(came, replace(record, since=now, farewell=False))
        record = replace(record, reachable=True, album=came.album)
        said = came.said
        if said is None and record.talk and record.talk.front:
            landing = Landing(self._house.screen, language_of(record), now)
            return self.told(landing.seen(record, came), came, "unsupported", now), ""
        # What can't be read opens, where nothing is open, what any words do. What they say may
        # settle or stop what was about to come.
        said = said or Text("", came.message)
        return self._said(handed_back(record), came, said, work, now)

    def _said(
        self, record: Record, came: Incoming, said: Said, work: Work, now: float
    ) -> tuple[Record | None, str]:
        if record.talk is None:
            raise ValueError("nobody to talk to")
        if _repeats(record, said, now):
            return record, ""
        turn = self._house.engine.take(record.talk, said, _moment(came, now))
        landing = Landing(self._house.screen, language_of(replace(record, talk=turn.talk)), now)
        toast = landing.screen.toast(turn.toast, landing.language) if turn.toast else ""
        if turn.stale:
            if work.person is None and turn.card is None:
                return None, toast  # a button of somebody who is gone: nothing is stored
            return self._stale(landing, record, came, turn), toast
        if isinstance(said, Tap):
            record = replace(record, tapped=(_name(said), now))
        record = landing.seen(record, came)
        ending = next((e.name for e in turn.effects if e.name in ENDINGS), None)
        if ending:
            work.erase = True
            record, told = self._gone(record, turn.says, ENDINGS[ending], landing)
            return record, told or toast
        record = landing.turn(record, came, turn)
        work.keep += [kept(each, turn, landing) for each in turn.effects if each.name == "keep"]
        return record, toast

    def _gone(
        self, record: Record, says: Sequence[Say], notice: str, landing: Landing
    ) -> tuple[Record, str]:
        """Say goodbye; where others see the phone, only a toast tells what has been done."""
        told = self._house.engine.notice(notice)
        if not record.quiet:
            return erased(record, says or (Say((Paragraph(told),)),), landing), ""
        last = Say((Paragraph(self._house.engine.notice(HUSHED)),))
        return hushed(record, says, last, landing), landing.screen.toast(told, landing.language)

    def _stale(self, landing: Landing, record: Record, came: Incoming, turn: Turn) -> Record:
        if _again(record, came.said, landing.now):
            return record
        return landing.stale(record, came, turn.card)

    def told(self, record: Record, came: Incoming, notice: str, now: float) -> Record:
        """Show the card in front again with a standard text on top."""
        if record.talk is None:
            return record
        card = self._house.engine.face(record.talk, datetime.fromtimestamp(now, UTC))
        says = Paragraph(self._house.engine.notice(notice))
        return Landing(self._house.screen, language_of(record), now).again(record, came, card, says)

    def _shut_or_opened(
        self, record: Record, came: Incoming, work: Work
    ) -> tuple[Record | None, str]:
        if work.person is None:
            return None, ""  # nobody known: nothing is stored
        if came.reachable:
            return replace(record, reachable=True), ""
        return unreachable(record), ""


def _name(said: Said | None) -> str:
    return f"{said.tag}.{said.turn}.{said.choice}" if isinstance(said, Tap) else ""


def _again(record: Record, said: Said | None, now: float) -> bool:
    tapped, at = record.tapped
    return bool(tapped) and _name(said) == tapped and now - at < DOUBLE


def _repeats(record: Record, said: Said, now: float) -> bool:
    """Tell whether a reminder's button was tapped twice: it is good twice, but meant once."""
    return isinstance(said, Tap) and said.choice.startswith(MARK) and _again(record, said, now)


def _moment(came: Incoming, now: float) -> datetime:
    """Give the moment a thing was said: what is typed counts from when it was sent."""
    if isinstance(came.said, Text) and came.date is not None:
        return came.date
    return datetime.fromtimestamp(now, UTC)
