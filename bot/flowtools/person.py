"""One person talking with the engine, as the bot would have it, without a bot.

What lasts is written to JSON and read back between every two turns, as in the store. When time
passes, what is due in it comes, as the bot would send it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flowtools.script import span
from bot.flowtools.shown import Block, Button, Seen, block, seen
from flows.engine import Engine
from flows.taking.reminded import MARK
from flows.values.session import Conversation, Held, Session, from_json, to_json
from flows.values.talk import ENDINGS, Command, Said, Tap, Text

DAYS = 400
"""How long answers are kept, by default."""

READING = timedelta(seconds=20)
"""What passes between two turns: enough for texts not to join each other."""


class NoSuchButtonError(Exception):
    """Nothing in front has a button of that name; the message says which there are."""


class Person:
    """Says and taps; each of these returns what is seen of it."""

    def __init__(self, engine: Engine, now: datetime, known: Mapping[str, Held]) -> None:
        self.engine = engine
        self.now = now
        self.seen = Seen(None)
        self._open: Block | None = None
        self._came: Block | None = None
        self._here = now
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
        choice = self.button(name).id
        turn = self.talk.turn
        if choice.startswith(MARK):
            turn, self._came = 0, None
        return self._take(Tap(choice, self.talk.tag, turn))

    def opens(self, flow: str) -> Seen:
        """Have a flow in front from the beginning, without the way to it."""
        flows = self.engine.library
        session = Session(flow, "", flows.tables[flow].first)  # no fingerprint: it is fitted in
        talk = self.talk.with_session(session)
        self.talk = replace(talk, stack=(flow,))
        card = self.engine.face(self.talk, self.now)
        return self._sees(Seen(block(self.engine, card, self.language) if card else None))

    def does(self, deed: str, of: str) -> Seen:
        """Do what a golden conversation calls a deed. Raises NoSuchButtonError."""
        doing: dict[str, Callable[[str], Seen]] = {
            "sends": self.sends,
            "says": self.says,
            "edits": self.edits,
            "taps": self.taps,
            "opens": self.opens,
            "waits": lambda of: self.waits(span(of)),
        }
        return doing[deed](of)

    def waits(self, time: timedelta) -> Seen:
        """Let time pass; see the reminders that came in it, or still the open card."""
        end = self.now + time
        until = self._here + timedelta(days=int(str(self.talk.known.get("days") or DAYS)))
        came: list[Block] = []
        while (due := self.engine.due_at(self.talk)) and due <= end:
            self.now = max(self.now, due)
            given = self.engine.remind(self.talk, self.now, until)
            self.talk = _read_back(given.talk)
            came += [block(self.engine, given.card, self.language)] if given.card else []
        self.now = end
        self._again = timedelta(0)
        if came:
            self._came = came[-1]
        self.seen = Seen(came[-1], tuple(came[:-1])) if came else Seen(self._open)
        return self.seen

    def button(self, name: str) -> Button:
        """Return a button of what is in front, or of the last reminder until it is answered.

        Raises NoSuchButtonError.
        """
        cards = dict.fromkeys(c for c in (self.seen.card, self._open, self._came) if c)
        every = [button for card in cards for button in card.every]
        for button in every:
            if button.named(name):
                return button
        there = " · ".join(f"{button.label} (#{button.id})" for button in every) or "no buttons"
        raise NoSuchButtonError(f"there is no button {name!r}; there are: {there}")

    def _take(self, said: Said) -> Seen:
        self.now += self._again
        self._again = READING
        self._here = self.now
        turn = self.engine.take(self.talk, said, self.now)
        language = str(turn.talk.known.get("language"))
        found = seen(self.engine, turn, language)
        self.talk = self._begin() if ENDINGS.keys() & set(found.did) else _read_back(turn.talk)
        return self._sees(found)

    def _sees(self, found: Seen) -> Seen:
        self.seen, self._open = found, found.card
        return found

    def _begin(self) -> Conversation:
        """Begin a conversation that knows nothing; buttons of an erased one are not its own."""
        self._begun += 1
        return self.engine.begin(f"p{self._begun}", **self._known)


def _read_back(talk: Conversation) -> Conversation:
    return from_json(json.loads(json.dumps(to_json(talk))))
