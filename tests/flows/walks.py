"""Many people walk through the check-up, each with other answers; what they met is looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from flows.engine import Engine
from flows.session import Held
from flows.talk import Card, Command, Message, Paragraph, Recap, Said, Say, Tap, Text, Turn, Value

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONGEST = 60
EACH_FAR = 5  # of so many walkers, one whose country nobody knows
ENDS = ("plan", "quiet_end")
ONWARD = ("begin", "look", "go_on", "close")  # through anything but the check-up itself
OWN = ("my own words", "it is always the same talk")
LEAVES = ("close", "stop", "done", "over", "young", "hide", "help")


@dataclass(slots=True)
class Met:
    """Everything met on some walk, each with how it read the first time."""

    cards: dict[tuple[str, str, str], Card] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    others: dict[str, Recap | Say] = field(default_factory=dict)

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
    return known


def walk(engine: Engine, seed: int, met: Met) -> None:
    """Walk at random through the check-up to the plan, and through up to two follow-ups."""
    chance = Random(seed)
    now = NOW
    known = {**before(chance), **({} if seed % EACH_FAR else {"country": None})}
    turn = engine.take(engine.begin("tag1", **known), Command("start"), now)
    looks = chance.choice([0, 0, 1, 2])
    for _ in range(LONGEST * (looks + 1)):
        met.add(engine, turn)
        card = turn.card
        ended = card is None or card.question in ENDS
        if ended and not looks:
            break
        if ended:
            looks -= 1
            now += timedelta(weeks=chance.choice([2, 4, 6]))
            turn = engine.take(turn.talk, Command("history"), now)
            continue
        says = _does(card, turn, chance) if card else Command("start")
        turn = engine.take(turn.talk, says, now)


def _does(card: Card, turn: Turn, chance: Random) -> Said:
    """Choose what to do with a card."""
    typing = card.question in ("was_better", "small", "line", "note", "better")
    if typing and chance.random() < 0.2:
        return Text(chance.choice(OWN), chance.randint(1, 10_000))
    return Tap(_button(card, chance), turn.talk.tag, turn.talk.turn)


def _button(card: Card, chance: Random) -> str:
    foot = [option.id for option in card.foot]
    options = [option.id for option in card.options]
    if card.flow not in ("checkup", "followup"):
        return next((o for o in ONWARD if o in options), options[-1])
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
