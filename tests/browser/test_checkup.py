"""The whole check-up on the page, and what people do on the way."""

import asyncio
import re

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.walk import on_to

DAY = 86_400

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_whole_checkup_in_two_languages(phone: Opens) -> None:
    """From Start to the plan by taps, typed answers and own words, and the plan as a page."""
    english, spanish = await phone(), await phone(language="es", width=360)
    await asyncio.gather(english.starts(), spanish.starts())
    await asyncio.gather(english.picks("begin"), spanish.picks("begin"))
    typed = {"safe": "", "sessions": "", "change": "", "talked": ""}
    ways = await asyncio.gather(
        on_to(english, "plan", {"sessions": "", "gut": "", "line": "Can we slow down?"}),
        on_to(spanish, "plan", {**typed, "line": "¿Podemos ir más despacio?"}),
    )
    assert ways[0] == ways[1]
    assert len(ways[0]) > 15
    assert "Can we slow down?" in (await english.card())["text"]
    assert "What comes first: tell your therapist" in (await english.card())["text"]
    assert "¿Podemos ir más despacio?" in (await spanish.card())["text"]
    assert "Lo primero: decirle a tu terapeuta" in (await spanish.card())["text"]
    await english.reads("What isn't working")
    assert await spanish.sticks_out() == 0
    assert await english.faults() == []
    await english.page.wait_for_selector('#log button[data-data$=".pdf"]')
    await english.picks("pdf")
    await english.picks("+all")
    await english.picks("!done")
    place = await english.page.locator(".message a.document").last.get_attribute("href")
    answer = await english.page.request.get(f"{english.url}{place}")
    assert (await answer.body()).startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r"inline; filename\*=UTF-8''\S+\.pdf", answer.headers["content-disposition"]
    )
    assert await english.faults() == []


async def test_back_changes_an_answer(phone: Opens) -> None:
    """Back shows the question before, with all that was said after it still there."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    assert await hand.stands_at() == "change"
    await hand.picks("<back")
    assert await hand.stands_at() == "sessions"
    await hand.picks("few")
    await hand.sees("1 to 3 sessions")


async def test_a_changed_message_counts(phone: Opens) -> None:
    """Editing one's own words on the page takes the answer back and gives another."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.types("10")
    await hand.sees("9 to 20 sessions")
    await hand.page.locator(".message.mine .edit").last.click()
    await hand.types("6")
    await hand.sees("4 to 8 sessions")
    assert await hand.page.locator(".message.mine .mark").count() == 1


async def test_double_taps_count_once(phone: Opens) -> None:
    """With every tap sent twice the conversation goes on as ever."""
    hand = await phone()
    await hand.presses("double")
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    assert await hand.stands_at() == "change"
    assert (await hand.asks("chat"))["messages"][0]["text"] == "/start"
    taps = [each["data"] for each in (await hand.asks("chat"))["answers"]]
    assert len(taps) == 2 * len(set(taps)) == 6


async def test_an_old_button_gets_a_kind_word(phone: Opens) -> None:
    """A tap on what is gone changes nothing and says so."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.presses("old-tap", "button of before")
    await hand.is_told("Got that already")
    assert await hand.stands_at() == "sessions"


async def test_an_update_sent_again_does_nothing(phone: Opens) -> None:
    """The bot knows an update it has had by its id."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes")
    before = await hand.asks("chat")
    await hand.presses("resend", "once more")
    await hand.picks("many")  # what comes after it is answered, so it was taken before
    after = await hand.asks("chat")
    assert len(after["messages"]) == len(before["messages"])
    assert await hand.stands_at() == "change"


async def test_a_restart_in_the_middle_loses_nothing(phone: Opens) -> None:
    """The process is killed and started; the open card's buttons go on working."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    starts = (await hand.state())["bot"]["starts"]
    await hand.presses("restart", "runs again")
    assert (await hand.state())["bot"]["starts"] == starts + 1
    await hand.picks("same")
    assert await hand.stands_at() == "signs"


async def test_another_language_in_the_middle(phone: Opens) -> None:
    """The open card is there in the new language at once, and the answers stay."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.page.click("#menu")
    await hand.page.click('#commands button[data-command="language"]')
    await hand.page.wait_for_selector('#log button[data-data$=".es"]')
    await hand.picks("es")
    await hand.sees("sesiones")
    assert await hand.stands_at() == "sessions"
    await hand.page.wait_for_selector('#log[lang="es"]')
    await hand.page.click("#menu")  # which is the phone's, as in Telegram
    assert "Pause everything" in await hand.page.inner_text('#commands[lang="en"]')


async def test_help_is_one_tap_away(phone: Opens) -> None:
    """The button below every card opens the help lines, and the way back is there."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many", "<help")
    assert (await hand.asks("where"))["stack"] == ["checkup", "help_now"]
    assert await hand.faults() == []
    await hand.picks("go_on")
    assert (await hand.asks("where"))["stack"] == ["checkup"]
    assert await hand.stands_at() == "change"
    await hand.sees("9 to 20 sessions")


async def test_a_reload_keeps_everything(phone: Opens) -> None:
    """The same messages, the same person, the same place."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    before = await hand.page.inner_text("#log")
    await hand.page.reload()
    await hand.page.wait_for_selector("#log .buttons")
    assert await hand.page.inner_text("#log") == before
    await hand.picks("same")


async def test_a_page_closed_in_the_middle_loses_nothing(phone: Opens) -> None:
    """What was on its way arrives: words whose card still waits, and a tap nobody saw answered."""
    hand = await phone()
    await hand.starts()
    await hand.picks("begin", "yes", "many", "same", "+dread", "+apart", "+same")
    await hand.types("I count the minutes")
    await hand.page.wait_for_selector('#log .mine:has-text("count the minutes")')
    await hand.page.close()
    again = await phone(who=hand.who)
    await again.sees("I kept your words")
    assert await again.stands_at() == "signs"
    async with again.page.expect_request(lambda request: request.method == "POST"):
        await again.button("!done").click()
    await again.page.close()
    last = await phone(who=hand.who)
    await last.sees("weighs")
    assert await last.stands_at() == "heaviest"


async def test_a_journey_goes_on_without_its_page(phone: Opens, tried: Trying) -> None:
    """Time moves on to where it was sent, and the next page shows it."""
    hand = await phone()
    await hand.starts()
    before = tried.bench.sim.clock.timestamp()
    async with hand.page.expect_request("**/try/travel"):
        await hand.page.click('[data-travel="86400"]')
    await hand.page.close()
    again = await phone(who=hand.who)
    await again.page.wait_for_selector("#travel button:enabled")
    assert tried.bench.sim.clock.timestamp() - before >= DAY
    await again.picks("begin")
    assert await again.stands_at() == "safe"


async def test_two_pages_on_one_person_stay_alike(phone: Opens) -> None:
    """What is done in one is seen in the other, and neither gets ahead."""
    one = await phone()
    await one.starts()
    other = await phone(who=one.who)
    await one.picks("begin")
    await other.sees("safe right now")
    await other.picks("yes")
    await one.sees("sessions")
    await one.picks("many")
    await other.sees("9 to 20 sessions")
