"""What is installed where there is no checkout: the wheel, built for real."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.house.tree import ROOT, files


def test_the_wheel_has_all_of_both_houses(tmp_path: Path) -> None:
    """Words, fonts, page and migrations are in it as well, and nothing of the tests."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {str(file.relative_to(ROOT)) for file in files()}
    assert held == {name for name in ours if name.startswith(("bot/", "flows/"))}
