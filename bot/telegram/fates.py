"""What Telegram's refusals mean for a row that was to be sent."""

from collections.abc import Callable
from typing import Final, Literal

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.telegram.telegram import fate

Fate = Literal[
    "done", "missing", "undeletable", "unreachable", "unmarked", "again", "unknown", "refused"
]

LONGEST_WAIT: Final = 60.0
_SAME = ("message is not modified",)
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_DELETED = ("message to delete not found", "message identifier is not specified")
_UNDELETABLE = ("message can't be deleted",)
_NOBODY = ("chat not found", "peer_id_invalid", "user is deactivated", "input_user_deactivated")
_UNREADABLE = ("can't parse entities",)


def judged(error: TelegramError) -> Fate:
    """Say what has become of a call that failed.

    `again` may safely be called again; after `unknown` it may have arrived, and calling again may
    show it twice; `refused` would be refused again.
    """
    if isinstance(error, Forbidden):
        return "unreachable"
    if isinstance(error, BadRequest):
        return _bad(str(error).lower())
    if isinstance(error, RetryAfter):
        return "again"
    return "unknown" if fate(error) == "unknown" else "again"


def wait(error: TelegramError, tries: int, jitter: Callable[[], float]) -> float:
    """Say how many seconds to wait before the call is made again."""
    asked = asked_to_wait(error)
    return backed_off(tries, jitter) if asked is None else asked


def asked_to_wait(error: Exception) -> float | None:
    """Give the seconds that Telegram asks to wait, if it does."""
    if not isinstance(error, RetryAfter):
        return None
    asked = error.retry_after
    return float(asked if isinstance(asked, int) else asked.total_seconds())


def backed_off(tries: int, jitter: Callable[[], float]) -> float:
    """Say how many seconds what failed so often waits, a little more or less by chance."""
    return min(LONGEST_WAIT, 0.5 * 2.0 ** min(tries, 10)) * (0.75 + jitter() / 2)


def _bad(said: str) -> Fate:
    meanings: tuple[tuple[tuple[str, ...], Fate], ...] = (
        (_SAME, "done"),
        (_DELETED, "done"),
        (_UNDELETABLE, "undeletable"),
        (_GONE, "missing"),
        (_NOBODY, "unreachable"),
        (_UNREADABLE, "unmarked"),
    )
    found = (meaning for phrases, meaning in meanings if any(phrase in said for phrase in phrases))
    return next(found, "refused")
