"""Files that a person asked for: made from what is committed, beside the chat's other messages.

A page or a picture takes a moment, so it never stands before a reply: each chat has a task of its
own for them. Telegram shows that something is on its way. A file is sent at most once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.chat import settling
from bot.chat.asking import ask
from bot.chat.landing import Landing, language_of
from bot.chat.unsent import ALONG
from bot.outbox.delivery import Delivery
from bot.outbox.lane import ended
from bot.paper import BusyError, NothingToDrawError, Paper, PaperError
from bot.paper.drawing import Drawing
from bot.people.person import Record, Row
from bot.store import StoreError
from bot.telegram.fates import Fate
from bot.telegram.telegram import call
from bot.turns.keeping import sent_again, texts_kept
from bot.turns.turns import House
from flows.engine import Engine
from flows.values.talk import Paragraph, Say

log = structlog.get_logger("bot.outbox.posting")

SHOWN_FOR: Final = 4.0
"""Seconds after which it is said again that a file is on its way; a phone shows it for five."""

BUSY: Final = 5.0
GIVEN_UP: Final[frozenset[Fate]] = frozenset({"refused", "unmarked"})
LONGEST_CAPTION: Final = 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    content: bytes
    name: str
    caption: str


class Posting:
    """Makes and sends files, one at a time for each chat."""

    def __init__(self, bot: Bot, house: House, engine: Engine, delivery: Delivery) -> None:
        self._bot, self._house, self._engine = bot, house, engine
        self._records, self._clock = house.records, house.clock
        self._delivery = self.delivery = delivery
        self._paper = Paper()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._stopping = False
        self.wake: Callable[[int], None] = lambda _chat: None
        """Says that a chat has messages to send; the outbox puts itself here."""

    def start(self, chat: int) -> None:
        """Begin to make what a chat waits for, if that is not under way."""
        if chat not in self._tasks and not self._stopping:
            self._tasks[chat] = asyncio.create_task(
                self._house.about(chat, partial(self._work, chat)), name="posting"
            )

    def busy(self) -> bool:
        """Tell whether a file is being made or sent."""
        return bool(self._tasks)

    async def stop(self, seconds: float) -> None:
        """Let what is under way finish for so long; the rest stays in the store."""
        self._stopping = True
        await ended(list(self._tasks.values()), seconds)
        await self._paper.close()

    async def _work(self, chat: int) -> None:
        try:
            record = await self._records.look(chat)
            while record is not None and not self._stopping:
                row = record.next_paper(self._clock.now().timestamp())
                if row is None:
                    return
                make = self._looked_up if row.kind == "kept" else self._posted
                record = await make(record, row)
        except StoreError:
            log.warning("posting_not_noted", exc_info=True)  # the sweep comes back to it
        except Exception:
            log.exception("posting_failed")
        finally:
            del self._tasks[chat]

    async def _posted(self, record: Record, row: Row) -> Record | None:
        found = ask(record, row, self._clock.now().timestamp())
        if row.attempt or found is None:
            return (await self._delivery.begun(record, row))[0]
        try:
            async with self._under_way(record, row):
                file = await self._made(record, row)
        except BusyError:
            until = self._clock.now().timestamp() + BUSY
            return await self._records.change(
                record.chat, partial(settling.put_off, row=row, until=until)
            )
        except PaperError as error:
            nothing = isinstance(error, NothingToDrawError)
            log.warning("not_made", kind=row.kind, class_name=type(error).__name__)
            return await self._tell(record, row, "nothing_to_draw" if nothing else "not_made")
        except Exception:
            log.exception("not_made", kind=row.kind)
            return await self._unless_given_up(row, await self._delivery.doubtful(record, row))
        after, ours = await self._delivery.begun(record, row)
        if after is None or ours is None:
            return after
        send = partial(self._send, record.chat, ours, file)
        done = await self._delivery.carried_out(after, ours, found, send)
        return await self._unless_given_up(ours, done)

    async def _looked_up(self, record: Record, row: Row) -> Record | None:
        """Let a plan that was kept go as messages, like any others."""
        texts = await texts_kept(self._records.store, record.chat, row.key)
        now = self._clock.now().timestamp()

        def again(found: Record) -> Record:
            landing = Landing(self._house.screen, language_of(found), now)
            return sent_again(found, row, texts, self._engine, landing)

        after = await self._records.change(record.chat, again)
        self.wake(record.chat)
        return after

    async def _unless_given_up(self, row: Row, done: tuple[Record | None, Fate]) -> Record | None:
        """Go on with the record; if the file will not come any more, say so kindly."""
        after, fate = done
        if after is None or fate not in GIVEN_UP:
            return after
        return await self._tell(after, row, "not_made")

    async def _tell(self, record: Record, row: Row, notice: str) -> Record | None:
        if row.key == ALONG:  # nobody asked for it, so nobody misses it
            return await self._records.change(record.chat, partial(settling.given_up, row=row))
        return await self._records.change(record.chat, partial(self._told, row=row, notice=notice))

    async def _send(self, chat: int, row: Row, file: File) -> int:
        if row.kind == "pdf":
            message = await self._bot.send_document(
                chat, file.content, filename=file.name, caption=file.caption
            )
        else:
            message = await self._bot.send_photo(
                chat, file.content, filename=file.name, caption=file.caption
            )
        return message.message_id

    async def _made(self, record: Record, row: Row) -> File:
        if record.talk is None:
            raise NothingToDrawError("nobody to draw for")
        drawing = Drawing(self._engine, record.talk, language_of(record), self._clock.now())
        if row.kind == "pdf":
            parts, words = drawing.page([name for name in row.key.split(",") if name])
            content = await self._paper.plan_page(parts, words)
            return File(content, drawing.file_name("pdf"), drawing.notice("page_caption"))
        chart = drawing.chart()
        content = await self._paper.chart(chart.points, chart.words)
        return File(content, drawing.file_name("png"), chart.words.alt[:LONGEST_CAPTION])

    def _told(self, record: Record, row: Row, notice: str) -> Record:
        """Take the row off and say kindly that it did not work."""
        record = settling.given_up(record, row)
        now = self._clock.now().timestamp()
        landing = Landing(self._house.screen, language_of(record), now)
        return landing.say(record, Say((Paragraph(self._engine.notice(notice)),)), now)

    @asynccontextmanager
    async def _under_way(self, record: Record, row: Row) -> AsyncIterator[None]:
        """Let the phone show that a file is coming, for as long as it takes."""
        showing = asyncio.create_task(self._show(record.chat, row), name="upload action")
        try:
            yield
        finally:
            showing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await showing

    async def _show(self, chat: int, row: Row) -> None:
        action = "upload_document" if row.kind == "pdf" else "upload_photo"
        while True:
            try:
                await call(self._bot, "sendChatAction", {"chat_id": chat, "action": action})
            except TelegramError as error:
                log.debug("action_not_shown", reason=str(error))
            await asyncio.sleep(SHOWN_FOR)
