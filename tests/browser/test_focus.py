"""Where the keyboard is, and what a screen reader is told."""

import asyncio
import re

import pytest
from playwright.async_api import Route

from tests.browser.conftest import Opens
from tests.browser.hand import FOCUSED, LIVE, TELLS, TOLD, Hand

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_goes_by_keyboard_alone(phone: Opens) -> None:
    """Start, a button, and words: each is reached by Tab and pressed by Enter."""
    hand = await phone(width=360)
    await reach(hand, "Start")
    await hand.page.wait_for_selector("#log .buttons")
    assert await hand.page.evaluate(FOCUSED, "#scroll")
    await reach(hand, "I'm 18+, let's start")
    await hand.sees("Are you safe right now?")
    await reach(hand, "Yes, I'm safe")
    await hand.sees("sessions")
    await hand.page.focus("#words")
    await hand.page.keyboard.type("/pri")
    assert await hand.page.locator("#commands button").all_inner_texts() != []
    await hand.page.keyboard.press("ArrowUp")
    await hand.page.keyboard.press("Enter")
    await hand.page.wait_for_function("() => document.activeElement?.id === 'words'")
    await hand.reads("/privacy")


async def test_a_tick_moves_nothing_and_says_nothing_twice(phone: Opens) -> None:
    """The focus stays at the choice, and only what is new is there for a screen reader to tell."""
    hand = await phone()
    page = await (await hand.page.request.get(f"{hand.url}/")).text()
    assert re.search(r'<div id="log"[^>]* aria-live="off"', page)  # until all that is there stands
    await hand.starts()
    await hand.picks("begin", "yes", "many", "same")
    await hand.page.wait_for_function(LIVE, arg="polite")
    await hand.page.evaluate(TELLS)
    bubble = await hand.page.query_selector(".message:last-child .bubble")
    await hand.button("+apart").focus()
    await hand.page.keyboard.press("Enter")
    await hand.page.wait_for_selector('#log button[data-data$="-apart"]')
    await hand.page.wait_for_selector("#log button[aria-busy]", state="detached")
    assert await hand.page.evaluate(FOCUSED, '[data-data$="-apart"]')
    assert bubble
    assert await bubble.evaluate("(node) => node.isConnected")
    assert await hand.page.evaluate(TOLD) == 0
    await hand.types("I count the minutes")
    await hand.reads("I count the minutes")
    assert await hand.page.evaluate(TOLD) > 0
    await hand.page.reload()
    await hand.page.wait_for_function(LIVE, arg="polite")


async def reach(hand: Hand, label: str) -> None:
    """Press Tab until a control of this name has the focus, then Enter."""
    for _ in range(30):
        await hand.page.keyboard.press("Tab")
        if await hand.page.evaluate("() => document.activeElement.textContent.trim()") == label:
            await hand.page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never comes to {label!r}")


async def test_the_focus_is_not_called_back(phone: Opens) -> None:
    """Who goes on while something takes its time stays where they are; who waits has it again."""
    hand = await phone()
    for control in ('[data-travel="3600"]', "#photo"):
        await hand.page.click(control)
        await hand.page.wait_for_selector(f"{control}:enabled")
        await hand.page.wait_for_function(FOCUSED, arg=control)
    gate = asyncio.Event()
    await hand.page.route("**/try/travel", lambda route: after(gate, route))
    await hand.page.click('[data-travel="3600"]')
    await hand.page.focus("#my-name")
    gate.set()
    await hand.page.wait_for_selector("#travel button:enabled")
    assert await hand.page.evaluate(FOCUSED, "#my-name")


async def after(gate: asyncio.Event, route: Route) -> None:
    """Let a request go on once the gate is open."""
    await gate.wait()
    await route.continue_()
