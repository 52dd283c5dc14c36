"""The backup file: JSON lines, one row each, still sealed; the last line is count and digest.

{"therapy-checkup": 1, "schema": "0002"}
["person", {"id": "...", "state": "<base64>", ...}]
{"rows": {"person": 1, ...}, "keys": ["1a2b3c4d"], "sha256": "..."}
"""

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import orjson
from sqlalchemy import LargeBinary, Table

from bot.store.errors import BackupError
from bot.store.keyfile import sync_folder
from bot.store.sealed import ID_BYTES
from bot.store.tables import HEAD, SEALED, metadata

_FORMAT: Final = {"therapy-checkup": 1}
_BINARY: Final = {
    str(table.name): {column.name for column in table.c if isinstance(column.type, LargeBinary)}
    for table in metadata.sorted_tables
}
_SEALED: Final = {str(one.table.name): str(one.column.name) for one in SEALED}


@dataclass(slots=True)
class Facts:
    """What is in a backup: rows of each table, and the ids of the keys that open them."""

    rows: dict[str, int] = field(
        default_factory=lambda: {str(table.name): 0 for table in metadata.sorted_tables}
    )
    keys: set[str] = field(default_factory=set)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Count one row."""
        self.rows[table] += 1
        if table in _SEALED:
            self.keys.add(row[_SEALED[table]][:ID_BYTES].hex())

    def plain(self) -> dict[str, Any]:
        """Give the facts as JSON."""
        return {"rows": self.rows, "keys": sorted(self.keys)}


class DumpWriter:
    """Writes a backup under another name and puts it in place when it is whole and on disk."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise BackupError(f"{path} is there already; a backup never overwrites a file.")
        self.facts = Facts()
        self._path, self._draft = path, path.with_name(path.name + ".part")
        self._digest = hashlib.sha256()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            self._file = os.fdopen(os.open(self._draft, flags, 0o600), "wb")
        except OSError as error:
            raise BackupError(f"{self._draft} cannot be written: {error}.") from error
        self._line({**_FORMAT, "schema": HEAD})
        return self

    def row(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write one row as it is stored."""
        self.facts.add(str(table.name), row)
        binary = _BINARY[table.name]
        plain = {
            str(name): base64.b64encode(value).decode() if name in binary else value
            for name, value in row.items()
        }
        self._line([str(table.name), plain])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        with self._file as file:
            if kind is None:
                self._line({**self.facts.plain(), "sha256": self._digest.hexdigest()})
                file.flush()
                os.fsync(file.fileno())
        if kind is not None:
            self._draft.unlink()
            return
        self._draft.rename(self._path)
        sync_folder(self._path.parent)

    def _line(self, value: object) -> None:
        if self._file is None:
            raise BackupError("The backup file is not open.")
        line = orjson.dumps(value) + b"\n"
        self._digest.update(line)
        self._file.write(line)


def read_dump(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read table and row one after the other; BackupError at the end when it is not whole.

    Nothing read may be used before the reader has come to its end once.
    """
    digest, facts = hashlib.sha256(), Facts()
    try:
        with path.open("rb") as file:
            digest.update(first := file.readline())
            _check_first(path, first)
            for line in file:
                value = orjson.loads(line)
                if isinstance(value, dict):
                    _check_last(path, value, facts, digest.hexdigest())
                    if file.read(1):
                        raise BackupError(f"{path} goes on after its end.")
                    return
                digest.update(line)
                table, row = value
                opened = {
                    k: base64.b64decode(v) if k in _BINARY[table] else v for k, v in row.items()
                }
                facts.add(table, opened)
                yield table, opened
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}.") from error
    raise BackupError(f"{path} is cut off.")


def _check_first(path: Path, line: bytes) -> None:
    first = orjson.loads(line)
    if not isinstance(first, dict) or not _FORMAT.items() <= first.items():
        raise BackupError(f"{path} is no backup of this bot.")
    if first["schema"] > HEAD:
        raise BackupError(f"{path} has schema {first['schema']}; this version knows {HEAD}.")


def _check_last(path: Path, last: dict[str, Any], facts: Facts, digest: str) -> None:
    if last != {**facts.plain(), "sha256": digest}:
        raise BackupError(f"{path} was changed or is damaged: its digest does not fit.")
