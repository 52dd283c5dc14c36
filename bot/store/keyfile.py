"""The key file beside an embedded database: made once, never made again."""

import base64
import os
import secrets
from pathlib import Path

from bot.store.errors import KeyRefusedError
from bot.store.sealed import KEY_BYTES, KeyRing


def load_or_make_key(path: Path, database: Path) -> KeyRing:
    """Read the key file, or make it when neither it nor the database exists yet.

    The file holds base64 keys, comma separated, newest first, mode 0600. KeyRefusedError when the
    key is gone but the database is there: a new key could not open what the old one sealed.
    """
    if not path.exists():
        if database.exists() and database.stat().st_size > 0:
            raise KeyRefusedError(
                f"The database {database} exists, but its key file {path} does not. Put the key "
                "file back, or give its key in CHECKUP_KEYS. No new key is made: it could not "
                "open what is stored."
            )
        _make(path)
    try:
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRefusedError(f"The key file {path} cannot be read: {error}.") from error
    if not text.strip():
        raise KeyRefusedError(f"The key file {path} is empty.")
    return KeyRing.from_text(text)


def _make(path: Path) -> None:
    """Put a whole key file in place at once; when another process was first, keep its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        sync_folder(path.parent)
    finally:
        draft.unlink()


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
