"""One person talking with the engine, as the bot would have it, without a bot.

What lasts is written to JSON and read back between every two turns, as in the store.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flowtools.shown import GONE, Button, Seen, block, seen
from flows.engine import Engine
from flows.session import Conversation, Held, Session, from_json, to_json
from flows.talk import Command, Said, Tap, Text

READING = timedelta(seconds=20)
"""What passes between two turns: enough for texts not to join each other."""


class NoSuchButtonError(Exception):
    """The card in front has no button of that name; the message says which it has."""


class Person:
    """Says and taps; each of these returns what is seen of it."""

    def __init__(self, engine: Engine, now: datetime, known: Mapping[str, Held]) -> None:
        self.engine = engine
        self.now = now
        self.seen = Seen(None)
        self._known = dict(known)
        self._begun = 0
        self._message = 0
        self._again = timedelta(0)
        self.talk = self._begin()

    @property
    def language(self) -> str:
        """The language the person is spoken to in now."""
        return str(self.talk.known.get("language"))

    def sends(self, command: str) -> Seen:
        """Send a command, with or without its slash."""
        return self._take(Command(command.removeprefix("/")))

    def says(self, words: str) -> Seen:
        """Type a text."""
        self._message += 1
        return self._take(Text(words, self._message))

    def edits(self, words: str) -> Seen:
        """Change the last typed text."""
        return self._take(Text(words, self._message, edited=True))

    def taps(self, name: str) -> Seen:
        """Tap a button by its label or `#id`. Raises NoSuchButtonError."""
        return self._take(Tap(self.button(name).id, self.talk.tag, self.talk.turn))

    def opens(self, flow: str) -> Seen:
        """Have a flow in front from the beginning, without the way to it."""
        flows = self.engine.library
        session = Session(flow, "", flows.tables[flow].first)  # no fingerprint: it is fitted in
        talk = self.talk.with_session(session)
        self.talk = replace(talk, stack=(flow,))
        card = self.engine.face(self.talk, self.now)
        self.seen = Seen(block(self.engine, card, self.language) if card else None)
        return self.seen

    def does(self, deed: str, of: str) -> Seen:
        """Do what a golden conversation calls a deed. Raises NoSuchButtonError."""
        doing: dict[str, Callable[[str], Seen]] = {
            "sends": self.sends,
            "says": self.says,
            "edits": self.edits,
            "taps": self.taps,
            "opens": self.opens,
        }
        return doing[deed](of)

    def waits(self, time: timedelta) -> None:
        """Let time pass."""
        self.now += time
        self._again = timedelta(0)

    def button(self, name: str) -> Button:
        """Return a button of the card in front. Raises NoSuchButtonError."""
        every = self.seen.card.every if self.seen.card else ()
        for button in every:
            if button.named(name):
                return button
        there = " · ".join(f"{button.label} (#{button.id})" for button in every) or "no buttons"
        raise NoSuchButtonError(f"there is no button {name!r}; there are: {there}")

    def _take(self, said: Said) -> Seen:
        self.now += self._again
        self._again = READING
        turn = self.engine.take(self.talk, said, self.now)
        language = str(turn.talk.known.get("language"))
        self.seen = seen(self.engine, turn, language)
        if GONE.keys() & set(self.seen.did):
            self.talk = self._begin()
        else:
            self.talk = from_json(json.loads(json.dumps(to_json(turn.talk))))
        return self.seen

    def _begin(self) -> Conversation:
        """Begin a conversation that knows nothing; buttons of an erased one are not its own."""
        self._begun += 1
        return self.engine.begin(f"p{self._begun}", **self._known)
