"""A person in front of the engine: says, taps and sees, and comes back from storage each time."""

import json
from datetime import UTC, datetime, timedelta

from flows.engine import Engine
from flows.values.session import Conversation, Held, Session, from_json, to_json
from flows.values.talk import Card, Command, Option, Said, Tap, Text, Turn, Value

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIGNS = "+-!@?>*#<"


class NoSuchButtonError(LookupError):
    """Nothing on the card is called that."""


class Person:
    """Talks to an engine; the conversation is written out and read back between any two turns."""

    def __init__(self, engine: Engine, now: datetime = NOW, **known: Held) -> None:
        self.engine = engine
        self.now = now
        self.talk: Conversation = engine.begin("tag1", **{"language": "en", **known})
        self.turn: Turn = Turn(self.talk)
        self.taps_made = 0
        self._ref = 100

    @property
    def card(self) -> Card:
        """The card in front."""
        assert self.turn.card, "nothing is open"
        return self.turn.card

    @property
    def session(self) -> Session:
        """The session in front."""
        assert self.talk.front
        return self.talk.front

    @property
    def text(self) -> str:
        """All words of the card in front, paragraph by paragraph."""
        return "\n\n".join(self.read(p.says) for p in self.card.paragraphs)

    @property
    def said(self) -> str:
        """All words of the messages sent beside the card in the last turn."""
        return "\n\n".join(self.read(p.says) for say in self.turn.says for p in say.paragraphs)

    @property
    def toast(self) -> str:
        """The short answer to the last tap."""
        return self.read(self.turn.toast) if self.turn.toast else ""

    @property
    def buttons(self) -> tuple[Option, ...]:
        """Everything that can be tapped now."""
        card = self.turn.card
        return (*card.options, *card.foot, *filter(None, [card.help])) if card else ()

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [self.read(button.label) for button in self.buttons]

    def read(self, value: Value) -> str:
        """Render a value in this person's language."""
        return self.engine.words.say(value, str(self.talk.known.get("language")))

    def take(self, said: Said) -> "Person":
        """Say anything at all, and be written out and read back."""
        self.turn = self.engine.take(self.talk, said, self.now)
        self.talk = from_json(json.loads(json.dumps(to_json(self.turn.talk))))
        assert self.talk == self.turn.talk, "something is lost between two turns"
        return self

    def sends(self, command: str) -> "Person":
        """Send a command."""
        return self.take(Command(command))

    def types(self, *texts: str, after: float = 60) -> "Person":
        """Type texts, each some seconds after what came before."""
        for text in texts:
            self.waits(seconds=after)
            self._ref += 1
            self.take(Text(text, self._ref))
        return self

    def edits(self, text: str) -> "Person":
        """Change the text typed last."""
        return self.take(Text(text, self._ref, edited=True))

    def taps(self, *labels: str) -> "Person":
        """Tap buttons one after another, each by its label or by its id as `#id`."""
        for label in labels:
            self.take(Tap(self.find(label).id, self.talk.tag, self.talk.turn))
            self.taps_made += 1
        return self

    def find(self, label: str) -> Option:
        """Find a button. Raises NoSuchButtonError, naming those there are."""
        for button in self.buttons:
            wanted = label[1:]
            if label[:1] == "#" and wanted in (button.id, button.id.lstrip(SIGNS)):
                return button
            if self.read(button.label) == label:
                return button
        raise NoSuchButtonError(
            f"{label!r} is not among {self.labels} ({[b.id for b in self.buttons]})"
        )

    def waits(self, **time: float) -> "Person":
        """Let time pass."""
        self.now += timedelta(**time)
        return self
