"""What the pure dialogue says should stand on a phone: it is asked the same, in lockstep.

The shadow has no Telegram, no database and no process: only the engine and the same things said
to it. A turn lost shows as a card that never comes, a turn taken twice as a card that differs.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from flows.engine import Engine
from flows.values.session import Conversation
from flows.values.talk import Card, Command, Option, Said, Tap, Text, Turn, Value
from tests.e2e.choices import next_choice, next_long
from tests.e2e.world import World
from tests.person import TICK, Person, Screen

TAG = "own"
MOST: Final = 90
"""Choices after which somebody should long have reached the plan."""

CLOCK_WENT_ON: Final = 4
"""Minutes that may pass between what the shadow sees and what the bot shows."""

LAST: Final = "plan"


@dataclass(slots=True)
class Shadow:
    """One person's conversation in the pure engine."""

    engine: Engine
    talk: Conversation
    turn: Turn | None = None
    recaps: dict[str, str] = field(default_factory=dict)
    """What the card of each step should have shrunk to, by its title."""
    fronts: Counter[int] = field(default_factory=Counter)
    """How often each turn's card came to the front: once more for words that matched nothing."""

    @property
    def card(self) -> Card:
        """The card that should be in front."""
        assert self.turn is not None
        assert self.turn.card is not None
        return self.turn.card

    @property
    def language(self) -> str:
        """The language the person has now."""
        return str(self.talk.known["language"])

    def take(self, said: Said, at: float | None = None) -> Turn:
        """Say something to the engine, at a moment in epoch seconds."""
        now = datetime.now(UTC) if at is None else datetime.fromtimestamp(at, UTC)
        self.turn = self.engine.take(self.talk, said, now)
        self.talk = self.turn.talk
        self.fronts[self.talk.turn] += 1
        if self.turn.card and self.turn.card.title:
            self.recaps.pop(self.words(self.turn.card.title), None)  # it is open again
        for recap in self.turn.recaps:
            if recap.title:
                left = self.words(*(each.says for each in recap.paragraphs))
                self.recaps[self.words(recap.title)] = left
        return self.turn

    def words(self, *values: Value) -> str:
        """Say values one after the other, with single spaces."""
        said = " ".join(self.engine.words.say(each, self.language) for each in values)
        return " ".join(said.split())

    def pick(self, choice: str) -> Turn:
        """Tap a choice on the card in front."""
        return self.take(Tap(choice, self.talk.tag, self.talk.turn))

    def label(self, option: Option) -> str:
        """Say what a button should read."""
        tick = TICK if option.ticked else ""
        return tick + self.engine.words.say(option.label, self.language)

    def labels(self, option: Option) -> set[str]:
        """List what a button may read: a clock may have gone on before it was shown."""
        if not isinstance(option.label, time):
            return {self.label(option)}
        shown = datetime.combine(date(2000, 1, 2), option.label)
        later = [(shown + timedelta(minutes=more)).time() for more in range(-1, CLOCK_WENT_ON)]
        return {self.engine.words.say(each, self.language) for each in later}

    def options(self) -> list[Option]:
        """List the card's buttons in the order they stand."""
        help_row = [self.card.help] if self.card.help else []
        return [*self.card.options, *self.card.foot, *help_row]

    def paragraphs(self) -> list[str]:
        """List what the card should say, its title and its mark first."""
        card = self.card
        mark = (
            self.engine.notice("step_mark", n=card.mark[0], of=card.mark[1]) if card.mark else None
        )
        said = (card.title, mark, *(each.says for each in card.paragraphs))
        return [self.words(each) for each in said if each]

    def walked(self) -> list[str]:
        """List the titles of the steps on this person's way, in order; those with a mark."""
        flow = self.engine.library.flows["checkup"]
        path = self.engine._front.walk(self.talk, self.talk.sessions["checkup"]).path
        steps = [step for step in flow.steps.values() if step.numbered]
        walked = (step.title for step in steps if not step.questions.keys().isdisjoint(path))
        return [self.words(title.plain()) for title in walked if title]

    def differs(self, screen: Screen) -> str:
        """Say in what a screen differs from what it should be; empty if in nothing."""
        if screen.card is None:
            return "no card"
        options, buttons = self.options(), screen.buttons
        alike = len(options) == len(buttons) and all(
            option.id == button.choice and button.label in self.labels(option)
            for option, button in zip(options, buttons, strict=True)
        )
        if not alike:
            return f"buttons {[(each.id, self.label(each)) for each in options]}"
        if {button.turn for button in screen.buttons} != {self.talk.turn}:
            return f"buttons of turn {self.talk.turn}"
        missing = [each for each in self.paragraphs() if each not in flat(screen)]
        return f"the words {missing}" if missing else ""

    def among(self, screen: Screen) -> Screen | None:
        """Find the right card, also above others."""
        return next((each for each in screen.upwards() if not self.differs(each)), None)


def flat(screen: Screen) -> str:
    """Give all words of the screen with single spaces."""
    return " ".join(" ".join(screen.texts).split())


def shadow(engine: Engine, language: str) -> Shadow:
    """Begin with a newcomer as the bot knows them, whose phone speaks a language."""
    nearest = engine.words.nearest(language) or "en"
    return Shadow(engine, engine.begin(TAG, language=nearest, country=None))


@dataclass(slots=True)
class Walker:
    """A person and their shadow, who do everything together."""

    person: Person
    shadow: Shadow
    turns: int = 0
    seconds: float = 30.0
    ahead: bool = False
    among_twins: bool = False
    """Looks for the right card also above others: a killed bot's twins stand where they came."""
    long_way: bool = False
    """Answers so that no step is left out."""
    unhurried: bool = False
    """Waits until the card before has shrunk, before going back."""

    async def commands(self, name: str) -> None:
        """Send a command and see that the right card comes."""
        await self.person.says(f"/{name}")
        self.shadow.take(Command(name))
        await self.agrees()

    async def picks(self, choice: str) -> None:
        """Tap a choice and see that the right card comes."""
        if self.ahead:
            await self.agrees()
        if choice == "<back" and self.unhurried:
            await self.person.until(lambda now: now.tappable == 1, "only one card open")
        if self.among_twins:
            right = self.shadow.among(self.person.screen)
            button = right.choice(choice) if right else None
            assert button is not None, f"{choice}\n{self.person.screen}"
            await self.person.presses(button)
        else:
            await self.person.picks(choice)
        self.shadow.pick(choice)
        await self.agrees()

    async def types(self, words: str) -> None:
        """Type words without waiting for what comes."""
        sent = await self.person.says(words)
        self.shadow.take(Text(words, ref=sent["message_id"]), sent["date"])
        self.turns += 1
        self.ahead = True

    async def agrees_to(self, words: str, sent: dict[str, Any]) -> None:
        """Let the shadow hear words already sent, and see that the right card comes."""
        self.shadow.take(Text(words, ref=sent["message_id"]), sent["date"])
        await self.agrees()

    async def hurries(self, *choices: str) -> None:
        """Type one choice after the other by its label, without waiting for the cards between."""
        for choice in choices:
            option = next(each for each in self.shadow.options() if each.id == choice)
            await self.types(self.shadow.label(option).removeprefix(TICK))

    async def reaches_plan(self, dice: random.Random, *, typing: bool = False) -> None:
        """Answer everything in some way that is allowed, up to the plan."""
        for number in range(MOST):
            if self.shadow.card.question == LAST:
                return
            calm = typing or number > MOST // 3
            chosen = next_long if self.long_way else next_choice
            choice = chosen(self.shadow.card, dice, calm=calm)
            typed = typing and choice[0] not in "<>"
            await (self.hurries(choice) if typed else self.picks(choice))
        raise AssertionError(f"no plan after {MOST} choices: {self.shadow.card}")

    async def agrees(self) -> None:
        """Wait until the phone shows what the shadow has in front."""
        self.turns += 1
        self.ahead = False
        if self.shadow.turn is None or self.shadow.turn.card is None:
            return
        why = ""

        def same(screen: Screen) -> bool:
            nonlocal why
            why = self.shadow.differs(screen)
            return not why or (self.among_twins and self.shadow.among(screen) is not None)

        try:
            await self.person.until(same, "the shadow's card", self.seconds)
        except AssertionError as error:
            raise AssertionError(f"{why}\n{error}") from None


async def walker(world: World, engine: Engine, name: str, language: str = "en") -> Walker:
    """Meet somebody new with their shadow, at the first card."""
    met = Walker(await world.person(name, language), shadow(engine, language))
    await met.commands("start")
    return met
