"""Many people walk through the check-up, each with other answers; what they met is looked at.

Each walk is made of one number. `walked.txt` names those that together meet every question, every
choice and every text; `python -m tests.flows.openings` chooses them anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from flows.engine import Engine
from flows.values.session import Held
from flows.values.talk import (
    Card,
    Command,
    Message,
    Paragraph,
    Recap,
    Said,
    Say,
    Tap,
    Text,
    Turn,
    Value,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# For a row of the decision table that names no answer or no reason, where all do; and two things
# at once that chance hardly brings.
RARE = {
    "checkup.gut: Nothing else weighs on you right now.",
    *(
        f"{flow}.decision: What I'd put first: {{suggested}}.{reason}"
        for flow in ("checkup", "followup")
        for reason in (" {reason}", "")
    ),
}
WALKED = Path(__file__).parent / "walked.txt"
LONGEST = 60
ENDS = ("plan", "quiet_end")
AFTER_A_SESSION = ("helped", "nothing", "bad")  # what may have been said of a talk
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

    def join(self, other: "Met") -> None:
        """Take in all that was met elsewhere."""
        self.choices |= other.choices
        self.places |= other.places
        for place, card in other.cards.items():
            self.cards.setdefault(place, card)
        for text, said in other.others.items():
            self.others.setdefault(text, said)

    @property
    def all(self) -> set[str]:
        """All that was met, by its place in the library."""
        return self.places | self.choices | self.questions

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
    known: dict[str, Held] = {"language": "en", "days": 400, "consent": 1}
    if chance.random() < 0.8:
        known["country"] = "GB"
    if chance.random() < 0.2:
        known["quiet"] = "yes"
    if chance.random() < 0.2:
        known["zone"] = "Europe/London"
    return known


def walk(engine: Engine, seed: int, met: Met) -> None:
    """Walk at random through the check-up to the plan, and through up to three follow-ups."""
    chance = Random(seed)
    now = NOW
    turn = engine.take(engine.begin("tag1", **before(chance)), Command("start"), now)
    looks = chance.choice([0, 0, 1, 2, 3])
    passing = chance.choice([0.05, 0.12, 0.5])
    for _ in range(LONGEST * (looks + 1)):
        met.add(engine, turn)
        card = turn.card
        ended = card is None or card.question in ENDS
        if ended and not looks:
            break
        if ended:
            looks -= 1
            now += timedelta(weeks=chance.choice([2, 4, 6]))
            talk = turn.talk
            if chance.random() < 0.3:
                talk = talk.knowing(raised=chance.choice(AFTER_A_SESSION))
            turn = engine.take(talk, Command("history"), now)
            continue
        says = _does(card, turn, chance, passing) if card else Command("start")
        turn = engine.take(turn.talk, says, now)


def _does(card: Card, turn: Turn, chance: Random, passing: float) -> Said:
    """Choose what to do with a card; some pass over much."""
    typing = card.question in ("was_better", "small", "line", "note", "better")
    if typing and chance.random() < 0.2:
        return Text(chance.choice(OWN), chance.randint(1, 10_000))
    return Tap(_button(card, chance, passing), turn.talk.tag, turn.talk.turn)


def _button(card: Card, chance: Random, passing: float) -> str:
    foot = [option.id for option in card.foot]
    options = [option.id for option in card.options]
    if card.flow not in ("checkup", "followup"):
        return next((o for o in ONWARD if o in options), options[-1])
    further = [f for f in foot if f.startswith(">") and f > ">0"]
    if further and chance.random() < 0.4:
        return further[0]
    if "!done" in foot and chance.random() < 0.35:
        return "!done" if any(o.ticked for o in card.options) else foot[-1]
    if foot and chance.random() < passing:
        return chance.choice([f for f in foot if f != "<back"] or options or foot)
    onward = [o for o in options if o not in LEAVES and not o.startswith("-")]
    choices = onward or options or foot
    if card.question in ("safe", "flag") and chance.random() < 0.6:
        return choices[0]
    return chance.choice(choices)


def all_met(engine: Engine, walks: Iterable[int]) -> Met:
    """Walk these walks."""
    met = Met()
    for number in walks:
        walk(engine, number, met)
    return met


def walked() -> tuple[int, ...]:
    """Return the walks that meet everything."""
    return tuple(int(number) for number in WALKED.read_text("utf-8").split())


def few_of(met: Mapping[int, Met]) -> list[int]:
    """Choose few of these walks that together meet all that any of them meets."""
    all_of = {number: each.all for number, each in met.items()}
    wanted = set().union(*all_of.values())
    few: list[int] = []
    while wanted:
        best = max(all_of, key=lambda number: len(all_of[number] & wanted))
        wanted -= all_of[best]
        few.append(best)
    return sorted(few)
