"""From what is to be shown to what Telegram is given: text and buttons in the person's language."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.screen import html
from bot.screen.html import Part
from bot.screen.keyboard import Keyboard, keyboard
from flows.values.talk import Card, Message, Paragraph, Recap, Say, Value

FULL: Final = "▰"
EMPTY: Final = "▱"
HELP: Final = "help_now"
"""The flow whose cards wait for nothing and can be forwarded."""

LONGEST_TOAST: Final = 200


class Speaker(Protocol):
    """Says values of the dialogue in a language, as plain text."""

    def say(self, value: Value, language: str) -> str:
        """Give the words."""
        ...


@dataclass(frozen=True, slots=True)
class Face:
    """A card as it will stand in the chat; `before` are messages that didn't fit into it."""

    text: str
    keyboard: Keyboard = ()
    before: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A short name of exactly this face: two that look alike have the same."""
        return hashlib.sha256(repr(self).encode("utf-8", "replace")).hexdigest()[:16]


class Screen:
    """Renders cards, recaps and messages."""

    def __init__(self, words: Speaker, mark: Callable[[int, int], Message]) -> None:
        self._words = words
        self._mark = mark

    def card(self, card: Card, tag: str, turn: int, language: str) -> Face:
        """Render a card with its buttons."""
        parts = [Part(self._heading(card, language), "b"), *self._parts(card.paragraphs, language)]
        if card.mark:
            parts.insert(
                1 if card.title else 0, Part(self._progress(*card.mark, language), gap="\n")
            )
        *before, text = html.messages(parts)
        buttons = keyboard(card, tag, turn, lambda value: self.plain(value, language))
        return Face(text, buttons, tuple(before))

    def recap(self, recap: Recap, language: str) -> Face:
        """Render what a finished step's card shrinks to."""
        title = self._words.say(recap.title, language) if recap.title else ""
        parts = [Part(self._turned(title, language), "b"), *self._parts(recap.paragraphs, language)]
        return Face(html.messages(parts)[0])

    def say(self, say: Say, language: str) -> list[str]:
        """Render a message of its own, or several if it is too long for one."""
        return html.messages(self._parts(say.paragraphs, language))

    def toast(self, message: Message, language: str) -> str:
        """Render the short answer to a tap."""
        return self.plain(message, language)[:LONGEST_TOAST]

    def plain(self, value: Value, language: str) -> str:
        """Say a value without any markup."""
        return self._words.say(value, language)

    def _heading(self, card: Card, language: str) -> str:
        return self._turned(self._words.say(card.title, language), language) if card.title else ""

    def _progress(self, step: int, steps: int, language: str) -> str:
        count = self._words.say(self._mark(step, steps), language)
        return self._turned(f"{count}  {FULL * step}{EMPTY * (steps - step)}", language)

    def _parts(self, paragraphs: Iterable[Paragraph], language: str) -> list[Part]:
        return [
            Part(
                self._turned(self._words.say(paragraph.says, language), language),
                "blockquote" if paragraph.quote else "",
            )
            for paragraph in paragraphs
        ]

    def _turned(self, words: str, language: str) -> str:
        return html.turned(words) if html.right_to_left(language) else words
