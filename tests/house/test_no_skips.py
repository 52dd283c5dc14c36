"""The plugin that fails skipped tests, tried on a suite that skips in every way there is."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

SKIPPING = """
import pytest

@pytest.mark.skip(reason="no time")
def test_marked(): ...

def test_called():
    pytest.skip("no database")

@pytest.mark.xfail(reason="known")
def test_expected():
    assert False

def test_fine(): ...
"""


def run(folder: Path, *options: str) -> str:
    """Run pytest on the suite in `folder`; give its closing line."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--rootdir",
            folder,
            "-c",
            os.devnull,
            *options,
            folder,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.splitlines()[-1]


def test_skips_fail_only_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    """With the plugin every skip is a failure, a whole module's too; without, nothing changes."""
    (tmp_path / "test_some.py").write_text(SKIPPING, "utf-8")
    (tmp_path / "test_all.py").write_text(
        "import pytest\npytest.importorskip('nowhere')\n", "utf-8"
    )
    assert run(tmp_path).startswith("1 passed, 3 skipped, 1 xfailed")
    assert "error" in run(tmp_path, "-p", "tests.house.no_skips")
    (tmp_path / "test_all.py").unlink()
    assert run(tmp_path, "-p", "tests.house.no_skips").startswith("2 failed, 1 passed, 1 error")
