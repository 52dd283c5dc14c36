"""The bench beside the phone: people, time, and things that happen."""

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.hand import FOCUSED
from tests.browser.walk import on_to

MOST = 40  # others who share the bot have reminders too

TRAVELLED = "() => /^There|[:]/.test(document.getElementById('travelled').textContent)"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_several_people_have_a_phone_each(phone: Opens) -> None:
    """A tab for each; what one does is not seen by the other."""
    hand = await phone()
    await hand.starts()
    await hand.presses("old-tap", "no old button")
    await hand.page.fill("#words", "not sent")
    await hand.page.click(f'#people [data-who="{hand.who}"]')  # who holds it already
    assert await hand.page.input_value("#words") == "not sent"
    await hand.page.click("#people li:last-child button")
    await hand.page.wait_for_selector("#begin:visible")
    assert await hand.page.locator("#log .message").count() == 0
    assert await hand.page.input_value("#words") == ""
    assert await hand.page.inner_text("#told") == ""
    assert await hand.page.evaluate(FOCUSED, "#people li:last-child button")
    await hand.page.fill("#my-name", " ")
    await hand.page.click("#me button")
    assert await hand.page.input_value("#my-name") == "Ann"
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
    days = round(tried.bench.sim.clock.offset / 86_400)
    ahead = f"{days} day{'s' * (days > 1)} ahead"
    await hand.page.wait_for_function(
        "(ahead) => document.getElementById('offset').textContent.startsWith(ahead)", arg=ahead
    )
    await hand.picks("begin")
    card = await hand.card()
    assert card["text"].startswith("First of all")
    await hand.page.wait_for_function("() => document.querySelectorAll('.day').length === 2")


async def test_a_due_message_is_waited_for(phone: Opens, tried: Trying) -> None:
    """What is due a moment after the words is sent then, and not when the journey is over."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin")
    await hand.types("yes")  # its card waits for further words
    await hand.page.click('[data-travel="86400"]')
    await hand.page.wait_for_selector("#travel button:disabled", state="attached")
    await hand.page.wait_for_selector("#travel button:enabled")
    said = next(one for one in (await hand.asks("chat"))["messages"] if one["text"] == "yes")
    calls = [each for each in tried.bench.sim.calls.log if each.chat == hand.who]
    sent = [each.at for each in calls if each.method == "sendMessage"]
    assert 1 <= sent[-1] - said["date"] < 60
    assert tried.bench.sim.clock.timestamp() - said["date"] >= 86_400


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


async def test_starting_over_is_a_new_beginning(phone: Opens) -> None:
    """The chat is empty, the person is somebody new of the same name."""
    hand = await phone(language="es")
    await hand.starts()
    await hand.presses("offline", "Offline")
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
    assert await hand.page.evaluate("() => localStorage.length") == 0


async def test_starting_over_is_for_whom_it_was_asked(phone: Opens) -> None:
    """Whoever is closed on another page meanwhile, nobody else is in their place."""
    hand = await phone()
    await hand.presses("start-over")
    await hand.does(f"/try/people/{hand.who}/over")
    other = '#people [aria-current="true"]:not([data-who="%s"])'
    await hand.page.wait_for_selector(other % hand.who)
    taken = await hand.page.get_attribute(other % hand.who, "data-who")
    await hand.page.click("#sure .go")
    await hand.page.wait_for_selector(other % taken)
    assert await hand.page.locator(f'#people [data-who="{taken}"]').count() == 1


async def test_a_photo_is_answered_kindly(phone: Opens) -> None:
    """It can be seen and opened, and the bot says that it reads only words."""
    hand = await phone()
    await hand.starts()
    await hand.presses("photo")
    await hand.page.wait_for_function("() => document.querySelector('.mine img')?.height > 100")
    await hand.sees("I can only read text and buttons")
    place = await hand.page.get_attribute(".mine a.opens", "href")
    answer = await hand.page.request.get(f"{hand.url}{place}")
    assert answer.headers["content-type"] == "image/png"


async def test_somebody_elses_reminder_is_said_to_be_theirs(phone: Opens) -> None:
    """Where nothing is due for who is shown, the line by the time says so, and for whom it is."""
    tom, ann = await phone(), await phone()
    await ann.does(f"/sim/people/{tom.who}/change", first_name="Tom")
    await tom.starts()
    await tom.picks("begin")
    await on_to(tom, "zone")
    await tom.types("London")
    await tom.page.wait_for_selector('#log button[data-data$=".pdf"]')
    for _ in range(MOST):
        await ann.page.click('[data-travel="next"]')
        await ann.page.wait_for_selector("#travel button:enabled")
        told = await ann.page.inner_text("#travelled")
        assert told.startswith("Nothing was due for Dana.")
        if "Tom: reminder, " in told:
            break
    else:
        raise AssertionError(told)
    await tom.reads("The day you picked has come")


async def test_another_chats_news_can_be_read(phone: Opens, tried: Trying) -> None:
    """The tab of somebody to whom something came is marked, in the dark as well."""
    hand = await phone(color_scheme="dark")
    other = await phone()
    await hand.page.wait_for_selector(f'#people [data-who="{other.who}"]')
    await other.starts()
    await hand.page.wait_for_selector(f'#people .new[data-who="{other.who}"]')
    assert await hand.faults() == []
    assert tried.bench.bot.state == "running"


async def test_the_calls_have_a_time_and_no_noise(phone: Opens) -> None:
    """After a restart the polls refused for the killed bot's sake are not among them."""
    hand = await phone()
    await hand.starts()
    await hand.presses("restart", "runs again")
    await hand.picks("begin")
    await hand.page.wait_for_selector('#calls li:has-text("answerCallbackQuery")')
    calls = await hand.asks("calls")
    assert {each["method"].lower() for each in calls} >= {"sendmessage", "answercallbackquery"}
    assert "getupdates" not in {each["method"].lower() for each in calls}
    # What the kill left in doubt is done again: a card that has lost its buttons can't lose them.
    refused = [each for each in calls if each["status"] != 200]
    assert [one for one in refused if one["method"] != "editMessageReplyMarkup"] == []
    assert [one for one in refused if "message is not modified" not in one["description"]] == []
    rows = await hand.page.locator("#calls li").count()
    assert await hand.page.locator("#calls time").count() == rows > 0


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_no_other_site_may_use_it(phone: Opens, headers: dict[str, str]) -> None:
    """Neither a page of another site nor a name that leads here gets an answer."""
    hand = await phone()
    answer = await hand.page.request.get(f"{hand.url}/try/state", headers=headers)
    assert answer.status == 403
