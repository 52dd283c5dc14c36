"""A person with a phone: says, taps and sees, through the simulator's control API.

    person = await world.person("Dana")
    await person.says("/start")
    await person.taps("I'm 18+, let's start")
    await person.sees("Are you safe right now?")

Whatever waits, waits for the chat to change, never for a while; when it has waited too long, the
error shows the whole screen.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE = 20.0
"""Seconds a person waits for what they expect to see."""

TICK = "✓ "
LONGEST_LOOK = 25.0


@dataclass(frozen=True, slots=True)
class Button:
    """One button as it stood on a message; it can be pressed even when it is gone."""

    message: int
    data: str
    label: str

    @property
    def choice(self) -> str:
        """What the button stands for, whatever language its label is in."""
        return self.data.split(".", 2)[-1]

    @property
    def turn(self) -> int:
        """The turn of the conversation it was shown in; -1 if it is none of a card's."""
        number = self.data.split(".")[1:2]
        return int(number[0]) if number and number[0].isdigit() else -1


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands in a chat at one moment: the view of `GET /sim/chats/{id}`."""

    chat: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bot's messages, oldest first."""
        return [each for each in self.chat["messages"] if each["from"] == "bot"]

    @property
    def card(self) -> dict[str, Any] | None:
        """The newest message of the bot that has buttons."""
        return next((each for each in reversed(self.messages) if each["buttons"]), None)

    @property
    def text(self) -> str:
        """The words of the card; empty if there is none."""
        return str(self.card["text"]) if self.card else ""

    @property
    def texts(self) -> list[str]:
        """The words of all the bot's messages, oldest first."""
        return [str(each["text"]) for each in self.messages]

    @property
    def buttons(self) -> list[Button]:
        """The card's buttons, row by row."""
        return buttons_of(self.card) if self.card else []

    @property
    def labels(self) -> list[str]:
        """What the card's buttons say."""
        return [each.label for each in self.buttons]

    @property
    def toast(self) -> str:
        """The short answer to the last tap that got one with words."""
        said = (each["text"] for each in reversed(self.chat["answers"]) if each["shown"])
        return next((str(text) for text in said if text), "")

    def button(self, label: str, on: int | None = None) -> Button | None:
        """Find a button on a message, without one on the newest message that has it."""
        wanted = (label, f"{TICK}{label}")
        found = (
            each
            for message in reversed(self.messages)
            if on in (None, message["message_id"])
            for each in buttons_of(message)
            if each.label in wanted
        )
        return next(found, None)

    def upwards(self) -> Iterator["Screen"]:
        """Go through the cards, the newest first, each as if it were the last message."""
        for number in reversed(range(len(self.messages))):
            if self.messages[number]["buttons"]:
                yield Screen({**self.chat, "messages": self.messages[: number + 1]})

    def choice(self, choice: str) -> Button | None:
        """Find the card's button that stands for a choice, in any language."""
        return next((each for each in self.buttons if each.choice == choice), None)

    @property
    def tappable(self) -> int:
        """Count the bot's messages that have buttons."""
        return sum(bool(each["buttons"]) for each in self.messages)

    def __str__(self) -> str:
        lines = []
        for each in self.chat["messages"]:
            who = "bot" if each["from"] == "bot" else "me "
            lines.append(f"  {who} {each['message_id']}: {each['text']!r}")
            lines += [f"        [{b.label}] {b.data}" for b in buttons_of(each)]
        if self.toast:
            lines.append(f"  last toast: {self.toast!r}")
        return "\n".join(lines)


def buttons_of(message: dict[str, Any]) -> list[Button]:
    """List a message's buttons, row by row."""
    return [
        Button(message["message_id"], each["callback_data"], each["text"])
        for row in message["buttons"]
        for each in row
        if "callback_data" in each
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """HTTP to the simulator."""

    session: aiohttp.ClientSession
    url: str

    async def post(self, path: str, **body: Any) -> Any:
        """Do something; AssertionError with the simulator's words when it can't be done."""
        async with self.session.post(f"{self.url}/sim/{path}", json=body) as answer:
            said = await answer.json()
            assert answer.status == 200, f"{path} {body}: {said}"
            return said

    async def get(self, path: str, **query: Any) -> Any:
        """Read something."""
        async with self.session.get(f"{self.url}/sim/{path}", params=query) as answer:
            said = await answer.json()
            assert answer.status == 200, f"{path} {query}: {said}"
            return said


class Person:
    """Somebody who writes to the bot; `screen` is what they saw last."""

    def __init__(self, line: Line, id: int, name: str) -> None:  # noqa: A002 -- Telegram's word
        self.line, self.id, self.name = line, id, name
        self.screen = Screen({"messages": [], "answers": [], "revision": -1, "counters": {}})

    async def looks(self) -> Screen:
        """Look at the screen as it is now."""
        self.screen = Screen(await self.line.get(f"chats/{self.id}"))
        return self.screen

    async def until(
        self, test: Callable[[Screen], object], what: str, seconds: float = PATIENCE
    ) -> Screen:
        """Look until the screen passes the test; AssertionError with the screen if it never."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        await self.looks()
        while not test(self.screen):
            left = end - loop.time()
            if left <= 0:
                raise AssertionError(f"{self.name} waited {seconds} s for {what}\n{self.screen}")
            revision = self.screen.chat["revision"]
            wait = {"after": revision, "timeout": min(left, LONGEST_LOOK)}
            self.screen = Screen(await self.line.get(f"chats/{self.id}", **wait))
        return self.screen

    async def does(self, deed: str, **body: Any) -> Any:
        """Do anything else that a phone can do: see the control API."""
        return await self.line.post(f"people/{self.id}/{deed}", **body)

    async def says(self, words: str, **more: Any) -> dict[str, Any]:
        """Send a text; gives the message."""
        message: dict[str, Any] = await self.does("say", text=words, **more)
        return message

    async def taps(self, label: str, *, on: int | None = None, times: int = 1) -> Button:
        """Tap a button by its label as soon as it is there; gives the button."""
        screen = await self.until(lambda now: now.button(label, on), f"a button [{label}]")
        button = screen.button(label, on)
        assert button is not None
        await self.presses(button, times)
        return button

    async def picks(self, choice: str) -> Button:
        """Tap the card's button that stands for a choice, in any language."""
        screen = await self.until(lambda now: now.choice(choice), f"a button for {choice}")
        button = screen.choice(choice)
        assert button is not None
        await self.presses(button)
        return button

    async def presses(self, button: Button, times: int = 1) -> list[dict[str, Any]]:
        """Tap a button that was seen before, wherever it is now; gives the queries."""
        place = {"message_id": button.message, "data": button.data}
        queries: list[dict[str, Any]] = await self.does("tap", times=times, **place)
        return queries

    async def sees(self, *words: str, seconds: float = PATIENCE) -> Screen:
        """Wait until the open card has all these words."""
        return await self.until(
            lambda now: all(each in now.text for each in words), f"a card with {words}", seconds
        )

    async def reads(self, *words: str, seconds: float = PATIENCE) -> Screen:
        """Wait until each of these words stands in some message of the bot."""
        return await self.until(
            lambda now: all(any(each in text for text in now.texts) for each in words),
            f"messages with {words}",
            seconds,
        )

    async def is_told(self, words: str, seconds: float = PATIENCE) -> Screen:
        """Wait until the last toast has these words."""
        return await self.until(lambda now: words in now.toast, f"a toast {words!r}", seconds)
