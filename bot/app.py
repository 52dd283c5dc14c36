"""The composition root: everything is put together here, once, and taken apart again."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Mapping
from typing import Final

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.away import Away
from bot.clock import Clock
from bot.desk import Desk
from bot.health import Check, Pulse, serving
from bot.leading import Job, Leader, Post
from bot.outbox.delivery import Delivery
from bot.outbox.outbox import Outbox
from bot.outbox.pace import Pace
from bot.outbox.posting import Posting
from bot.people.records import Records
from bot.reminding import EVERY, Reminding
from bot.screen.screen import Screen
from bot.settings.keys import key_ring
from bot.settings.settings import Settings
from bot.store import Store, open_store
from bot.telegram.dressing import Dresser, dressings
from bot.telegram.fates import asked_to_wait
from bot.telegram.telegram import make_bot
from bot.turns.turns import House
from flows.engine import Engine
from flows.load import load_library
from flows.place.moments import rules
from flows.values.session import Held
from flows.values.words import Words

log = structlog.get_logger("bot.app")

DEAF: Final = 90.0
"""Seconds of Telegram's silence after which the bot is not ready."""

LATE: Final = 300.0
"""Seconds that a reminder may be due before the bot is not ready."""


class App:
    """The bot, running between `start` and `stop`."""

    def __init__(
        self, settings: Settings, clock: Clock, engine: Engine, pace: Pace | None = None
    ) -> None:
        token = settings.telegram_bot_token.get_secret_value()
        self._settings, self._clock = settings, clock
        self._engine = engine
        self._bot: Bot = make_bot(token, settings.telegram_api_base_url)
        self.store: Store = open_store(settings.database_url, key_ring(settings))
        bot_id = int(token.partition(":")[0])
        records = Records(self.store, bot_id, settings.retention_days, self._engine.due_at)
        self.house = House(records, self._engine, self._screen(), clock, self._known)
        posting = Posting(self._bot, self.house, self._engine, Delivery(records, clock))
        self.outbox = Outbox(self._bot, self.house, posting, pace)
        self.desk = Desk(self._bot, self.house, self.outbox)
        away = Away(self.house, self.outbox)
        self.reminding = Reminding(self.house, self.outbox, rules(engine.library.reminding))
        jobs = (Job("reminders", EVERY, self.reminding.round),)
        post = Post(self._take_over, self.desk.handle, away.offer, jobs)
        self.leader = Leader(self.store, self._bot, clock, post)
        clothes = dressings(engine, settings.operator_name)
        self._dresser = Dresser(self._bot, self.store, clothes)
        self._leading: asyncio.Task[None] | None = None
        self._reached = False
        self._open = contextlib.AsyncExitStack()

    async def start(self) -> None:
        """Open what is needed and begin; StoreError and InvalidToken when that can't be."""
        self._open.push_async_callback(self.store.close)
        await self.store.open()
        if self._settings.health_listen:
            pulse = Pulse(self._clock)
            listening = serving(self._settings.health_listen, pulse, self._checks())
            await self._open.enter_async_context(listening)
        self._open.push_async_callback(self._bot.shutdown)
        await self._greet()
        if self.store.shared:
            await self.outbox.start()
        self._leading = asyncio.create_task(self.leader.run(), name="leader")
        log.info("running", languages=list(self._engine.words.languages))

    async def ended(self) -> None:
        """Wait for the end that nobody asked for; raises what caused it."""
        if self._leading is None:
            return
        writing = asyncio.create_task(self.store.ended(), name="store")
        try:
            either = (self._leading, writing)
            done, _ = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def stop(self) -> None:
        """Finish the turns under way, acknowledge them, and let go of everything; takes < 10 s."""
        if self._leading is not None:
            if self.leader.stop():
                await asyncio.wait([self._leading], timeout=5.0)
            self._leading.cancel()
            await asyncio.gather(self._leading, return_exceptions=True)
            await self._dresser.stop()
            await self.outbox.stop(4.0)
        await self.desk.stop(0.5)
        await self._open.aclose()
        log.info("stopped")

    async def _take_over(self) -> None:
        """Begin what goes on from the first leading to the end; where one process works, all."""
        await self.outbox.start()
        self._dresser.start()

    async def _greet(self) -> None:
        """Get to know Telegram; waits for one that can't be reached. InvalidToken."""
        wait = 0.5
        while True:
            try:
                await self._bot.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                seconds = asked_to_wait(error) or wait
                log.warning("telegram_not_reached", reason=str(error), wait=seconds)
                await asyncio.sleep(seconds)
                wait = min(30.0, wait * 2)
            else:
                self._reached = True
                return

    def _screen(self) -> Screen:
        return Screen(
            self._engine.words, lambda n, of: self._engine.notice("step_mark", n=n, of=of)
        )

    def _known(self, code: str) -> Mapping[str, Held]:
        """Say what is known of a newcomer by their phone's language: es-MX tells the country."""
        region = code.replace("_", "-").partition("-")[2].upper()
        assumed = region if len(region) == 2 and region.isalpha() else None  # noqa: PLR2004 -- ISO 3166
        settings = self._settings
        nearest = self._engine.words.nearest(code) or self._engine.words.nearest(
            settings.default_language
        )
        return {
            "language": nearest or self._engine.words.languages[0],
            "country": assumed or settings.default_country,
        }

    def _checks(self) -> Mapping[str, Check]:
        async def database() -> str | None:
            return None if await self.store.ping() else "does not answer"

        async def telegram() -> str | None:
            if not self._reached:
                return "not reached yet"
            silence = self.leader.silence()
            return None if silence < DEAF else f"silent for {silence:.0f} seconds"

        async def reminders() -> str | None:
            # Who waits to lead can do nothing about it, and may be the version that mends it.
            behind = await self.reminding.behind() if self.leader.leads() else 0.0
            return None if behind < LATE else f"{behind:.0f} seconds behind"

        return {"database": database, "telegram": telegram, "reminders": reminders}


def build(settings: Settings, clock: Clock | None = None, pace: Pace | None = None) -> App:
    """Put the bot together; LoadError when the library, KeyRefusedError when the keys are wrong."""
    engine = Engine(load_library(), Words(), of_the_house(settings))
    return App(settings, clock or Clock(), engine, pace)


def of_the_house(settings: Settings) -> Mapping[str, Held]:
    """Give the facts that the dialogue tells everybody alike, as the settings are now."""
    return {
        "operator": settings.operator_name,
        "days": settings.retention_days,
        "privacy_url": settings.privacy_url,
    }


async def run(settings: Settings, clock: Clock | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT; raises what ends it otherwise."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            loop.add_signal_handler(number, stop.set)
    app = build(settings, clock)
    gc.freeze()  # modules and library stay to the end: no collection looks through them
    gc.enable()
    working = asyncio.create_task(_work(app), name="app")
    stopping = asyncio.create_task(stop.wait(), name="signal")
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
        await app.stop()


async def _work(app: App) -> None:
    await app.start()
    await app.ended()
