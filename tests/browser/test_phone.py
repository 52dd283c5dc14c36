"""What the phone shows besides words and buttons, at any width and by any light."""

import asyncio
import base64
import time
from collections.abc import Mapping

import aiohttp
import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.hand import LIVE, TELLS, TOLD, Hand

IN_TOKYO = """(seconds) => new Intl.DateTimeFormat(undefined,
  {hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo'}).format(seconds * 1000)"""
ZONE = "() => document.getElementById('offset').textContent.includes('Asia/Tokyo')"
LAST_TIME = "() => [...document.querySelectorAll('#log .message time')].at(-1)?.textContent"

pytestmark = pytest.mark.asyncio(loop_scope="session")

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaGj4DwAEhAKAT2tCDgAAAABJRU5ErkJggg=="
)
EDGE = """(field) => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0.05);
  const node = document.querySelector(field), style = getComputedStyle(node);
  let around = node.parentElement;
  while (/, 0\\)/.test(getComputedStyle(around).backgroundColor)) around = around.parentElement;
  const edge = light(style.stroke === 'none' ? style.borderTopColor : style.stroke);
  return Math.min(...[style.backgroundColor, getComputedStyle(around).backgroundColor]
    .filter((colour) => !/, 0\\)/.test(colour)).map(light)
    .map((ground) => Math.max(ground, edge) / Math.min(ground, edge)));
}"""
"""The contrast of a field's edge, or of a line, with what is in it and around it."""
LOOKS: Mapping[str, Mapping[str, object]] = {
    "narrow by day": {"width": 360},
    "narrow by night": {"width": 360, "color_scheme": "dark"},
    "wide by day": {"width": 1280},
    "wide by night": {"width": 1280, "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
async def test_everybody_can_read_and_reach_it(phone: Opens, look: str) -> None:
    """Axe finds nothing before Start, at a card, and with the menu and the bench open."""
    hand = await phone(**LOOKS[look])
    assert await hand.faults() == []
    await hand.starts()
    await hand.picks("begin")
    assert await hand.faults() == []
    assert await hand.sticks_out() == 0
    assert await hand.page.evaluate(EDGE, "#words") >= 3
    await hand.page.click("#menu")
    assert await hand.faults() == []
    await hand.page.keyboard.press("Escape")
    if "narrow" not in look:
        assert await hand.page.evaluate(EDGE, "#my-name") >= 3
        assert await hand.page.evaluate(EDGE, ".arrows") >= 3
    else:
        await hand.page.click("#bench-open")
        assert await hand.faults() == []
        assert await hand.sticks_out() == 0


async def test_before_start_the_bot_says_what_it_is(phone: Opens) -> None:
    """The description stands there in the phone's language, and the menu's words too."""
    hand = await phone(language="es")
    words = await hand.page.inner_text("#hello")
    assert "18" in words
    assert "therapy" not in words
    await hand.starts()
    await hand.page.click("#menu")
    assert "/help" in await hand.page.inner_text("#commands")
    assert "Pause everything" not in await hand.page.inner_text("#commands")


async def test_what_the_bot_does_to_its_messages_shows(phone: Opens, tried: Trying) -> None:
    """An edit is marked, a deleted message is gone, files and signs are there, lines turn."""
    hand = await phone()
    await hand.starts()
    bot = f"/bot{tried.bench.sim.token}"
    sent = (await hand.does(f"{bot}/sendMessage", chat_id=hand.who, text="First."))["result"]
    place = {"chat_id": hand.who, "message_id": sent["message_id"]}
    await hand.does(f"{bot}/editMessageText", **place, text="مرحبا\n\nSecond.")
    await hand.reads("Second.")
    message = hand.page.locator(f'[data-id="{sent["message_id"]}"]')
    assert await message.locator(".mark").inner_text() == "edited"
    assert await message.locator(".text").evaluate("e => getComputedStyle(e).direction") == "rtl"
    await send_files(hand, bot)
    await hand.page.wait_for_selector('a.opens[target="_blank"] .picture[alt="How it went"]')
    assert await hand.faults() == []
    link = hand.page.locator("a.document")
    assert "plan.pdf" in await link.inner_text()
    answer = await hand.page.request.get(hand.url + str(await link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''plan.pdf"
    await hand.does(f"{bot}/sendChatAction", chat_id=hand.who, action="typing")
    await hand.page.wait_for_selector("#typing:visible")
    await hand.does(f"{bot}/deleteMessage", **place)
    await message.wait_for(state="detached")


async def send_files(hand: Hand, bot: str) -> None:
    """Let the bot send a picture and a document."""
    async with aiohttp.ClientSession() as session:
        for method, part, name, mime, content in (
            ("sendPhoto", "photo", "chart.png", "image/png", PIXEL),
            ("sendDocument", "document", "plan.pdf", "application/pdf", b"%PDF-1.4\n%%EOF"),
        ):
            form = aiohttp.FormData({"chat_id": str(hand.who)})
            form.add_field(part, content, filename=name, content_type=mime)
            if part == "photo":
                form.add_field("caption", "How it went")
            async with session.post(f"{hand.url}{bot}/{method}", data=form) as answer:
                assert answer.status == 200, await answer.text()


async def test_addresses_and_numbers_can_be_followed(phone: Opens, tried: Trying) -> None:
    """A help line's page opens beside this one and learns nothing of it; its number is called."""
    hand = await phone()
    await hand.starts()
    bot = f"/bot{tried.bench.sim.token}"
    text = "Look at findahelpline.com or call +44 20 7946 0018."
    await hand.does(f"{bot}/sendMessage", chat_id=hand.who, text=text)
    page = hand.page.locator('a[href="https://findahelpline.com"]')
    assert await page.get_attribute("target") == "_blank"
    assert "noopener" in str(await page.get_attribute("rel"))
    number = hand.page.locator('a[href="tel:+442079460018"]')
    assert await number.inner_text() == "+44 20 7946 0018"
    assert await hand.faults() == []


async def test_alerts_and_short_words_after_a_tap(phone: Opens, tried: Trying) -> None:
    """An alert has to be closed; a short word goes by itself."""
    hand = await phone()
    await hand.starts()
    card = await hand.card()
    tap = {"message_id": card["id"], "data": "none.0.old"}
    bot = f"/bot{tried.bench.sim.token}"
    await tried.bench.bot.stop()  # so that nobody answers these taps before
    try:
        (asked,) = await hand.does(f"/sim/people/{hand.who}/tap", **tap)
        told = {"callback_query_id": asked["id"], "text": "مرحبا", "show_alert": True}
        await hand.does(f"{bot}/answerCallbackQuery", **told)
        await hand.page.wait_for_selector("#alert[open]")
        words = hand.page.locator("#alert-words")
        assert await words.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
        assert await hand.faults() == []
        await hand.page.click("#alert button")
        (asked,) = await hand.does(f"/sim/people/{hand.who}/tap", **tap)
        told = {"callback_query_id": asked["id"], "text": "Got that."}
        await hand.does(f"{bot}/answerCallbackQuery", **told)
        await hand.is_told("Got that.")
    finally:
        await tried.bench.bot.start()


async def test_ten_thousand_messages_stay_quick(phone: Opens, tried: Trying) -> None:
    """Only the last are drawn; a new one shows at once, and older ones come when asked for."""
    hand = await phone()
    people = tried.bench.sim.people
    for number in range(10_000):
        people.send(hand.who, {"text": f"number {number}"})
        if number % 500 == 0:
            await asyncio.sleep(0)
    tried.bench.sim.updates.clear()
    began = time.monotonic()
    await hand.page.reload()
    await hand.reads("number 9999")
    assert time.monotonic() - began < 3.0
    assert await hand.page.locator(".message").count() == 80
    began = time.monotonic()
    await hand.types("/start")
    await hand.page.wait_for_selector("#log .buttons")
    assert time.monotonic() - began < 3.0
    await hand.page.wait_for_function(LIVE, arg="polite")
    await hand.page.evaluate(TELLS)
    await hand.page.click("#earlier")
    await hand.reads("number 9900")
    assert await hand.page.locator(".message").count() == 160
    assert await hand.page.evaluate(TOLD) == 0
    await hand.page.wait_for_function(LIVE, arg="polite")
    await hand.types("/start")  # which leads back to the end
    await hand.page.wait_for_function("() => document.querySelectorAll('.message').length === 80")


@pytest.mark.parametrize("way", ["wheel", "keys"])
async def test_the_newest_card_is_in_sight(phone: Opens, way: str) -> None:
    """Each new card is scrolled to from its beginning; who reads further up is left in peace."""
    hand = await phone(width=360)
    await hand.starts()
    seen = """() => {
      const card = [...document.querySelectorAll('.message')].at(-1).getBoundingClientRect();
      const view = document.getElementById('scroll').getBoundingClientRect();
      const long = card.height > view.height - 16;
      return card.top >= view.top && (long ? card.top < view.top + 20 : card.bottom <= view.bottom);
    }"""
    for choice in ("begin", "yes", "many", "same"):
        await hand.picks(choice)
        await hand.page.wait_for_function(seen)
    end = "() => { const s = document.getElementById('scroll'); return s.scrollTop; }"
    if way == "wheel":
        await hand.page.mouse.move(180, 300)
        await hand.page.mouse.wheel(0, -2000)
    else:
        await hand.page.focus("#scroll")
        for _ in range(4):
            await hand.page.keyboard.press("Shift+Space")
    await hand.page.wait_for_function(f"() => ({end})() === 0")
    other = await phone(who=hand.who)
    await other.picks("+dread")
    await other.picks("!done")
    await hand.page.wait_for_selector('#log button[data-data$=".rather_not"]', state="attached")
    assert await hand.page.evaluate(end) == 0


async def test_times_are_those_of_the_persons_zone(phone: Opens) -> None:
    """Also on a page opened anew, which knows the zone a moment after the words."""
    hand = await phone(timezone_id="Europe/London")
    await hand.starts()
    await hand.picks("begin")
    await hand.types_on("/reminders")
    await hand.picks("where")
    await hand.types_on("Tokyo")
    assert (await hand.asks("where"))["zone"] == "Asia/Tokyo"
    sent = (await hand.asks("chat"))["messages"][-1]["date"]
    said = await hand.page.evaluate(IN_TOKYO, sent)
    await hand.page.reload()
    await hand.page.wait_for_function(f"(said) => ({LAST_TIME})() === said", arg=said)
    await hand.page.wait_for_function(ZONE)
    refused = {"status": 409, "json": {"error": "the bot does not run at the moment"}}
    await hand.page.route("**/where", lambda route: route.fulfill(**refused))
    await hand.presses("double")  # after which the page looks anew
    await hand.page.wait_for_selector("#where:has-text('does not run')")
    assert await hand.page.evaluate(ZONE)
    assert await hand.page.evaluate(LAST_TIME) == said
