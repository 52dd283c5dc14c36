"""Processes that split from one which has read the bot's modules, and done nothing else.

A start of its own costs two seconds of a processor, nearly all for reading modules. What a test
wants to know of a process (that it can be killed, and what outlives it) is the same either way.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from typing import Any

MOMENT = 0.02

_splitting = multiprocessing.get_context("forkserver")
_splitting.set_forkserver_preload(["bot.cli", "bot.app", "asyncpg", "uvloop"])


def split(
    settings: Mapping[str, str], work: Callable[..., object], *words: object
) -> ForkServerProcess:
    """Do some work in a process of its own, which has these settings and no others."""
    process = _splitting.Process(target=_working, args=(settings, work, words), daemon=True)
    process.start()
    return process


async def ended(process: ForkServerProcess) -> int:
    """Wait until a process has ended; gives its exit code, negative for a signal."""
    while (code := process.exitcode) is None:
        await asyncio.sleep(MOMENT)
    return code


def _working(settings: Mapping[str, str], work: Callable[..., Any], words: tuple[Any, ...]) -> None:
    for name in [name for name in os.environ if name.startswith(("TELEGRAM_", "CHECKUP_"))]:
        del os.environ[name]
    os.environ.update(settings)
    work(*words)
