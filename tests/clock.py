"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock(Clock):
    """Tells the time it was set to."""

    def __init__(self, start: datetime = START) -> None:
        super().__init__()
        self._now = start
        self._seconds = 0.0

    def now(self) -> datetime:
        """Give the moment the test is at."""
        return self._now

    def monotonic(self) -> float:
        """Seconds the test has let pass with `wait`; a `travel` doesn't count."""
        return self._seconds

    def wait(self, time: timedelta) -> None:
        """Let time pass: both the date and the monotonic seconds move."""
        self._now += time
        self._seconds += time.total_seconds()

    def travel(self, to: datetime) -> None:
        """Jump to another date, as a wrong system clock does: the monotonic seconds stay."""
        self._now = to
