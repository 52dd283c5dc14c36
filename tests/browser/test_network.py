"""What happens to words when the network, the bot or the browser's own limits are in the way."""

import asyncio

import pytest
from playwright.async_api import Route

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.hand import Hand

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = 8
DATES = "(who) => JSON.parse(localStorage.getItem('offline ' + who)).waiting.map((each) => each.at)"


async def texts(hand: Hand) -> list[str]:
    """List what the person has said."""
    messages = (await hand.asks("chat"))["messages"]
    return [each["text"] for each in messages if each["from"] == "person"]


async def test_without_a_network_words_wait(phone: Opens) -> None:
    """Offline, a tap goes nowhere and words wait, even over a reload; online they are sent."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    await hand.presses("offline", "Offline")
    await hand.button("yes").click()
    await hand.is_told("No network")
    await hand.types("yes")
    await hand.reads("waits for the network")
    await hand.page.reload()
    await hand.reads("waits for the network")
    assert await hand.stands_at() == "safe"
    await hand.presses("offline", "Online")
    await hand.sees("sessions")
    assert await hand.stands_at() == "sessions"


async def test_nothing_leaves_a_phone_without_a_network(phone: Opens) -> None:
    """No change of one's own message, no photo and no tap: what can't wait is refused in words."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.types("10")
    await hand.sees("9 to 20 sessions")
    before = await hand.settles()
    await hand.presses("offline", "Offline")
    await hand.presses("photo", "No network")
    await hand.presses("resend", "once more")
    await hand.presses("old-tap", "No network")
    await hand.page.locator(".message.mine .edit").last.click()
    await hand.types("6")
    await hand.is_told("a change can't be sent")
    assert await hand.page.input_value("#words") == "6"
    assert (await hand.asks("chat"))["revision"] == before
    await hand.presses("offline", "Online")
    await hand.page.press("#words", "Enter")
    await hand.sees("4 to 8 sessions")


async def test_waiting_words_are_kept_until_they_are_sent(phone: Opens) -> None:
    """Blocked, coming back says why it can't; each goes once, in order, and none is lost."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    await hand.presses("offline", "Offline")
    await hand.types("one")
    await hand.types("two")
    await hand.page.wait_for_function("() => document.querySelectorAll('.mine').length === 3")
    await hand.presses("block")
    await hand.page.wait_for_selector('#block[aria-pressed="true"]')
    await hand.presses("offline", "Still offline, and your words wait. The bot is blocked")
    await hand.reads("waits for the network")
    assert await texts(hand) == ["/start"]
    await hand.presses("block")
    await hand.page.wait_for_selector('#block[aria-pressed="false"]')
    await hand.presses("offline", "Online")
    assert await texts(hand) == ["/start", "one", "two"]


async def test_words_typed_while_others_are_sent_go_too(phone: Opens) -> None:
    """They are sent after those, and by nobody else, even where somebody else holds the phone."""
    hand, other = await phone(), await phone()
    await hand.starts()
    await hand.presses("offline", "Offline")
    await hand.types("one")
    await hand.reads("one")
    gate = asyncio.Event()

    async def held(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await hand.page.route("**/say", held)
    await hand.page.click("#offline")
    await hand.types("two")
    await hand.reads("two")
    await hand.page.click(f'#people [data-who="{other.who}"]')
    await hand.page.wait_for_selector("#begin:visible")
    gate.set()
    await hand.page.wait_for_selector("#told:has-text('Online again')")
    assert await texts(hand) == ["/start", "one", "two"]
    assert await texts(other) == []
    assert await hand.page.evaluate("() => localStorage.length") == 0


async def test_waiting_words_have_the_travelled_time(phone: Opens, tried: Trying) -> None:
    """They stand under the day it is for the person."""
    hand = await phone()
    await hand.starts()
    await hand.page.click('[data-travel="86400"]')
    await hand.page.wait_for_function("() => !document.querySelector('#travel button:disabled')")
    await hand.presses("offline", "Offline")
    await hand.types("later")
    await hand.reads("waits for the network")
    (at,) = await hand.page.evaluate(DATES, f"{tried.bench.sim.state.bot_id} {hand.who}")
    assert abs(at - tried.bench.sim.clock.timestamp()) < 60


async def test_what_could_not_be_sent_is_there_to_send_again(phone: Opens) -> None:
    """In plain words what is wrong, and the typed words back in their field."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    await hand.page.route("**/say", lambda route: route.abort())
    await hand.types("yes")
    await hand.is_told("The page can't reach checkup try. Is it still running?")
    assert await hand.page.input_value("#words") == "yes"
    assert [error.rpartition("/")[2] for error in hand.errors] == ["say"]
    hand.errors.clear()
    await hand.page.unroute("**/say")
    await hand.page.press("#words", "Enter")
    await hand.sees("sessions")


async def test_a_fault_of_the_page_is_called_one(phone: Opens) -> None:
    """It is in the console and not blamed on the network; the next look mends it."""
    hand = await phone()
    await hand.page.route("**/calls", lambda route: route.fulfill(json={}))
    await hand.presses("double")
    await hand.page.wait_for_selector("#bot-status:has-text('this page has failed')")
    assert any("TypeError" in error for error in hand.errors)
    hand.errors.clear()
    await hand.page.unroute("**/calls")
    await hand.presses("double")
    await hand.page.wait_for_selector("#bot-status:text-is('bot')")


async def test_many_pages_of_one_browser(phone: Opens) -> None:
    """More pages than a browser opens connections, and each is told what happens in another."""
    first = await phone()
    pages = [first]
    for _ in range(PAGES - 1):
        page = await first.page.context.new_page()
        pages.append(Hand(page, first.url, first.who))
    await asyncio.gather(*(each.opens() for each in pages[1:]))
    await first.starts()
    for each in pages:
        await each.page.wait_for_selector("#log .buttons")
    assert [error for each in pages for error in each.errors] == []
