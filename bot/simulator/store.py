"""What survives a restart: one table of JSON values in SQLite, or nothing at all."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import orjson

FILE = "simulator.db"
SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


class Store:
    """Collect changed values and write them in one transaction at `flush`.

    Without a folder every method is a no-op, so that tests run at the speed of memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._pending: dict[tuple[str, str], Any] = {}
        self._connection: sqlite3.Connection | None = None
        if folder is not None:
            self._connection = sqlite3.connect(_own_file(folder), isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(SCHEMA)

    def put(self, kind: str, key: str | int, value: Any) -> None:
        """Remember a value (JSON, a dataclass or bytes) as it stands at the next flush."""
        if self._connection is not None:
            self._pending[kind, str(key)] = value

    def drop(self, kind: str, key: str | int) -> None:
        """Forget a value."""
        if self._connection is not None:
            self._pending[kind, str(key)] = None

    def flush(self) -> None:
        """Write everything that changed since the last flush."""
        if self._connection is None or not self._pending:
            return
        pending, self._pending = self._pending, {}
        gone = [place for place, value in pending.items() if value is None]
        kept = [
            (*place, value if isinstance(value, bytes) else orjson.dumps(value))
            for place, value in pending.items()
            if value is not None
        ]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", gone)
        self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", kept)
        self._connection.execute("COMMIT")

    def all(self, kind: str) -> dict[str, bytes]:
        """Return every stored value of a kind by its key."""
        if self._connection is None:
            return {}
        rows = self._connection.execute("SELECT key, value FROM kept WHERE kind = ?", (kind,))
        return {key: bytes(value) for key, value in rows}

    def load(self, kind: str) -> dict[str, Any]:
        """Return every stored JSON value of a kind by its key."""
        return {key: orjson.loads(value) for key, value in self.all(kind).items()}

    def close(self) -> None:
        """Write what is left and close the file."""
        self.flush()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _own_file(folder: Path) -> Path:
    """Make the file, and a folder that isn't there yet, so that nobody else may read them."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    file = folder / FILE
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    file.chmod(0o600)  # what an earlier version left open to all
    return file
