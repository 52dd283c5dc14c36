"""The bench beside the phone: people, time, and things that happen."""

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens

TRAVELLED = "() => /^There|[:]/.test(document.getElementById('travelled').textContent)"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_several_people_have_a_phone_each(phone: Opens) -> None:
    """A tab for each; what one does is not seen by the other."""
    hand = await phone()
    await hand.starts()
    await hand.page.click("#people li:last-child button")
    await hand.page.wait_for_selector("#begin:visible")
    assert await hand.page.locator("#log .message").count() == 0
    await hand.page.fill("#my-name", "Marek")
    await hand.page.fill("#my-language", "es")
    await hand.page.click("#me button")
    await hand.page.wait_for_selector('#people button[aria-current="true"]:has-text("Marek")')
    assert "terapia" in await hand.page.inner_text("#hello")
    await hand.page.click(f'#people [data-who="{hand.who}"]')
    await hand.page.wait_for_selector("#log .buttons")


async def test_time_goes_on_when_asked(phone: Opens, tried: Trying) -> None:
    """The clock of both moves, the page shows it, and the bot answers in the new time."""
    hand = await phone()
    await hand.starts()
    before = tried.bench.sim.clock.timestamp()
    await hand.page.click('[data-travel="86400"]')
    await hand.page.wait_for_function(TRAVELLED)
    assert 86_399 < tried.bench.sim.clock.timestamp() - before < 86_500
    await hand.page.wait_for_function(
        "() => document.getElementById('offset').textContent.includes('ahead')"
    )
    await hand.picks("begin")
    card = await hand.card()
    assert card["text"].startswith("First of all")
    await hand.page.wait_for_function("() => document.querySelectorAll('.day').length === 2")


async def test_a_due_message_is_waited_for(phone: Opens, tried: Trying) -> None:
    """The journey stops where something is due, until it is sent; nothing comes late."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    sent = len((await hand.asks("chat"))["messages"])
    await hand.types("yes")  # its card waits for further words, and is due in a moment
    while (await tried.bench.bot.ask("due"))[0] is None:
        await hand.page.wait_for_timeout(20)
    await hand.page.click('[data-travel="next"]')
    await hand.page.wait_for_function(
        "() => /: message|Nothing is due/.test(document.getElementById('travelled').textContent)"
    )
    assert len((await hand.asks("chat"))["messages"]) > sent + 1


async def test_a_blocked_bot_can_be_unblocked(phone: Opens) -> None:
    """Blocked, nothing can be said; unblocked, the conversation goes on."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    await hand.presses("block")
    await hand.page.wait_for_selector('#block[aria-pressed="true"]')
    await hand.types("hello")
    await hand.is_told("blocked")
    await hand.presses("block")
    await hand.page.wait_for_selector('#block[aria-pressed="false"]')
    await hand.picks("yes")


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


async def test_starting_over_is_a_new_beginning(phone: Opens) -> None:
    """The chat is empty, the person is somebody new of the same name."""
    hand = await phone(language="es")
    await hand.starts()
    await hand.presses("start-over")
    assert await hand.faults() == []
    await hand.page.click("#sure button >> nth=0")
    await hand.page.wait_for_selector("#start-over:enabled")
    assert await hand.page.locator("#log .buttons").count() == 1
    await hand.presses("start-over")
    await hand.page.click("#sure .go")
    await hand.page.wait_for_selector("#begin:visible")
    assert await hand.page.locator(f'#people [data-who="{hand.who}"]').count() == 0
    assert await hand.page.input_value("#my-language") == "es"


async def test_the_drawing_shows_where_they_stand(phone: Opens) -> None:
    """The present question is marked, those answered too, and in the chart of `flows draw`."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    await hand.page.wait_for_selector('.drawing [aria-current="step"] code:text-is("change")')
    been = await hand.page.locator(".drawing .been code").all_inner_texts()
    assert been == ["safe", "sessions"]
    answer = await hand.page.request.get(f"{hand.url}/try/people/{hand.who}/diagram")
    drawn = await answer.text()
    assert drawn.startswith("flowchart TD\n")
    assert drawn.endswith("  class q_change here")
    assert "editMessageText" in await hand.page.inner_text("#calls")


async def test_a_photo_is_answered_kindly(phone: Opens) -> None:
    """What isn't words shows in the chat, and the bot says that it reads only words."""
    hand = await phone()
    await hand.starts()
    await hand.presses("photo")
    await hand.page.wait_for_selector(".mine .picture")
    await hand.sees("I can only read text and buttons")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_no_other_site_may_use_it(phone: Opens, headers: dict[str, str]) -> None:
    """Neither a page of another site nor a name that leads here gets an answer."""
    hand = await phone()
    answer = await hand.page.request.get(f"{hand.url}/try/state", headers=headers)
    assert answer.status == 403
