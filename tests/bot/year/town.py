"""The bot of the simulated year: its real parts on a real database, killed and begun again."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.outbox.pace import UNPACED
from bot.people.person import Record
from bot.settings.settings import read
from flows.engine import Engine
from flows.load import load_library
from flows.place.front import Front
from flows.taking.reminders import settled
from flows.values.session import Conversation
from flows.values.talk import Reminded
from flows.values.words import Words
from tests.bot.edge import TOKEN
from tests.bot.year.telegram import Chat, Wire


class Travelling(Clock):
    """Runs as real clocks do, and can be moved."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._offset = start - self.now()

    def move(self, to: datetime) -> None:
        """Travel to a moment."""
        self._offset += to - self.now()

    def rest(self, until: datetime) -> None:
        """Travel there if it is still to come."""
        if until > self.now():
            self.move(until)


class Counting(Engine):
    """The dialogue as it is, counting how often it gave a reminder out."""

    claims = 0

    def remind(self, talk: Conversation, now: datetime, until: datetime) -> Reminded:
        """Give out what is due, and count it."""
        given = super().remind(talk, now, until)
        self.claims += given.card is not None
        return given


@dataclass
class Town:
    """One bot after the other on one database; `doubt` counts the sends that kills have hit."""

    wire: Wire
    database: str
    clock: Travelling
    engine: Counting
    late: int = 0
    doubt: int = 0
    updates: int = 0
    up_since: datetime = field(init=False)
    app: App = field(init=False)

    async def begin(self) -> None:
        """Start a bot and let it send what an earlier one left."""
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": self.wire.url,
            "DATABASE_URL": self.database,
            "CHECKUP_KEYS": "A" * 43 + "=",
        }
        self.app = App(read(settings), self.clock, self.engine, UNPACED)
        await self.app.store.open()
        await self.app._bot.initialize()
        await self.app.outbox.start()
        self.up_since = self.clock.now()
        await self.idle()

    async def kill(self) -> None:
        """End the bot wherever it is, as far as that can be done within one process."""
        outbox = self.app.outbox
        tasks = [lane.task for lane in outbox._lanes.values() if lane.task]
        tasks += [outbox._sweeping] if outbox._sweeping else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.late += outbox.counts["late"]
        for person in await self.app.store.due(self.clock.now().timestamp() + 1e9, 100_000):
            self.doubt += sum(bool(row.get("attempt")) for row in person.state["rows"])
        await self.app._bot.shutdown()
        await self.app.store.close()

    async def idle(self) -> None:
        """Wait until nothing is left to send."""
        while True:
            while tasks := [one.task for one in self.app.outbox._lanes.values() if one.task]:
                await asyncio.wait(tasks)
            due = await self.app.store.due(self.clock.now().timestamp(), 1000)
            if not due:
                return
            for person in due:
                self.app.outbox.wake(person.state["chat"])
            await asyncio.sleep(0)

    async def tap(self, who: int, message: int, label: str) -> None:
        """Let a person tap a button, if it is still there."""
        data = self.wire.chats[who].buttons.get(message, {}).get(label)
        if data is not None:
            body = {"message_id": message, "date": 0, "chat": {"id": who, "type": "private"}}
            query = {"id": "1", "from": {"id": who}, "message": body, "data": data}
            await self._heard(who, {"callback_query": query})

    async def find(self, who: int, label: str) -> None:
        """Let a person tap the newest button with this label."""
        buttons = self.wire.chats[who].buttons
        message = next((n for n in sorted(buttons, reverse=True) if label in buttons[n]), None)
        if message is not None:
            await self.tap(who, message, label)

    async def say(self, who: int, text: str) -> None:
        """Let a person type something."""
        chat = {"id": who, "type": "private"}
        number = self.wire._next()
        moment = int(self.clock.now().timestamp())
        body = {
            "message_id": number,
            "date": moment,
            "chat": chat,
            "from": {"id": who},
            "text": text,
        }
        await self._heard(who, {"message": body})

    async def _heard(self, who: int, update: dict[str, object]) -> None:
        self.updates += 1
        await self.app.desk.handle({"update_id": self.updates, **update})
        while (lane := self.app.outbox._lanes.get(who)) and lane.task:
            await asyncio.wait([lane.task])

    async def settle(self, who: int, zone: str, hour: int, days: int) -> None:
        """Let a person have said where they are, at which hour, and when they want to hear."""
        self.wire.chats[who] = Chat()
        now = self.clock.now()
        talk = self.engine.begin("tag0", language="en", consent="1", zone=zone, hour=hour)
        front = Front(self.engine.library, self.engine.words)
        day = (now + timedelta(days=days)).date().isoformat()
        talk = settled(front, talk.knowing(look_on=day), now)
        async with self.app.store.turn(who) as work:
            record = Record(chat=who, bot=7000, since=now.timestamp(), talk=talk)
            self.app.house.records.write(work, record, now.timestamp())


def dialogue(folder: Path) -> Counting:
    """Load the small dialogue."""
    return Counting(load_library(folder), Words())


def worst(values: Iterable[float], share: float) -> float:
    """Give the value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
