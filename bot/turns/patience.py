"""A limit on computing: the dialogue is synchronous, so nothing but a signal can end it."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TooLongError(Exception):
    """Something computed longer than it may."""


@contextlib.contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise TooLongError inside the block once it has used so many seconds of processor time.

    The timer counts this process's own time, so a busy machine gives up nothing too early. It
    works in the main thread, where the loop runs; elsewhere, and on Windows, there is no limit.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError
