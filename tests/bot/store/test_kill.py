"""A process killed while it writes: what it called durable is there."""

import base64
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.store import Store
from tests.bot.store.conftest import OLD
from tests.bot.store.killed import PEOPLE
from tests.bot.store.people import look
from tests.databases import Database

ROOT = Path(__file__).parents[3]


def run_and_kill(url: str, seconds: float) -> dict[int, int]:
    """Let a process write, kill it, and give the last version it told of each person."""
    command = [sys.executable, "-m", "tests.bot.store.killed", url, base64.b64encode(OLD).decode()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = b"".join(iter(process.stdout.readline, b"0 1\n"))
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        told += b"0 1\n" + process.stdout.read()
    pairs = re.findall(rb"^(\d+) (\d+)\n", told, re.MULTILINE)
    return {int(person): int(version) for person, version in pairs}


async def test_what_was_durable_outlives_a_kill(
    database: Database, open_another: Callable[..., Store]
) -> None:
    """Every turn told of before SIGKILL is there, at most one more is, and turns go on."""
    told = run_and_kill(database.url, 0.4)
    assert sum(told.values()) > PEOPLE
    store = open_another()
    await store.open()
    for telegram_id, version in told.items():
        person = await look(store, telegram_id)
        assert person is not None
        assert person.version in (version, version + 1)
        assert person.state == {"n": person.version}
