"""Asks Telegram for updates, and acknowledges them only once they are on disk.

Telegram forgets everything below the offset it is asked with. So the next question is put only
when every update of the batch before is committed or parked; after a failure of the database the
offset stays at the first update that is not.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.clock import Clock
from bot.intake.updates import WANTED
from bot.people.person import MEMORY
from bot.store import StoreError
from bot.telegram.fates import asked_to_wait
from bot.telegram.telegram import call

log = structlog.get_logger("bot.polling")

LONG: Final = 30
"""Seconds that one question may wait for an update."""

HARD: Final = LONG + 30.0
"""Seconds after which a question counts as lost, whatever the connection says."""

BATCH: Final = MEMORY
"""Updates in one answer: no more than are known again when the whole batch comes once more."""

LONGEST_WAIT: Final = 30.0
CONFLICT_WAIT: Final = 5.0

Handle = Callable[[Mapping[str, Any]], Awaitable[None]]
Back = Callable[[float], Awaitable[None]]


class Polling:
    """One poller. `handle` takes an update and returns when it may be acknowledged.

    `back` is told, after a time without a good answer, how many seconds that time was long.
    """

    def __init__(self, bot: Bot, clock: Clock, handle: Handle, back: Back) -> None:
        self._bot, self._clock, self._handle, self._back = bot, clock, handle, back
        self._offset: int | None = None
        self._stop = asyncio.Event()
        self._good = clock.monotonic()
        self._failures = 0

    def age(self) -> float:
        """Seconds since Telegram last answered well."""
        return self._clock.monotonic() - self._good

    def stop(self) -> None:
        """Ask no more; turns under way are finished."""
        self._stop.set()

    async def run(self) -> None:
        """Poll until stopped, then acknowledge what is done; InvalidToken when there is no use."""
        while not self._stop.is_set():
            try:
                batch = await self._ask()
                await self._take(batch)
            except Conflict as error:
                await self._conflict(error)
            except InvalidToken:
                raise
            except (TelegramError, TimeoutError) as error:
                log.warning("no_updates", reason=str(error) or type(error).__name__)
                await self._wait(error)
            except StoreError as error:
                log.exception("updates_not_acknowledged", reason=type(error).__name__)
                await self._wait(error)
            else:
                self._failures = 0
        await self._farewell()

    async def _ask(self) -> Sequence[Mapping[str, Any]]:
        """Ask for updates; gives none when stopped meanwhile."""
        payload: dict[str, Any] = {"limit": BATCH, "timeout": LONG, "allowed_updates": list(WANTED)}
        if self._offset is not None:
            payload["offset"] = self._offset
        asking = asyncio.ensure_future(call(self._bot, "getUpdates", payload))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            done, _ = await asyncio.wait(
                (asking, stopping), timeout=HARD, return_when=asyncio.FIRST_COMPLETED
            )
            if asking not in done:
                if stopping in done:
                    return ()
                raise TimeoutError
            batch: Sequence[Mapping[str, Any]] = asking.result()
        finally:
            asking.cancel()
            stopping.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)
        await self._back(self.age())
        self._good = self._clock.monotonic()
        return batch

    async def _take(self, batch: Sequence[Mapping[str, Any]]) -> None:
        """Hand on a batch, people side by side, each person's updates one after the other."""
        if not batch:
            return
        lanes: dict[object, list[Mapping[str, Any]]] = {}
        for update in batch:
            lanes.setdefault(_whose(update), []).append(update)
        results = await asyncio.gather(*map(self._lane, lanes.values()), return_exceptions=True)
        failed = [result for result in results if isinstance(result, _Failed)]
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, _Failed):
                raise result
        if failed:
            self._offset = min(failure.update for failure in failed)
            raise failed[0].error
        self._offset = batch[-1]["update_id"] + 1

    async def _lane(self, updates: Sequence[Mapping[str, Any]]) -> None:
        for update in updates:
            try:
                await self._handle(update)
            except StoreError as error:
                raise _Failed(update["update_id"], error) from error

    async def _conflict(self, error: Conflict) -> None:
        if "webhook" in str(error).lower():
            log.warning("webhook_removed", reason="polling is asked for, and a webhook was set")
            with contextlib.suppress(TelegramError):
                await call(self._bot, "deleteWebhook", {"drop_pending_updates": False})
        else:
            log.error("another_poller", reason="another process polls with this token; waiting")
        await self._sleep(CONFLICT_WAIT)

    async def _wait(self, error: Exception) -> None:
        self._failures += 1
        asked = asked_to_wait(error)
        longer = min(LONGEST_WAIT, 0.25 * 2 ** min(self._failures, 10))
        await self._sleep(longer if asked is None else asked)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()

    async def _farewell(self) -> None:
        """Acknowledge the last batch, so that it does not come again after the start."""
        if self._offset is None:
            return
        payload = {"offset": self._offset, "limit": 1, "timeout": 0}
        try:
            async with asyncio.timeout(3.0):
                await call(self._bot, "getUpdates", payload)
        except (TelegramError, TimeoutError) as error:
            # Harmless: what comes again is known by its id.
            log.warning("last_batch_not_acknowledged", reason=str(error) or type(error).__name__)


class _Failed(Exception):  # noqa: N818 -- it carries an error, it is none
    def __init__(self, update: int, error: StoreError) -> None:
        super().__init__(update)
        self.update, self.error = update, error


def _whose(update: Mapping[str, Any]) -> object:
    """Name the person an update is of; what has no person stands alone."""
    for body in update.values():
        sender = body.get("from") if isinstance(body, Mapping) else None
        if isinstance(sender, Mapping):
            return sender.get("id")
    return update.get("update_id")
