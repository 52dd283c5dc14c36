"""Weeks in seconds: the check-up, and what comes back to the chat on the days that were picked."""

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.hand import Hand
from tests.browser.walk import on_to

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRAVELLED = "() => /^There|^Nothing|[:]/.test(document.getElementById('travelled').textContent)"
MOST = 8
PLAN = {"talked": "helped"}
LOOK = {"since": "more"}
DAY = 24 * 3600


async def to_the_day(hand: Hand) -> None:
    """Travel from one due message to the next until the day that was picked has come."""
    for _ in range(MOST):
        await hand.page.evaluate("() => { document.getElementById('travelled').textContent = ''; }")
        await hand.page.click('[data-travel="next"]')
        await hand.page.wait_for_function(TRAVELLED)
        await hand.page.wait_for_function(
            "() => !document.querySelector('#travel button:disabled')"
        )
        card = await hand.card()  # none, where the last one was closed
        if card and "It's the day you picked" in card["text"]:
            return
    raise AssertionError(f"the day never came: {card}")


async def goes_on(hand: Hand) -> None:
    """Tap Go on in the reminder."""
    choices = await hand.choices()
    await hand.picks(next(each for each in choices if each.startswith("~go.")))


async def test_weeks_later_and_once_more_to_moving_on(phone: Opens, tried: Trying) -> None:
    """The check-up, six weeks on, the look with its chart, six more weeks, and moving on."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    met = await on_to(hand, "zone", answers=PLAN)
    assert {"gut", "decision"} <= set(met)
    await hand.types("London")
    await hand.sees("What comes first: give it time")
    await hand.picks("done")

    begun = tried.bench.sim.clock.timestamp()
    await to_the_day(hand)
    assert 41 * DAY < tried.bench.sim.clock.timestamp() - begun < 44 * DAY
    await goes_on(hand)
    met = await on_to(hand, "seen", answers=LOOK)
    assert met[:2] == ["safe", "since"]
    await hand.sees("No change, as last time.")
    await on_to(hand, "plan", answers=LOOK)
    await hand.page.wait_for_selector(".message .picture")
    await hand.sees("What comes first: give it time")
    await hand.picks("pdf")
    await hand.picks("+all")
    await hand.picks("!done")
    await hand.page.wait_for_selector(".message a.document")
    await hand.picks("done")

    await to_the_day(hand)
    await goes_on(hand)
    await on_to(hand, "plan", answers=LOOK)
    await hand.sees("What comes first: get ready to move on")
    await hand.button("goodbye").click()
    await hand.reads("one last session")
    await hand.button("call").click()
    await hand.reads("For a first call")
    assert await hand.page.locator(".message .picture").count() == 2
    assert await hand.faults() == []
