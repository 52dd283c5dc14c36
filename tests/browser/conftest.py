"""One browser and one bot for all of these tests; each brings a person and a page of its own."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.simulator.run import Options, Trying, free_port, trying
from tests.browser.hand import Hand
from tests.browser.pictures import HOW, browser_path

Opens = Callable[..., Awaitable[Hand]]
_ids = itertools.count(6_100_000_001)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser, let one test say so for all that need it."""
    needing = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    if needing and browser_path() is None:
        config.hook.pytest_deselected(items=needing[1:])
        silent = set(needing[1:])
        items[:] = [item for item in items if item not in silent]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Start the system's Chromium."""
    found = browser_path()
    if found is None:
        pytest.skip(f"this, and every test of the page, {HOW}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tried(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Trying]:
    """Run the simulator, the page and the real bot."""
    assert chromium
    data: Path = tmp_path_factory.mktemp("try")
    async with trying(Options(port=free_port(0), browser=False, data=data)) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, tried: Trying) -> AsyncIterator[Opens]:
    """Give a way to open pages, each with somebody new unless `who` is given; none may err."""
    hands: list[Hand] = []

    async def opens(
        language: str = "en", width: int = 1280, who: int = 0, url: str = "", **more: Any
    ) -> Hand:
        here = url or tried.url
        context = await chromium.new_context(viewport={"width": width, "height": 800}, **more)
        hand = Hand(await context.new_page(), here, who or next(_ids))
        if not who:
            body = {"id": hand.who, "first_name": "Dana", "language_code": language}
            await hand.does("/sim/people", **body)
        await hand.opens()
        hands.append(hand)
        return hand

    yield opens
    for hand in hands:
        await hand.page.context.close()
    assert [error for hand in hands for error in hand.errors] == []
