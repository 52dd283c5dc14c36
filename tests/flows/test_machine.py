"""Anybody doing anything, in any order: the engine never fails and never loses an answer."""

import os
from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.engine import Engine
from flows.load import load_library
from flows.questions.base import Choice
from flows.values.session import Session
from flows.values.talk import Card, Command, Said, Tap, Text
from flows.values.words import Words
from tests.flows.holds import comes_to_the_plan, nothing_lost, seen, ticks_count
from tests.flows.person import Person

FULL = os.environ.get("CHECKUP_TESTS") == "full"
ENGINE = Engine(load_library(), Words())
COMMANDS = sorted(ENGINE.library.commands)
JUNK = (
    "", " ", "no", "yes", "12", "help", "suicide", "I want to stop therapy", "{name} {0} {",
    "🤷‍♀️ 🙂", "لا أعرف ماذا أقول", "\u202ereversed", "a\nb, c; d", "5 December", "friday",
    "2027-01-01",
    "x" * 5_000, "😀" * 6_500, "\x00\x07", "done", "skip", "back", "-", "100%", "<b>bold</b>",
)  # fmt: skip
OLD = (
    "yes",
    "<back",
    "<skip",
    "<help",
    "!done",
    "+dread",
    ">1",
    "?cbt",
    "#safe",
    "@2026-03-09",
    "",
)
AWAY = ("kept", "young", "language", "settings", "about", "over", "again", "stop", "done", "help")
KNOWN_FROM_BEFORE = st.fixed_dictionaries(
    {"consent": st.just(1)},
    optional={
        "country": st.sampled_from(["GB", "DE", "ZZ", "elsewhere"]),
        "quiet": st.just("yes"),
        "full_windows": st.integers(0, 2),
        "talk_suggested": st.integers(0, 2),
        "worse_before": st.just("yes"),
        "tried": st.lists(st.sampled_from(["load", "approach", "talk"]), unique=True).map(tuple),
    },
)


def asked_of(choice: Choice) -> set[str]:
    """Name what is asked before a choice is offered."""
    return {test.name for test in choice.when.tests()} if choice.when else set()


def what_it_is(card: Card | None) -> object:
    """Tell a card by all but its words: its place, its mark, and what can be tapped and is.

    What is offered to those who speak one language alone is left out. Countries are in whatever
    order, those where the language is spoken first.
    """
    if card is None:
        return None
    question = ENGINE.library.flows[card.flow].questions[card.question]
    some = {name for name, choice in question.choices.items() if "language" in asked_of(choice)}
    shown = "A country" if question.ask == "country" else ""
    buttons = (*card.options, *card.foot, *((card.help,) if card.help else ()))
    ids = [
        (shown if shown and button.id.isupper() else button.id, button.ticked)
        for button in buttons
        if button.id not in some
    ]
    return card.flow, card.step, card.question, card.mark, card.keep, ids


class Anybody(RuleBasedStateMachine):
    """One person; what they do is chosen at random."""

    @initialize(before=st.one_of(st.just({}), KNOWN_FROM_BEFORE))
    def begins(self, before: dict[str, object]) -> None:
        """Come for the first time, or with a history."""
        known = {"days": 400, "operator": None, "privacy_url": None, **before}
        self.person = Person(ENGINE, **known)  # type: ignore[arg-type]
        self.does(Command("start"))

    def does(self, said: Said) -> None:
        """Do one thing, and look at all that came of it."""
        before = self.person.talk
        at = before.front.at if before.front else None
        self.person.take(said)
        after = self.person.talk
        place_before = (before.stack, at)
        place = (after.stack, after.front.at if after.front else None)
        assert after.turn == before.turn + (place != place_before)
        assert after.tag == before.tag
        assert len(after.stack) <= 3
        answered = {at or ""}
        if isinstance(said, Text) and said.edited and before.typed:
            answered.add(before.typed.question)
        self.keeps(before.sessions.get("checkup"), answered)
        seen(ENGINE, self.person.turn)

    def keeps(self, before: Session | None, answered: set[str]) -> None:
        """No answer is gone unless the check-up was begun anew, and then it went to the history."""
        after = self.person.talk.sessions.get("checkup")
        kept = [effect for effect in self.person.turn.effects if effect.kind == "checkup"]
        if before and before.answers and after and not after.answers:
            # Who has been at the plan and looks at a question from there has it kept by then.
            at = before.back_to or before.at
            assert kept or ENGINE.library.flows["checkup"].questions[at].end
            return
        nothing_lost(before, after, answered)

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        """Tap any button in sight."""
        buttons = self.person.buttons
        if buttons:
            button = data.draw(st.sampled_from([b.id for b in buttons]))
            self.does(Tap(button, self.person.talk.tag, self.person.talk.turn))

    @rule(seed=st.integers(0, 10_000), times=st.integers(10, 40))
    def answers(self, seed: int, times: int) -> None:
        """Answer some questions in a row, as most people do most of the time."""
        chance = Random(seed)
        for _ in range(times):
            self.answers_one(chance)

    def answers_one(self, chance: Random) -> None:
        """Tap some answer, or go back to where there are any."""
        card = self.person.turn.card
        if card is None or card.flow not in ("checkup", "home", "welcome"):
            self.does(Command("continue"))
            return
        buttons = [b.id for b in (*card.options, *card.foot) if b.id != "<back"]
        button = chance.choice([b for b in buttons if b not in AWAY] or buttons)
        self.does(Tap(button, self.person.talk.tag, self.person.talk.turn))

    @rule(choice=st.sampled_from(OLD), age=st.integers(0, 3), tag=st.sampled_from(["", "tag1"]))
    def taps_an_old_button(self, choice: str, age: int, tag: str) -> None:
        """Tap something that stood there before, or never."""
        before = self.person.talk
        self.does(Tap(choice, tag, before.turn - age))
        if age or tag != before.tag:
            # Time may have ended a reminder; what was said and where they stand stays.
            assert replace(self.person.talk, reminders=before.reminders) == before
            assert self.person.turn.stale
            assert self.person.turn.toast

    @rule(words=st.one_of(st.sampled_from(JUNK), st.text(max_size=40)), ref=st.integers(1, 5))
    def types(self, words: str, ref: int) -> None:
        """Type anything at all."""
        before = self.person.talk.front
        plain = {words.strip().lower()}.isdisjoint(map(str.lower, self.person.labels))
        self.does(Text(words, ref))
        if plain:
            ticks_count(before, self.person.talk.front, words)
        assert self.person.turn.card or self.person.turn.says

    @rule(seed=st.integers(0, 10_000))
    def ticks_and_types(self, seed: int) -> None:
        """Tick what is to be ticked next, then write twice what is on no button."""
        chance = Random(seed)
        for _ in range(12):
            ticks = [b.id for b in self.person.buttons if b.id[:1] == "+"]
            if ticks and self.person.card.flow == "checkup":
                self.does(Tap(chance.choice(ticks), self.person.talk.tag, self.person.talk.turn))
                self.types("it is hard to say", 8)
                self.waits(0.001)
                self.types("harder than that", 9)
                return
            self.answers_one(chance)

    @rule(data=st.data())
    def types_a_label(self, data: st.DataObject) -> None:
        """Type what stands on a button."""
        if self.person.buttons:
            self.does(Text(data.draw(st.sampled_from(self.person.labels)), 6))

    @rule(words=st.sampled_from(JUNK), ref=st.integers(1, 7))
    def edits(self, words: str, ref: int) -> None:
        """Change a text typed before, or one never seen."""
        self.does(Text(words, ref, edited=True))

    @rule(name=st.sampled_from([*COMMANDS, "dance", ""]))
    def sends(self, name: str) -> None:
        """Send a command, known or not."""
        self.does(Command(name))

    @rule(language=st.sampled_from([*ENGINE.words.languages, "xx"]))
    def switches(self, language: str) -> None:
        """Change the language; the card in front is the same, in other words."""
        card = ENGINE.face(self.person.talk, self.person.now)
        self.person.talk = self.person.talk.knowing(language=language)
        assert what_it_is(ENGINE.face(self.person.talk, self.person.now)) == what_it_is(card)

    @rule(days=st.sampled_from([0.00004, 1, 40, 400]))
    def waits(self, days: float) -> None:
        """Come back seconds, days or a year later."""
        self.person.waits(days=days)

    @precondition(lambda self: self.person.turn.card is not None)
    @rule()
    def asks_for_help(self) -> None:
        """Help is one tap away from every card but its own."""
        card = self.person.card
        if card.help:
            self.does(Tap(card.help.id, self.person.talk.tag, self.person.talk.turn))
        assert self.person.card.flow == "help_now"

    @invariant()
    def is_shown_what_is_open(self) -> None:
        """See that what stands in front can be put up again at any time."""
        if hasattr(self, "person"):
            again = ENGINE.face(self.person.talk, self.person.now)
            assert (again is None) == (not self.person.talk.stack)

    def teardown(self) -> None:
        """However it went, the plan can still be reached."""
        if hasattr(self, "person"):
            self.person.talk = self.person.talk.knowing(language="en", consent=1)
            self.person.sends("checkup")
            comes_to_the_plan(self.person)


TestAnybody = pytest.mark.timeout(600)(Anybody.TestCase)
TestAnybody.settings = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate] if not FULL else list(Phase),
    max_examples=100 if FULL else 60,
    stateful_step_count=40 if FULL else 20,
)
