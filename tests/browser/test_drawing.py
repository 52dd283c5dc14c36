"""Where they stand: the flow's drawing beside the phone."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.conftest import Opens
from tests.browser.hand import FOCUSED

FAR = 12  # px from an arrow's end to the middle of its dot, at most
ARROWS = """() => [...document.querySelectorAll('.arrows [data-at]')].map((path) => {
  const box = path.ownerSVGElement.getBoundingClientRect();
  const off = (name, along) => {
    const row = document.querySelector(`.drawing [data-question="${name}"]`);
    const dot = getComputedStyle(row, '::after');
    const here = row.getBoundingClientRect();
    const end = path.getPointAtLength(along);
    return Math.hypot(
      here.left + parseFloat(dot.left) + 5 - box.left - end.x,
      here.top + parseFloat(dot.top) + 5 - box.top - end.y);
  };
  const {at, to} = path.dataset;
  const long = path.getTotalLength();
  const most = Math.max(off(at, 0), off(to, long));
  const nears = (name, end, before) => off(name, before) - off(name, end) > 3;  // 4 px before it
  const heads = [[to, long, long - 4], ...(path.classList[0] === 'visit' ? [[at, 0, 4]] : [])];
  return [path.classList[0], at, to, most, heads.every((head) => nears(...head))];
})"""
CHARTED = re.compile(r"^  q_(\w+) (-->|-\. pass \.->|<-->)(?:\|[^|]+\|)? q_(\w+)$", re.MULTILINE)
KINDS = {"-->": "way", "-. pass .->": "pass", "<-->": "visit"}

pytestmark = pytest.mark.asyncio(loop_scope="session")


def charted(source: str) -> Iterator[tuple[str, str, str]]:
    """Go through the arrows of a chart's source: kind, from, to."""
    for at, line, to in CHARTED.findall(source):
        yield KINDS[line], at, to


async def test_the_drawing_shows_where_they_stand(phone: Opens) -> None:
    """The drawing of `flows draw`, arrow by arrow, with the present question marked."""
    hand = await phone()
    await hand.page.wait_for_selector("#where p")
    assert await hand.page.locator("#where a").count() == 0
    await hand.starts()
    await hand.picks("begin", "yes", "many")
    await hand.page.wait_for_selector('.drawing [aria-current="step"] code:text-is("change")')
    been = await hand.page.locator(".drawing .been code").all_inner_texts()
    assert been == ["safe", "sessions"]
    source = hand.page.locator('#where a:has-text("The chart\'s source")')
    answer = await hand.page.request.get(f"{hand.url}{await source.get_attribute('href')}")
    drawn = await answer.text()
    assert drawn.startswith("flowchart TD\n")
    assert drawn.endswith("  class q_change here")
    arrows = await hand.page.evaluate(ARROWS)
    assert {(kind, at, to) for kind, at, to, *_ in arrows} == set(charted(drawn))
    assert [arrow for arrow in arrows if arrow[3] > FAR] == []
    assert [arrow for arrow in arrows if not arrow[4]] == []
    assert "editMessageText" in await hand.page.inner_text("#calls")


async def test_the_drawing_goes_along(phone: Opens) -> None:
    """With another font its arrows move, with the person its focus, and shown late it is there."""
    hand = await phone(width=360)
    await hand.starts()
    await hand.picks("begin", "yes", "many", "same")
    await hand.page.wait_for_selector('.drawing .at code:text-is("signs")', state="attached")
    await hand.page.set_viewport_size({"width": 1280, "height": 800})
    await hand.page.wait_for_function("() => document.querySelector('.drawing').scrollTop > 0")
    assert (
        await hand.page.evaluate(
            "() => getComputedStyle($('.drawing h3')).marginTop".replace(
                "$", "document.querySelector"
            )
        )
        == "0px"
    )
    await hand.page.evaluate(
        "() => { document.querySelector('.drawing').style.fontSize = '20px'; }"
    )
    await hand.page.wait_for_function(
        f"(far) => ({ARROWS})().every((each) => each[3] <= far)", arg=FAR
    )
    await hand.page.focus(".drawing")
    (tick,) = [each for each in await hand.choices() if each == "+dread"]
    data = next(data for data, _ in (await hand.card())["buttons"] if data.endswith(tick))
    card = (await hand.card())["id"]
    await hand.does(f"/sim/people/{hand.who}/tap", message_id=card, data=data)
    await hand.page.wait_for_selector('#log button[data-data$=".-dread"]')
    done = next(data for data, _ in (await hand.card())["buttons"] if data.endswith("!done"))
    await hand.does(f"/sim/people/{hand.who}/tap", message_id=card, data=done)
    await hand.page.wait_for_selector('.drawing .been code:text-is("signs")')
    assert await hand.page.evaluate(FOCUSED, ".drawing")
