"""The time, handed to whoever needs it: real time plus an offset, so that a test can travel."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """Tells the time; with a file, the offset in it is added and read anew when it changes.

    The file holds {"offset": seconds}. Whoever writes it replaces it whole (write beside it, then
    `os.replace`), so that half a file is never read. No file means no offset.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """Give the present moment, aware and in UTC."""
        return datetime.now(UTC) + self._present_offset()

    def monotonic(self) -> float:
        """Seconds that only ever grow and never travel: for time-outs, pacing and waiting."""
        return time.monotonic()

    def _present_offset(self) -> timedelta:
        if self._file is None:
            return self._offset
        try:
            state = os.stat(self._file)  # noqa: PTH116 -- twice as fast as Path.stat, on every turn
        except FileNotFoundError:
            self._seen, self._offset = None, timedelta()
            return self._offset
        # A replaced file is another inode: two travels within one tick of the disk's clock count.
        seen = (state.st_mtime_ns, state.st_ino)
        if seen != self._seen:
            self._offset = timedelta(seconds=json.loads(self._file.read_text("utf-8"))["offset"])
            self._seen = seen
        return self._offset
