"""Takes the README's pictures from the running page: `make pictures`."""

import asyncio
import itertools
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, async_playwright

from bot.simulator.run import Options, Trying, free_port, trying
from tests.browser.hand import Hand
from tests.browser.walk import LOOK, goes_on, on_to, to_the_day

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
HOW = "needs Chromium (on Debian: apt install chromium) or Google Chrome"

WIDTH, HEIGHT, TALL = 1240, 900, 1500

_ids = itertools.count(6_200_000_001)


def browser_path() -> str | None:
    """Find the system's Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def opened(
    browser: Browser, tried: Trying, language: str, light: Literal["light", "dark"]
) -> AsyncIterator[Hand]:
    """Open a page for somebody new, and close it."""
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=2,
        reduced_motion="reduce",
        color_scheme=light,
    )
    hand = Hand(await context.new_page(), tried.url, next(_ids))
    await hand.does("/sim/people", id=hand.who, first_name="Dana", language_code=language)
    await hand.opens()
    await hand.starts()
    yield hand
    await context.close()


async def take(hand: Hand, file: Path, what: str = ".phone", height: int = HEIGHT) -> None:
    """Take one picture, with nothing under the mouse, through a window of this height."""
    await hand.page.set_viewport_size({"width": WIDTH, "height": height})
    await hand.page.mouse.move(0, 0)
    await hand.page.evaluate("() => document.activeElement.blur()")
    if height > HEIGHT:  # a phone as tall as what it shows
        await hand.page.locator(".phone").evaluate("(phone) => { phone.style.maxHeight = 'none'; }")
        await hand.page.locator("#scroll").evaluate("(chat) => { chat.scrollTop = 1e6; }")
    await hand.page.wait_for_timeout(600)
    await hand.page.locator(what).screenshot(path=file)
    sys.stdout.write(f"{file}\n")


async def english(hand: Hand, folder: Path) -> None:
    """Take the pictures of a check-up and of the look weeks later, in English and by day."""
    await take(hand, folder / "first-card.png")
    await hand.picks("begin")
    await on_to(hand, "signs")
    await hand.picks("+dread", "+apart")
    await take(hand, folder / "several-choices.png")
    await on_to(hand, "heard")
    await take(hand, folder / "fit-question.png")
    await on_to(hand, "zone")
    await hand.types("London")
    await hand.page.wait_for_selector('#log button[data-data$=".pdf"]')
    await take(hand, folder / "plan.png", height=TALL)
    await to_the_day(hand)
    await goes_on(hand)
    await on_to(hand, "plan", answers=LOOK)
    await hand.page.wait_for_selector(".message .picture")
    await take(hand, folder / "weeks-later.png", height=TALL)


async def spanish(hand: Hand, folder: Path) -> None:
    """Take the pictures of a card and of the whole page, in Spanish and by night."""
    await hand.picks("begin")
    await on_to(hand, "talked")
    await take(hand, folder / "spanish.png")
    await take(hand, folder / "bench.png", ".table")


async def pictures(folder: Path) -> None:
    """Take all of them."""
    found = browser_path()
    if found is None:
        sys.exit(f"make pictures {HOW}")
    with tempfile.TemporaryDirectory() as data:
        options = Options(port=free_port(0), browser=False, data=Path(data))
        async with trying(options) as tried, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=found)
            async with opened(browser, tried, "en", "light") as hand:
                await english(hand, folder)
            async with opened(browser, tried, "es", "dark") as hand:
                await spanish(hand, folder)
            await browser.close()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(pictures(Path(sys.argv[1])))
