"""How the page lies on the screen: nothing cut off, nothing covered, and the other way round."""

import pytest

from bot.simulator.run import Trying
from tests.browser.conftest import Opens
from tests.browser.hand import Hand
from tests.browser.walk import on_to

pytestmark = pytest.mark.asyncio(loop_scope="session")

CUT = """() => [...document.querySelectorAll('#log button')]
  .filter((each) => each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight)
  .map((each) => each.textContent)"""
LOWEST = """() => {
  const last = [...document.querySelectorAll('#log .buttons button')].at(-1);
  const view = document.getElementById('scroll').getBoundingClientRect();
  return last.getBoundingClientRect().bottom <= view.bottom;
}"""
SIDES = """() => {
  const left = (node) => document.querySelector(node).getBoundingClientRect().left;
  const style = getComputedStyle(document.querySelector('.mine .bubble'));
  return {
    mine: left('.mine') < left('.message:not(.mine)'),
    menu: left('#menu') > left('.send'),
    tail: [style.borderBottomLeftRadius, style.borderBottomRightRadius],
    columns: [...document.querySelectorAll('.buttons div')]
      .map((row) => [...row.children].map((each) => each.getBoundingClientRect().left)),
  };
}"""
OVERLAP = """() => {
  const toast = document.querySelector('.toast.shown').getBoundingClientRect();
  const under = [...document.querySelectorAll('#log .buttons button, .top')];
  return under.map((each) => each.getBoundingClientRect())
    .filter((each) => each.bottom > toast.top && each.top < toast.bottom).length;
}"""


async def whole(hand: Hand) -> None:
    """Look whether every button shows all of its label."""
    assert await hand.page.evaluate(CUT) == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_no_button_is_cut_off_on_a_small_phone(phone: Opens, language: str) -> None:
    """From Start to the plan at 360 pixels, each label wraps where it must."""
    hand = await phone(language=language, width=360)
    await hand.starts()
    await whole(hand)
    await hand.picks("begin")
    await on_to(hand, "zone", looks=whole)
    await hand.types("Madrid")
    await hand.page.wait_for_selector('#log button[data-data$=".pdf"]')
    await whole(hand)
    assert await hand.sticks_out() == 0


async def test_a_label_longer_than_the_phone_wraps(phone: Opens, tried: Trying) -> None:
    """Even one word without an end stays inside its button, and the button inside the phone."""
    hand = await phone(width=360)
    await hand.starts()
    rows = [[{"text": text, "callback_data": "x"}] for text in ("long words " * 12, "x" * 64)]
    bot = f"/bot{tried.bench.sim.token}"
    body = {"chat_id": hand.who, "text": "Look.", "reply_markup": {"inline_keyboard": rows}}
    await hand.does(f"{bot}/sendMessage", **body)
    await hand.reads("Look.")
    await whole(hand)
    wider = "(e) => e.scrollWidth - e.clientWidth"
    assert await hand.page.locator("#scroll").evaluate(wider) == 0


async def test_an_arabic_phone_is_the_other_way_round(phone: Opens) -> None:
    """Own words to the left with their tail, the menu to the right, columns from the right."""
    sides = {}
    for language in ("en", "ar"):
        hand = await phone(language=language, width=360)
        await hand.starts()
        await hand.picks("begin", "yes")
        sides[language] = await hand.page.evaluate(SIDES)
        assert await hand.faults() == []
        assert await hand.sticks_out() == 0
    english, arabic = sides["en"], sides["ar"]
    assert (english["mine"], arabic["mine"]) == (False, True)
    assert (english["menu"], arabic["menu"]) == (False, True)
    assert english["tail"] == arabic["tail"][::-1] == ["17px", "5px"]
    assert any(len(row) > 1 for row in arabic["columns"])
    assert all(row == sorted(row, reverse=True) for row in arabic["columns"])
    assert all(row == sorted(row) for row in english["columns"])


async def test_the_card_stays_in_sight_when_something_takes_room(
    phone: Opens, tried: Trying
) -> None:
    """A problem above the chat and a long message below it push no button away."""
    hand = await phone(width=360)
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.page.wait_for_function(LOWEST)
    content = tried.bench.content
    try:
        content.fail(ValueError("a long story " * 20))
        tried.bench.changed()
        await hand.page.wait_for_selector("#problems li")
        await hand.page.wait_for_function(LOWEST)
        assert await hand.page.locator("#problems").evaluate("e => e.textContent.length") < 300
        assert await hand.faults() == []
        await hand.page.fill("#words", "line\n" * 6)
        await hand.page.dispatch_event("#words", "input")
        await hand.page.wait_for_function(LOWEST)
    finally:
        content.problems = []
        tried.bench.changed()
    await hand.page.wait_for_function("() => !document.getElementById('problems').textContent")


async def test_a_short_word_covers_no_button(phone: Opens) -> None:
    """It shows below the header, away from Back and from the way to help."""
    hand = await phone(width=360)
    await hand.starts()
    await hand.picks("begin", "yes")
    await hand.page.click("#bench-open")
    await hand.presses("old-tap", "button of before")
    await hand.page.keyboard.press("Escape")
    await hand.is_told("Got that already")
    assert await hand.page.evaluate(OVERLAP) == 0


async def test_the_bench_on_a_narrow_screen(phone: Opens) -> None:
    """Open, the phone behind it can't be reached; Escape closes it and gives the focus back."""
    hand = await phone(width=360)
    await hand.starts()
    inert = "() => document.querySelector('.phone').inert"
    await hand.page.click("#bench-open")
    assert await hand.page.evaluate(inert)
    await hand.page.keyboard.press("Escape")
    assert not await hand.page.evaluate(inert)
    assert await hand.page.evaluate("() => document.activeElement.id") == "bench-open"
    assert not await hand.page.is_visible("#bench")


async def test_controls_are_large_enough_to_hit(phone: Opens) -> None:
    """Every button of the phone is at least 24 pixels wide and high."""
    hand = await phone(width=360)
    await hand.starts()
    await hand.picks("begin")
    await hand.types("hmm")
    await hand.page.wait_for_selector(".mine .edit")
    small = """() => [...document.querySelectorAll('.phone button')]
      .filter((each) => each.offsetParent && (each.offsetWidth < 24 || each.offsetHeight < 24))
      .map((each) => each.textContent)"""
    assert await hand.page.evaluate(small) == []
