"""What a database in trouble raises, whichever of the two it is."""

from typing import Final

from sqlalchemy.exc import SQLAlchemyError

try:
    import asyncpg
except ImportError:  # the extra is not installed: then SQLite is the only database
    _OF_POSTGRES: tuple[type[Exception], ...] = ()
else:
    _OF_POSTGRES = (asyncpg.PostgresError, asyncpg.InterfaceError)

# Connecting is not wrapped by SQLAlchemy, so the driver's own errors come through there.
FAILURES: Final[tuple[type[Exception], ...]] = (SQLAlchemyError, OSError, *_OF_POSTGRES)
