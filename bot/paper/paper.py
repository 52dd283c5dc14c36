"""Paper off the event loop: one thread with a press of its own, and a short queue before it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Self

from bot.paper.press import Press
from bot.paper.sheets import (
    BusyError,
    ChartWords,
    ClosedError,
    NotDrawnError,
    PanickedError,
    Part,
    PlanWords,
    Point,
)

LONGEST_QUEUE: Final = 50
"""Waiting at once; the last of them waits about two seconds."""

GIVEN_UP_AFTER: Final = 30.0
"""Seconds, for one chart or page with all that waits before it."""


class Paper:
    """Makes charts and pages while the loop goes on; the typesetter lets go of Python's lock.

    Its thread and press are made at the first call. Close it in the end; use it as `async with`.
    """

    def __init__(self, longest: int = LONGEST_QUEUE) -> None:
        self._longest = longest
        self._waiting = 0
        self._thread: ThreadPoolExecutor | None = None
        self._press: Press | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    @property
    def waiting(self) -> int:
        """How many are being made or wait for it."""
        return self._waiting

    async def chart(self, points: Sequence[Point], words: ChartWords) -> bytes:
        """Draw a chart as PNG, 1080 pixels wide and at most 1280 high. Raises PaperError."""
        return await self._made(lambda press: press.chart(points, words))

    async def plan_page(self, parts: Sequence[Part], words: PlanWords) -> bytes:
        """Set a plan as a tagged PDF on A4, one page where it can be. Raises PaperError."""
        return await self._made(lambda press: press.plan_page(parts, words))

    async def close(self) -> None:
        """Take nothing more, finish what was begun, and end the thread. Twice does no harm."""
        self._closed = True
        thread, self._thread = self._thread, None
        if thread:
            await asyncio.to_thread(thread.shutdown)

    async def _made(self, make: Callable[[Press], bytes]) -> bytes:
        if self._closed:
            raise ClosedError("closed")
        if self._waiting >= self._longest:
            raise BusyError(f"{self._waiting} wait already")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="paper")
        self._waiting += 1
        work = self._thread.submit(self._work, make)
        loop = asyncio.get_running_loop()
        # The place in the queue is free only when the thread has let go of it, so also after its
        # asker was cancelled.
        work.add_done_callback(lambda done: self._tell(loop, done))
        try:
            async with asyncio.timeout(GIVEN_UP_AFTER):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            raise NotDrawnError(f"took longer than {GIVEN_UP_AFTER:.0f} s") from None

    def _tell(self, loop: asyncio.AbstractEventLoop, _done: Future[bytes]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._let_go)

    def _let_go(self) -> None:
        self._waiting -= 1

    def _work(self, make: Callable[[Press], bytes]) -> bytes:
        """Run in the thread: one at a time, so the press is its alone."""
        if self._press is None:
            self._press = Press()
        try:
            return make(self._press)
        except PanickedError:
            self._press = None  # nobody knows what it is left as
            raise
