"""The command line, run as an operator runs it: a process, its output, its exit code."""

import asyncio
import base64
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.simulator import Simulator, serve
from bot.store import KeyRing, Parked, new_id, open_store
from tests.bot.edge import logging_to
from tests.databases import sqlite_database

TOKEN = "123456789:" + "A" * 35


MAIN = "from bot.cli import main; main()"


def checkup(
    folder: Path, *words: str, code: str = MAIN, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `checkup` in `folder` with these settings and no others."""
    here = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env=here | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_wrong_settings_end_in_plain_lines(tmp_path: Path) -> None:
    """Every problem on a line, exit code 2, no traceback, no value of a secret."""
    done = checkup(tmp_path, "config", "check", TELEGRAM_BOT_TOKEN="canary", LOG_LEVEL="loud")
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "LOG_LEVEL",
        "TELEGRAM_BOT_TOKEN",
    ]
    assert "canary" not in done.stderr + done.stdout


def test_good_settings_are_called_fine(tmp_path: Path) -> None:
    """The answer says where the database is; the .env file of the folder is read."""
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nLOG_LEVEL=loud\n", "utf-8")
    done = checkup(tmp_path, "config", "check", LOG_LEVEL="INFO")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{tmp_path}/data/checkup.db" in done.stdout


def test_a_database_is_named_without_its_password(tmp_path: Path) -> None:
    """Host and name are enough, wherever in the address a secret stands."""
    for url in (
        "postgresql+asyncpg://me:canary@host/people",
        "postgresql+asyncpg://me@host/people?password=canary",
    ):
        given = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": url, "CHECKUP_KEYS": "A" * 43 + "="}
        done = checkup(tmp_path, "config", "check", **given)
        assert done.returncode == 0, done.stderr
        assert "people at host" in done.stdout
        assert "canary" not in done.stdout + done.stderr


def test_dialogues_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    """Every problem on a line, exit code 2, no traceback."""
    (tmp_path / "tea").mkdir()
    (tmp_path / "tea" / "flow.yaml").write_text("flow: tea", "utf-8")
    code = (
        f"import pathlib, flows.load; flows.load.LIBRARY = pathlib.Path({str(tmp_path)!r});"
        "from bot.cli import main; main()"
    )
    done = checkup(tmp_path, "run", code=code, TELEGRAM_BOT_TOKEN=TOKEN)
    assert done.returncode == 2
    assert done.stderr.startswith("The dialogues can't be used:")
    assert "Traceback" not in done.stderr
    assert "exception" not in done.stderr


async def test_a_token_that_telegram_does_not_know_is_told(tmp_path: Path) -> None:
    """One sentence and exit code 2; the token itself is not in it."""
    async with serve(Simulator("7000:" + "t" * 35)) as server:
        done = await asyncio.to_thread(
            checkup, tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=server.url
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Telegram does not know the token")
    assert "exception" not in done.stderr
    assert TOKEN not in done.stderr


def test_run_refuses_a_webhook_before_it_starts(tmp_path: Path) -> None:
    """This version only polls; it says so instead of polling quietly."""
    done = checkup(
        tmp_path,
        "config",
        "check",
        TELEGRAM_BOT_TOKEN=TOKEN,
        WEBHOOK_URL="https://example.org/hook",
        WEBHOOK_SECRET="s" * 32,
    )
    assert done.returncode == 2
    assert done.stderr == "WEBHOOK_URL is set, but this version only polls. Leave it empty.\n"


def test_a_backup_comes_back_with_its_key_and_not_without(tmp_path: Path) -> None:
    """Backup, loss of everything, restore: it works with the key file and refuses without."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    copy = str(tmp_path / "copy")
    assert checkup(old, "db", "upgrade").returncode == 0
    done = checkup(old, "db", "backup", copy)
    assert done.returncode == 0, done.stderr
    key = old / "data" / "checkup.key"
    assert str(key) in done.stdout
    refused = checkup(new, "db", "restore", copy)
    assert refused.returncode == 2
    assert refused.stderr.startswith("There is no key at ")
    (new / "data").mkdir()
    (new / "data" / "checkup.key").write_bytes(key.read_bytes())
    tried = checkup(new, "db", "restore", copy, "--dry-run")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert tried.stdout.startswith("It would work")
    assert not (new / "data" / "checkup.db").exists()
    assert checkup(new, "db", "restore", copy).stdout.startswith("Restored")
    assert checkup(new, "db", "upgrade").returncode == 0


def test_what_is_parked_is_listed_without_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many, when, which kind of update, by which error."""
    url = sqlite_database(tmp_path).url

    async def park() -> None:
        store = open_store(url, KeyRing([b"1" * 32]))
        await store.open()
        await store.park(42, Parked(new_id(), 86_400.0, "KeyError", "callback_query"))
        await store.close()

    asyncio.run(park())
    monkeypatch.chdir(tmp_path)
    keys = base64.b64encode(b"1" * 32).decode()
    with logging_to(io.StringIO()):
        done = CliRunner().invoke(
            app, ["db", "parked"], env={"DATABASE_URL": url, "CHECKUP_KEYS": keys}
        )
    assert done.stdout == (
        "Parked: 1. What was said is not kept.\n1970-01-02 00:00 UTC  callback_query  KeyError\n"
    )


def test_a_new_key_in_front_seals_everything_anew(tmp_path: Path) -> None:
    """After `keys rotate` the old key may go; before, the database refuses to open without it."""
    first, second = (base64.b64encode(letter * 32).decode() for letter in (b"1", b"2"))
    assert checkup(tmp_path, "db", "upgrade", CHECKUP_KEYS=first).returncode == 0
    refused = checkup(tmp_path, "db", "upgrade", CHECKUP_KEYS=second)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    both = checkup(tmp_path, "keys", "rotate", CHECKUP_KEYS=f"{second},{first}")
    assert (both.returncode, both.stderr) == (0, "")
    assert both.stdout.startswith("Sealed anew: ")
    assert checkup(tmp_path, "db", "upgrade", CHECKUP_KEYS=second).returncode == 0


def test_an_unexpected_error_is_a_log_line(tmp_path: Path) -> None:
    """What we did not foresee exits with 1 and one line without the error's words."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe canary")
    done = checkup(tmp_path, "config", "check")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "UnicodeDecodeError" in done.stderr
    assert "canary" not in done.stderr
