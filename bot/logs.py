"""Log lines: JSON on stderr (for people on a terminal), and nothing in them about a person.

Three rules hold for every line, whoever wrote it.
1. Only the keys in `ALLOWED` pass; of any other only the name is told, under "dropped".
2. Bot tokens are masked wherever they stand.
3. Libraries can't be trusted with words: they log addresses, bodies and whole updates. Of their
   records the place, the level and the unfilled message stay; of exceptions the type and the
   lines of code, and the sentence only where it can't carry what a person wrote. Local values
   are never shown.
"""

import hashlib
import hmac
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger
from telegram.error import TelegramError

_KEYS = """
    event level time logger version python database api listen path file line where signal pid
    person update_id update_kind method kind state status code reason why exception dropped
    count rows bytes seconds age attempt limit wait lag waiting pending sent failed
    role leader replica key_id revision schema table row host lock setting
    language languages offset class_name
"""
ALLOWED = frozenset(_KEYS.split())

QUIET = "aiohttp aiosqlite alembic asyncio asyncpg httpcore httpx sqlalchemy telegram transitions"
"""Libraries whose everyday chatter is no event of ours; their warnings are."""
# Bot tokens as Telegram makes them, alone or in an address; in an address any length counts.
_TOKEN = re.compile(r"(?<=bot)\d+:[\w-]+|(?<!\d)\d{5,}:[\w-]{20,}", re.ASCII)
_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+@")
# What these say comes from the system or from Telegram, not from a person.
_SPEAKING = (OSError, TelegramError)
_DEEPEST = 5


def mask(text: str) -> str:
    """Replace every bot token, and every password in an address, by stars."""
    return _PASSWORD.sub(r"\1:***@", _TOKEN.sub("***", text))


def pseudonym(person: bytes, day: date, secret: bytes) -> str:
    """Name a person for one day's log lines; without `secret` it leads back to nobody.

    `secret` is made anew at every start (`secrets.token_bytes(32)`) and kept nowhere, so that
    yesterday's names, and those before a restart, can't be joined to today's by anyone.
    """
    name = hmac.new(secret, day.isoformat().encode() + b"\0" + person, hashlib.sha256)
    return name.hexdigest()[:12]


class Names:
    """Names people in log lines; what leads to the names is forgotten with the process."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def about(self, chat: int, day: date) -> AbstractContextManager[None]:
        """Let every line that is written inside this block, by whomever, name the person."""
        name = pseudonym(str(chat).encode(), day, self._secret)
        return structlog.contextvars.bound_contextvars(person=name)


def keep_allowed(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Let only known keys pass and say which were dropped."""
    kept = {key: value for key, value in line.items() if key in ALLOWED}
    dropped = sorted(key for key in line if key not in ALLOWED)
    return {**kept, "dropped": [mask(key) for key in dropped]} if dropped else kept


def redact(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Mask tokens in every value; what is neither plain nor a list becomes its type's name."""
    return {key: _plain(value) for key, value in line.items()}


def tell_exception(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Turn `exc_info` into the code's lines and the exception's type."""
    info = line.pop("exc_info", None)
    if info:
        error = info if isinstance(info, BaseException) else _current(info)
        if error is not None:
            line["exception"] = _told(error)
    return line


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return f"<{type(value).__name__}>"


def _current(info: Any) -> BaseException | None:
    found = info[1] if isinstance(info, tuple) else sys.exc_info()[1]
    return found if isinstance(found, BaseException) else None


def _told(error: BaseException) -> str:
    parts: list[str] = []
    chain: BaseException | None = error
    while chain is not None and len(parts) < _DEEPEST:
        frames = traceback.extract_tb(chain.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        says = f": {chain}" if isinstance(chain, _SPEAKING) else ""
        parts.append("\n".join([*lines, f"{type(chain).__qualname__}{says}"]))
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return mask("\ncaused by\n".join(parts))


class _Lines(logging.Formatter):
    """Writes every record, ours and the libraries', through the same rules."""

    def __init__(self, *, pretty: bool) -> None:
        super().__init__()
        self._render: Any = structlog.dev.ConsoleRenderer() if pretty else _json

    def format(self, record: logging.LogRecord) -> str:
        ours = record.msg if isinstance(record.msg, Mapping) else _foreign(record)
        line: EventDict = {
            "time": logging.Formatter.formatTime(self, record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **ours,
        }
        if record.exc_info:
            line["exc_info"] = record.exc_info
        for rule in (tell_exception, keep_allowed, redact):
            line = rule(None, record.levelname, line)
        return str(self._render(None, record.levelname, line))


def _foreign(record: logging.LogRecord) -> dict[str, Any]:
    # With arguments the message is a template out of the code; without, it may be filled already.
    said = record.msg if record.args and isinstance(record.msg, str) else "a library's record"
    return {"event": said, "where": f"{record.module}:{record.lineno}"}


def _json(_: WrappedLogger, __: str, line: EventDict) -> str:
    return orjson.dumps(line).decode()


def set_up(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send all log lines of the process to `stream` (stderr if not given), by the rules above."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines(pretty=stream.isatty()))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for library in QUIET.split():
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
