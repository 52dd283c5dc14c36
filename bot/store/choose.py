"""Which database an address means; PostgreSQL's driver is loaded only when it is asked for."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.base import Store
from bot.store.errors import StoreError
from bot.store.sealed import KeyRing
from bot.store.sqlite import SqliteStore


def open_store(url: str, keys: KeyRing) -> Store:
    """Choose the store for a database address; nothing is touched before its `open`."""
    address = parsed(url)
    path = sqlite_path(address)
    if path is not None:
        return SqliteStore(path, keys)
    need_asyncpg()
    from bot.store.postgres import PostgresStore  # noqa: PLC0415 - an extra, absent with SQLite

    return PostgresStore(address, keys)


def parsed(url: str) -> URL:
    """Read a database address and name its async driver; StoreError without showing a password."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("DATABASE_URL is no database address.") from error
    match address.get_backend_name():
        case "sqlite":
            if address.database in (None, "", ":memory:"):
                raise StoreError("DATABASE_URL must name a file: sqlite+aiosqlite:///path/to.db")
            return address.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+asyncpg")
        case other:
            raise StoreError(f"DATABASE_URL names {other}; only sqlite and postgresql are known.")


def sqlite_path(address: URL) -> Path | None:
    """Tell the file of an embedded database, None for a shared one."""
    if address.get_backend_name() != "sqlite" or address.database is None:
        return None
    return Path(address.database).absolute()


def need_asyncpg() -> None:
    """Raise StoreError with what to install when PostgreSQL's driver is missing."""
    try:
        import asyncpg  # noqa: F401, PLC0415 - an extra, absent with SQLite
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs its driver: pip install 'therapy-checkup[postgres]'."
        ) from error
