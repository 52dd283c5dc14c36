"""Measures the time from a fresh clone to the first card: `python -m tests.browser.first_card`.

Once with nothing downloaded before, and once with all packages in a cache of its own.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.hand import PATIENCE
from tests.browser.pictures import HOW, browser_path

ROOT = Path(__file__).parents[2]
CLONE = ("git", "clone", "--quiet", str(ROOT))
TRY = ("make", "try", "ARGS=--no-browser --port 0")
OPEN = "Open "


@contextmanager
def tried(clone: Path, caches: Path) -> Iterator[str]:
    """Run `make try` in a clone, and end it; gives the page's address."""
    kept = {"PIP_CACHE_DIR": str(caches / "pip"), "UV_CACHE_DIR": str(caches / "uv")}
    with subprocess.Popen(
        TRY,
        cwd=clone,
        env={**os.environ, **kept},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that Ctrl-C reaches make and all that it has started
    ) as process:
        try:
            lines = process.stdout or ()
            yield next(line for line in lines if line.startswith(OPEN)).split()[1]
        finally:
            os.killpg(process.pid, signal.SIGINT)


def seconds(browser: Browser, clone: Path, caches: Path) -> float:
    """Clone, try, press Start, and see the first buttons; the time counts from the clone on."""
    subprocess.run((*CLONE, str(clone)), check=True)
    began = time.monotonic()
    with tried(clone, caches) as url:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.click("#begin")
        page.wait_for_selector("#log .buttons")
        taken = time.monotonic() - began
        page.close()
    return taken


def main() -> None:
    """Measure both."""
    found = browser_path()
    if found is None:
        sys.exit(f"this {HOW}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        for name in ("nothing downloaded before", "all packages downloaded"):
            taken = seconds(browser, Path(folder) / name.split()[0], Path(folder) / "caches")
            sys.stdout.write(f"{name}: {taken:.0f} seconds\n")
        browser.close()


if __name__ == "__main__":
    main()
