"""Weeks in seconds: the check-up, and what comes back to the chat on the days that were picked."""

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.walk import LOOK, goes_on, on_to, to_the_day

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAN = {"talked": "helped"}
DAY = 24 * 3600


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
