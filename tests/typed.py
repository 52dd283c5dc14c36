"""The command line as it is typed, within this process: a start of its own takes two seconds."""

import sys
from pathlib import Path

import pytest

from bot.cli import main


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, *words: str
) -> str:
    """Type `checkup ...` in a folder; give what it says as it ends with exit code 2."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["checkup", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    return capsys.readouterr().err
