"""Real time plus an offset that can be travelled and that other processes can read."""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FILE = "clock.json"


class Clock:
    """Tell the simulator's time.

    With a folder the offset is kept in its `clock.json` as `{"offset": seconds}`, replaced in one
    piece at every journey, so that another process can read it at any moment.
    """

    def __init__(self, folder: Path | None = None, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._file = None if folder is None else folder / FILE
        self.offset = 0.0
        if self._file is not None and self._file.exists():
            self.offset = float(json.loads(self._file.read_text())["offset"])

    def timestamp(self) -> float:
        """Return the seconds since 1970."""
        return self._real() + self.offset

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def travel(self, seconds: float) -> None:
        """Move on by so many seconds; a negative number moves back."""
        self.offset += seconds
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps({"offset": self.offset}))
            os.replace(fresh, self._file)  # noqa: PTH105 - named for what it is: atomic

    def travel_to(self, moment: datetime) -> None:
        """Move to a moment that carries a zone."""
        self.travel(moment.timestamp() - self.timestamp())
