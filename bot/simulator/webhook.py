"""The webhook: updates pushed to the bot's address, in order within each queue.

A refusal (anything but 2xx) or a broken connection is tried again after a second, doubling to a
minute; meanwhile the head of its queue holds up the rest of that queue, and no other.
"""

import asyncio
from dataclasses import asdict, dataclass

import aiohttp
import orjson

from bot.simulator.clock import Clock
from bot.simulator.errors import Json
from bot.simulator.store import Store
from bot.simulator.updates import Queue, Updates, Waiting

LONGEST_RETRY = 60.0
LONGEST_RETRY_AFTER = 3600.0
TIMEOUT = aiohttp.ClientTimeout(total=60)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Settings:
    """Where updates go."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40


class Webhook:
    """Deliver waiting updates while a webhook is set."""

    def __init__(self, updates: Updates, store: Store, clock: Clock) -> None:
        self.first_retry = 1.0
        self._updates = updates
        self._store = store
        self._clock = clock
        self.settings = Settings(**store.load("webhook").get("settings", {}))
        self._last_error: Json = {}
        self._workers: dict[Queue, asyncio.Task[None]] = {}
        self._free = asyncio.Semaphore(self.settings.max_connections)
        self._session: aiohttp.ClientSession | None = None

    @property
    def active(self) -> bool:
        """Return whether a webhook is set."""
        return bool(self.settings.url)

    def set(self, settings: Settings) -> None:
        """Set the webhook, or remove it with an empty url."""
        self._stop()
        self.settings = settings
        self._last_error = {}
        self._free = asyncio.Semaphore(settings.max_connections)
        self._store.put("webhook", "settings", asdict(settings))
        self.wake()

    def wake(self) -> None:
        """See to every queue that has something waiting."""
        if not self.active:
            return
        for queue in self._updates.queues:
            if queue not in self._workers:
                task = asyncio.get_running_loop().create_task(self._work(queue))
                self._workers[queue] = task

    def info(self) -> Json:
        """Return Telegram's WebhookInfo."""
        info: Json = {
            "url": self.settings.url,
            "has_custom_certificate": False,
            "pending_update_count": self._updates.pending(),
            **self._last_error,
        }
        if self.active:
            info["max_connections"] = self.settings.max_connections
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    async def close(self) -> None:
        """Stop delivering."""
        workers = list(self._workers.values())
        self._stop()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _stop(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        self._workers = {}

    async def _work(self, queue: Queue) -> None:
        pause = self.first_retry
        while (waiting := self._updates.head(queue)) is not None:
            async with self._free:
                wait = await self._post(waiting)
            if wait is None:
                self._updates.done(waiting.id)
                self._store.flush()
                pause = self.first_retry
            else:
                await asyncio.sleep(max(wait, pause))
                pause = min(pause * 2, LONGEST_RETRY)
        del self._workers[queue]

    async def _post(self, waiting: Waiting) -> float | None:
        """Return None when it was taken, else how many seconds the other side asks to wait."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        headers = {"Content-Type": "application/json"}
        if self.settings.secret_token:
            headers[SECRET_HEADER] = self.settings.secret_token
        body = orjson.dumps(waiting.update)
        try:
            async with self._session.post(
                self.settings.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                await response.read()
                if response.ok and response.status < 300:  # noqa: PLR2004 - 2xx and no other
                    return None
                self._failed(
                    f"Wrong response from the webhook: {response.status} {response.reason}"
                )
                return _seconds(response.headers.get("Retry-After", ""))
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientError:
            self._failed("Connection closed")
        return 0.0

    def _failed(self, message: str) -> None:
        date = int(self._clock.timestamp())
        self._last_error = {"last_error_date": date, "last_error_message": message}


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), LONGEST_RETRY_AFTER) if retry_after.isdigit() else 0.0
