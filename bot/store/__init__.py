"""The store: people, what they keep, what is parked; sealed, durable, on SQLite or PostgreSQL."""

from bot.store.backup import Backup, Restored, backup, restore
from bot.store.base import Kept, Lease, Parked, Person, Store, Work, new_id
from bot.store.choose import open_store
from bot.store.errors import (
    ASK_AGAIN,
    BackupError,
    ConflictError,
    KeyRefusedError,
    SchemaError,
    StoppedError,
    StoreError,
    TamperedError,
    UnavailableError,
    UnknownKeyError,
)
from bot.store.keyfile import load_or_make_key
from bot.store.sealed import KeyRing

__all__ = [
    "ASK_AGAIN",
    "Backup",
    "BackupError",
    "ConflictError",
    "Kept",
    "KeyRefusedError",
    "KeyRing",
    "Lease",
    "Parked",
    "Person",
    "Restored",
    "SchemaError",
    "StoppedError",
    "Store",
    "StoreError",
    "TamperedError",
    "UnavailableError",
    "UnknownKeyError",
    "Work",
    "backup",
    "load_or_make_key",
    "new_id",
    "open_store",
    "restore",
]
