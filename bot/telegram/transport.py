"""The aiohttp transport under python-telegram-bot, and what its errors mean.

Whoever sends a message must know what became of it when something goes wrong, because a message
that may have arrived is not sent again. `fate(error)` says so:

  refused    Telegram answered and did nothing (blocked, not modified, wait)
  not sent   no connection came about; sending again is safe
  unknown    the answer got lost, or was a server's failure; it may have arrived

No error tells an address: in the Bot API the address holds the token.
"""

import os
from http import HTTPStatus
from typing import Any, Literal

import aiohttp
import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.logs import mask

# RetryAfter.retry_after is a timedelta only with this switch, and warns at each use without it.
os.environ["PTB_TIMEDELTA"] = "true"

CONNECT, READ = 5.0, 15.0
POOL = 256
# Shorter than a server's own: a connection closed under a request leaves its fate unknown.
KEEP_ALIVE = 10.0

Fate = Literal["refused", "not sent", "unknown"]
_REFUSALS: dict[int, type[TelegramError]] = {
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,
    HTTPStatus.CONFLICT: Conflict,
}
_REFUSED: tuple[type[TelegramError], ...] = (RetryAfter, ChatMigrated, *_REFUSALS.values())


class NotSentError(Exception):
    """No connection came about: nothing of the request left this machine."""


class UnknownFateError(Exception):
    """The request left, its answer never came: it may or may not have been carried out."""


def fate(error: TelegramError) -> Fate:
    """Say what became of the request that ended in `error`."""
    if isinstance(error.__cause__, NotSentError):
        return "not sent"
    return "refused" if isinstance(error, _REFUSED) else "unknown"


def result(status: int, body: bytes) -> Any:
    """Take the result out of an answer of the Bot API, or raise the TelegramError it stands for."""
    try:
        answer = orjson.loads(body)
        if status == HTTPStatus.OK:
            return answer["result"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        answer = {}
    said = answer if isinstance(answer, dict) else {}
    more = said.get("parameters") or {}
    if "retry_after" in more:
        raise RetryAfter(more["retry_after"])
    if "migrate_to_chat_id" in more:
        raise ChatMigrated(more["migrate_to_chat_id"])
    kind = _REFUSALS.get(status, NetworkError)
    raise kind(str(said.get("description") or f"HTTP status {status} without words"))


class Transport(BaseRequest):
    """Carries requests over two pools: one connection that polls, many that do all else.

    So a poll that waits half a minute never stands before a reply.
    """

    def __init__(self) -> None:
        self._polling: aiohttp.ClientSession | None = None
        self._sending: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds, if the caller doesn't say."""
        return READ

    async def initialize(self) -> None:
        """Open both pools; a second call changes nothing."""
        if self._sending is None or self._polling is None:
            self._polling, self._sending = _session(1), _session(POOL)

    async def shutdown(self) -> None:
        """Close both pools; a second call changes nothing."""
        for session in (self._polling, self._sending):
            if session is not None:
                await session.close()
        self._polling = self._sending = None

    async def do_request(  # noqa: PLR0913, PLR0917 -- the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- aiohttp has no such time-out
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- part of the connect time-out
    ) -> tuple[int, bytes]:
        """Send one request of the library; gives the status and the body."""
        limits = _limits(_seconds(read_timeout, READ), _seconds(connect_timeout, CONNECT))
        return await self._send(url, method, limits, data=_form(request_data))

    async def call(self, url: str, payload: dict[str, Any], patience: float = READ) -> Any:
        """Post `payload` as JSON and give the raw result; raises a TelegramError.

        `patience` is how long the answer may take, in seconds.
        """
        headers = {"Content-Type": "application/json"}
        body = orjson.dumps(payload)
        answer = await self._send(url, "POST", _limits(patience), data=body, headers=headers)
        return result(*answer)

    async def _send(
        self, url: str, method: str, limits: aiohttp.ClientTimeout, **more: Any
    ) -> tuple[int, bytes]:
        session = self._polling if url.endswith("/getUpdates") else self._sending
        if session is None:
            raise RuntimeError("the transport is not open: call initialize first")
        try:
            async with session.request(
                method, url, timeout=limits, allow_redirects=False, **more
            ) as answer:
                return answer.status, await answer.read()
        # The connect time-out is a TimeoutError too, and must be told from a late answer.
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError("Telegram can't be reached") from NotSentError(_told(error))
        except TimeoutError as error:
            raise TimedOut("Telegram didn't answer in time") from UnknownFateError(_told(error))
        except aiohttp.InvalidURL:
            raise NetworkError("The address is not valid") from NotSentError("InvalidURL")
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError("The connection broke") from UnknownFateError(_told(error))


def _session(connections: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEEP_ALIVE),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _limits(read: float | None, connect: float | None = CONNECT) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=read)


def _seconds(given: Any, otherwise: float) -> float | None:
    return otherwise if given is BaseRequest.DEFAULT_NONE else given


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    # Quoted, a Cyrillic file name would arrive as %D0%BF...
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _told(error: BaseException) -> str:
    return mask(f"{type(error).__name__}: {error}")
