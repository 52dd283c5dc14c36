"""`checkup try` as it is typed: its address, its ports, its end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.simulator.run import PORTS, token_in
from tests.typed import refused

CHECKUP = Path(sys.executable).with_name("checkup")
PATIENCE = 30.0


@contextmanager
def running(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run `checkup try` in a folder, and end it."""
    words = (str(CHECKUP), "try", "--no-browser", *options)
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def taken_port() -> socket.socket:
    """Take a port."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.listen()
    return held


def first_line(process: subprocess.Popen[str], begins: str) -> str:
    """Read what it says up to a line that begins so."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith(begins):
            return line.strip()
    raise AssertionError(f"it never said {begins!r}")


def children(of: int) -> list[int]:
    """List the processes that one has started."""
    found = Path(f"/proc/{of}/task/{of}/children").read_text("utf-8")
    return [int(each) for each in found.split()]


def gone(process: int) -> bool:
    """Tell whether a process is over."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def until(true: object, seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not (true() if callable(true) else true):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_taken_port_is_named_and_the_next_one_used(tmp_path: Path) -> None:
    """It says which port was taken, prints its address, and serves the page there."""
    with taken_port() as held:
        port = held.getsockname()[1]
        with running(tmp_path, "--port", str(port)) as process:
            assert first_line(process, "Port") == f"Port {port} is taken; trying {port + 1}."
            said = first_line(process, "Open")
            url = said.removeprefix("Open ").removesuffix(" in a browser. Ctrl-C ends it.")
            found = urlsplit(url).port
            assert found in range(port + 1, port + PORTS)  # others take ports, too
            with urllib.request.urlopen(f"http://127.0.0.1:{found}/") as answer:
                assert b"Try the check-up" in answer.read()
    assert (tmp_path / "data" / "try" / "token").stat().st_mode & 0o077 == 0


def test_both_processes_end_at_ctrl_c(tmp_path: Path) -> None:
    """Ctrl-C ends the bot politely and then the page, without a word of Python's."""
    with running(tmp_path, "--port", "0") as process:
        first_line(process, "Open")
        log = tmp_path / "data" / "try" / "bot.log"
        until(lambda: log.exists() and b'"leading"' in log.read_bytes())
        (bot,) = children(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        until(lambda: gone(bot))
        assert log.read_bytes().rstrip().endswith(b'"event":"stopped"}')


def test_a_killed_page_takes_its_bot_along(tmp_path: Path) -> None:
    """The bot reads the end of its input when its parent is gone, and ends too."""
    with running(tmp_path, "--port", "0") as process:
        first_line(process, "Open")
        until(lambda: children(process.pid))
        (bot,) = children(process.pid)
        log = tmp_path / "data" / "try" / "bot.log"
        until(lambda: b'"leading"' in log.read_bytes())
        process.kill()
        until(lambda: gone(bot))


def test_one_folder_is_for_one_at_a_time(tmp_path: Path) -> None:
    """A second one refuses, says why, and harms nothing."""
    with running(tmp_path, "--port", "0") as process:
        first_line(process, "Open")
        words = (str(CHECKUP), "try", "--no-browser")
        second = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert second.returncode == 2
        assert second.stderr.startswith("Another `checkup try` uses")


def test_what_can_not_be_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port, a folder, a language and a flow that there can't be: what is wrong."""
    (tmp_path / "file").touch()
    for words, said in (
        (("--port", "99999"), "There is no port 99999. Give --port a number up to 65535.\n"),
        (("--port", "-1"), "There is no port -1. Give --port a number up to 65535.\n"),
        (("--data", "/proc/x"), "can't be used: no such file or directory. Give --data another.\n"),
        (("--data", "file"), "can't be used: a file stands in its place. Give --data another.\n"),
        (("--data", "file/x"), "file stands in its place. Give --data another.\n"),
        (("--language", "xx"), "There are no words in 'xx': en, es.\n"),
        (("--flow", "tea"), "settings, someone_new, stopped, welcome.\n"),
    ):
        told = refused(monkeypatch, capsys, tmp_path, "try", "--no-browser", *words)
        assert told[-len(said) :] == said
        assert told.count("\n") == 1


def test_the_token_is_made_up_once(tmp_path: Path) -> None:
    """The same token at every start, or the bot would forget everybody."""
    assert token_in(tmp_path) == token_in(tmp_path)
