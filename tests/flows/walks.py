"""Many people walk through the check-up, each with other answers; what they met is looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from flows.engine import Engine
from flows.session import Held
from flows.talk import Card, Command, Message, Paragraph, Recap, Said, Say, Tap, Text, Turn, Value

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONGEST = 60
OWN = ("my own words", "it is always the same talk")
LEAVES = ("close", "stop", "done", "over", "young", "hide", "help")


@dataclass(slots=True)
class Met:
    """Everything met on some walk, each with how it read the first time."""

    cards: dict[tuple[str, str, str], Card] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    others: dict[str, Recap | Say] = field(default_factory=dict)
    taps: list[int] = field(default_factory=list)

    def add(self, engine: Engine, turn: Turn) -> None:
        """Take in what one turn shows."""
        parts: tuple[Recap | Say, ...] = (*turn.recaps, *turn.says)
        for part in parts:
            text = "\n\n".join(engine.words.say(p.says, "en") for p in part.paragraphs)
            self.others.setdefault(text, part)
            self._places(part.paragraphs)
        if turn.card:
            card = turn.card
            text = "\n\n".join(engine.words.say(p.says, "en") for p in card.paragraphs)
            self.cards.setdefault((card.flow, card.question, text), card)
            self._places(card.paragraphs)
            for option in card.options:
                self.choices.add(f"{card.flow}.{card.question}.{option.id.lstrip('+-!?@>*#')}")

    def _places(self, paragraphs: tuple[Paragraph, ...]) -> None:
        for paragraph in paragraphs:
            self.places |= set(said_in(paragraph.says))

    @property
    def questions(self) -> set[str]:
        """Every question met."""
        return {f"{flow}.{question}" for flow, question, _ in self.cards}


def said_in(value: Value) -> Iterator[str]:
    """Go through the library's texts that a value is made of."""
    if isinstance(value, Message):
        yield f"{value.where}: {value.text}"
        for inner in value.values.values():
            yield from said_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from said_in(inner)


def before(chance: Random) -> Mapping[str, Held]:
    """Make up what is known of somebody when they come."""
    known: dict[str, Held] = {"language": "en", "days": 400, "consent": 1, "country": "GB"}
    if chance.random() < 0.2:
        known["quiet"] = "yes"
    if chance.random() < 0.5:
        known["full_windows"] = chance.randint(0, 2)
        known["talk_suggested"] = chance.randint(0, 2)
        known["worse_before"] = chance.choice(["yes", None])
        steps = ["load", "approach", "talk", "say_hopes"]
        known["tried"] = tuple(s for s in steps if chance.random() < 0.4)
    return known


def walk(engine: Engine, seed: int, met: Met) -> Turn:
    """Walk once through the check-up, at random, to the plan or wherever it ends."""
    chance = Random(seed)
    talk = engine.begin("tag1", **before(chance))
    turn = engine.take(talk, Command("start"), NOW)
    taps = 0
    for _ in range(LONGEST):
        met.add(engine, turn)
        card = turn.card
        if card is None or (card.question in ("plan", "quiet_end") and chance.random() < 0.3):
            break
        taps += 1
        turn = engine.take(turn.talk, _does(card, turn, chance), NOW)
    met.taps.append(taps)
    return turn


def _does(card: Card, turn: Turn, chance: Random) -> Said:
    """Choose what to do with a card."""
    typing = card.question in ("was_better", "small", "line", "note", "better")
    if typing and chance.random() < 0.2:
        return Text(chance.choice(OWN), chance.randint(1, 10_000))
    return Tap(_button(card, chance), turn.talk.tag, turn.talk.turn)


def _button(card: Card, chance: Random) -> str:
    foot = [option.id for option in card.foot]
    options = [option.id for option in card.options]
    if card.flow == "help_now":
        return "go_on" if "go_on" in options else options[-1]
    if "!done" in foot and chance.random() < 0.35:
        return "!done" if any(o.ticked for o in card.options) else foot[-1]
    if foot and chance.random() < 0.12:
        return chance.choice([f for f in foot if f != "<back"] or options or foot)
    onward = [o for o in options if o not in LEAVES and not o.startswith("-")]
    choices = onward or options or foot
    if card.question in ("safe", "flag") and chance.random() < 0.6:
        return choices[0]
    return chance.choice(choices)


def all_met(engine: Engine, walks: int) -> Met:
    """Walk so many times."""
    met = Met()
    for seed in range(walks):
        walk(engine, seed, met)
    return met
