"""A hand on the page: it taps, types and reads what stands there, as a person does."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.async_api import ConsoleMessage, Page, Request, Response

PATIENCE = 60_000
"""Milliseconds to wait for what should come."""

BAD = 400
"""The lowest status that says no."""

CARD = """() => {
  const all = [...document.querySelectorAll('#log .message')];
  const card = all.filter((each) => each.querySelector('.buttons')).at(-1);
  if (!card) return null;
  const buttons = [...card.querySelectorAll('.buttons button')];
  return {
    id: Number(card.dataset.id),
    text: card.querySelector('.text').innerText,
    buttons: buttons.map((each) => [each.dataset.data, each.textContent]),
  };
}"""
CHANGED = f"(old) => JSON.stringify(({CARD})()) !== old"
SAYS = f"(words) => (({CARD})()?.text || '').includes(words)"
ANYWHERE = "(words) => document.getElementById('log').innerText.includes(words)"
TOAST = "(words) => document.querySelector('.toast.shown')?.textContent.includes(words)"
FOCUSED = "(selector) => document.activeElement.matches(selector)"
LIVE = "(how) => document.getElementById('log').getAttribute('aria-live') === how"
TELLS = """() => {
  window.told = [];
  new MutationObserver((all) => window.told.push(...all.flatMap((one) => [...one.addedNodes])
    .filter((node) => node.closest?.('.bubble, .message, .day')?.closest('[aria-live="polite"]'))))
    .observe(document.getElementById('log'), { childList: true, subtree: true });
}"""
"""From now on, keep what a screen reader is told of: what is added while the log is polite."""
TOLD = "() => window.told.filter((node) => !node.classList.contains('buttons')).length"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(slots=True)
class Hand:
    """One browser page with one person's phone in it."""

    page: Page
    url: str
    who: int
    errors: list[str] = field(default_factory=list)

    async def opens(self) -> None:
        """Open the page, and note every error it makes and whatever it asks of another place."""
        listen(self.page, self.url, self.errors)
        self.page.set_default_timeout(PATIENCE)
        await self.page.goto(f"{self.url}/?who={self.who}")
        await self.page.wait_for_selector("#begin:visible, .message")

    async def starts(self) -> None:
        """Tap Start and wait for the first card."""
        await self.page.click("#begin")
        await self.page.wait_for_selector("#log .buttons")

    async def card(self) -> dict[str, Any]:
        """Read the newest message with buttons."""
        found: dict[str, Any] = await self.page.evaluate(CARD)
        return found

    async def choices(self) -> list[str]:
        """List what the card's buttons stand for."""
        return [choice_of(data) for data, _ in (await self.card())["buttons"]]

    async def picks(self, *choices: str) -> None:
        """Tap buttons of the card by what they stand for, each when the last has changed it."""
        for choice in choices:
            old = await self.page.evaluate(f"() => JSON.stringify(({CARD})())")
            await self.button(choice).click()
            await self.page.wait_for_function(CHANGED, arg=old)

    def button(self, choice: str) -> Any:
        """Find the newest button for a choice."""
        end = choice.replace('"', '\\"')
        return self.page.locator(f'#log .buttons button[data-data$=".{end}"]').last

    async def types(self, words: str) -> None:
        """Type a message and send it with Enter."""
        await self.page.fill("#words", words)
        await self.page.press("#words", "Enter")

    async def answers(self, choice: str) -> None:
        """Type a choice's label in place of tapping it."""
        card = await self.card()
        await self.types_on(
            next(label for data, label in card["buttons"] if choice_of(data) == choice)
        )

    async def types_on(self, words: str) -> None:
        """Type something that leads on, and wait until it does."""
        old = await self.page.evaluate(f"() => JSON.stringify(({CARD})())")
        await self.types(words)
        await self.page.wait_for_function(CHANGED, arg=old)

    async def sees(self, words: str) -> None:
        """Wait until the card says something."""
        await self.page.wait_for_function(SAYS, arg=words)

    async def reads(self, words: str) -> None:
        """Wait until something stands in the chat."""
        await self.page.wait_for_function(ANYWHERE, arg=words)

    async def is_told(self, words: str) -> None:
        """Wait for a short word on the screen."""
        await self.page.wait_for_function(TOAST, arg=words)

    async def presses(self, control: str, told: str = "") -> None:
        """Press a control of the bench, and wait for what the bench says of it."""
        await self.page.click(f"#{control}")
        if told:
            await self.page.wait_for_function(
                "(told) => document.getElementById('told').textContent.includes(told)", arg=told
            )

    async def stands_at(self) -> str:
        """Ask at which question the person stands; empty if at none."""
        return str((await self.asks("where")).get("at") or "")

    async def asks(self, what: str) -> Any:
        """Ask the bench something about this person."""
        answer = await self.page.request.get(f"{self.url}/try/people/{self.who}/{what}")
        return await answer.json()

    async def state(self) -> Any:
        """Ask the bench how everything stands."""
        return await (await self.page.request.get(f"{self.url}/try/state")).json()

    async def settles(self) -> int:
        """Wait until the bot has done all it wants in this chat; return the chat's revision."""
        before = -1
        while (now := int((await self.asks("chat"))["revision"])) != before:
            before = now
            await self.page.wait_for_timeout(1_500)
        return now

    async def does(self, path: str, **body: Any) -> Any:
        """Use the simulator's own API, for what no page offers."""
        answer = await self.page.request.post(f"{self.url}{path}", data=body)
        assert answer.ok, await answer.text()
        return await answer.json()

    async def faults(self) -> list[str]:
        """Let axe look for what people with a disability would stumble over."""
        source = Path(axe_playwright_python.__file__).with_name("axe.min.js")
        await self.page.evaluate(source.read_text("utf-8"))
        found = await self.page.evaluate("() => axe.run(document)")
        return [
            f"{each['id']}: {each['help']}: {node['target']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    async def sticks_out(self) -> int:
        """Measure by how many pixels the page is wider than its window."""
        return int(await self.page.evaluate(OVERFLOW))


def listen(page: Page, url: str, errors: list[str]) -> None:
    """Note every error a page makes, and whatever it asks of another place."""

    def said(message: ConsoleMessage) -> None:
        # What Chromium says of an answer is heard below; the page tells refusals in words.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "data:")):
            errors.append(f"asked of another place: {request.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was closed or opened anew meanwhile
            errors.append(f"{request.failure}: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= BAD and response.url.startswith((f"{url}/page/", f"{url}/?")):
            errors.append(f"{response.status}: {response.url}")

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", said)
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("response", answered)


def choice_of(data: str) -> str:
    """Take the choice out of a button's data."""
    return re.sub(r"^[^.]*\.\d+\.", "", data)


def port_of(url: str) -> int:
    """Take the port out of an address."""
    port = urlsplit(url).port
    assert port
    return port
