"""Leadership on an embedded database: a lock the system lets go of when the process ends."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import structlog

from bot.store.base import Lease

log = structlog.get_logger()
ASK_SECONDS: Final = 0.5


@asynccontextmanager
async def lead_by_file(path: Path) -> AsyncIterator[Lease]:
    """Wait for the lock on a file, and hold it while the block lasts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        waiting = False
        while not _taken(handle):
            if not waiting:
                log.warning("waiting_to_lead", lock=str(path), why="another process leads")
                waiting = True
            await asyncio.sleep(ASK_SECONDS)
        yield Lease(asyncio.Event())
    finally:
        os.close(handle)


def held(path: Path) -> bool:
    """Tell whether a process leads by this lock now."""
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        return not _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
