"""Leadership on a shared database: an advisory lock on one connection of its own.

PostgreSQL gives the lock free when that connection ends. `tcp_user_timeout` lets the server
notice a vanished machine in ten seconds; the leader asks every five and calls itself deposed on
any error, before it does anything else, so two can think they lead only for seconds. What they do
must be safe even then: claims never rely on this lock.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog
from sqlalchemy import URL

from bot.store.base import Lease
from bot.store.failures import FAILURES

log = structlog.get_logger()
ASK_SECONDS: Final = 5.0
WAIT_SECONDS: Final = 1.0
_LEADING: Final = 0x7468_6572_6170_7901


@asynccontextmanager
async def lead_by_advisory_lock(url: URL) -> AsyncIterator[Lease]:
    """Wait for the lock, and hold it while the block lasts."""
    connection = await _leading(url)
    lease = Lease(asyncio.Event())
    watch = asyncio.create_task(_watch(connection), name="leadership")
    watch.add_done_callback(lambda _: lease.lost.set())  # however it ends
    try:
        yield lease
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await _close(connection)


async def held(url: URL) -> bool:
    """Tell whether a process leads on this database now."""
    connection = await _connect(url)
    if await _took(connection):
        await _close(connection)
        return False
    return True


async def _leading(url: URL) -> asyncpg.Connection:
    """Come back with a connection that holds the lock, however long that takes."""
    told = ""
    while True:
        why = "another process leads"
        try:
            connection = await _connect(url)
            if await _took(connection):
                return connection
        except FAILURES as error:
            why = type(error).__name__
        if why != told:
            log.warning("waiting_to_lead", why=why)
            told = why
        await asyncio.sleep(WAIT_SECONDS)


async def _took(connection: asyncpg.Connection) -> bool:
    """Ask for the lock, and hang up at once when it is not given."""
    leads = False
    try:
        leads = bool(await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LEADING))
    finally:
        if not leads:
            await _close(connection)
    return leads


async def _connect(url: URL) -> asyncpg.Connection:
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    settings = {"tcp_user_timeout": "10000", "idle_session_timeout": "0"}
    return await asyncpg.connect(dsn, server_settings=settings, timeout=10, command_timeout=5)


async def _watch(connection: asyncpg.Connection) -> None:
    try:
        while True:
            await asyncio.sleep(ASK_SECONDS)
            await connection.execute("SELECT 1")
    except Exception as error:  # noqa: BLE001 - whatever it is, who can't ask doesn't lead
        log.warning("leadership_lost", why=type(error).__name__)


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=5)
    except FAILURES:
        connection.terminate()
