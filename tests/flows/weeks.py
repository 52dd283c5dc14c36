"""A person over weeks: plans, gets reminders, answers them."""

import json
from datetime import datetime, timedelta

from flows.engine import Engine
from flows.taking.reminders import settled
from flows.values.session import Held, from_json, to_json
from flows.values.talk import Reminded, Tap
from tests.flows.person import NOW, Person

ANSWERS = {
    "safe": "yes",
    "sessions": "many",
    "change": "same",
    "flag": "none",
    "talked": "not_yet",
    "approach": "stay",
    "heard": "yes",
    "open": "yes",
    "challenged": "yes",
    "practice": "often",
    "gut": "stay",
    "decision": "take",
}

LOOK = {
    "safe": "yes",
    "since": "more",
    "sessions": "many",
    "talked": "helped",
    "did": "yes",
    "reached": "tried",
    "flag": "none",
    "heard": "yes",
    "open": "yes",
    "challenged": "yes",
    "change": "same",
    "enough": "go",
    "decision": "take",
    "instead": "as_said",
}


class Living(Person):
    """Has a check-up behind them, or in front, and time to pass."""

    def __init__(self, engine: Engine, now: datetime = NOW, **known: Held) -> None:
        super().__init__(engine, now, **{"consent": 1, "days": 400, **known})

    @property
    def until(self) -> datetime:
        """When what they said goes, if nothing comes any more; they were last here at NOW."""
        return NOW + timedelta(days=400)

    @property
    def due(self) -> datetime | None:
        """When something is next due."""
        return self.engine.due_at(self.talk)

    def begins(self) -> "Living":
        """Begin a check-up."""
        self.sends("start").taps("#begin", "#yes")
        return self

    def plans(self, **answers: str) -> "Living":
        """Go through a check-up up to its plan; what isn't named is skipped."""
        self.sends("start").taps("#begin")
        self.goes_through({**ANSWERS, **answers})
        assert self.card.question == "plan"
        self.taps("#done")
        return self

    def goes_through(self, answers: dict[str, str]) -> "Living":
        """Answer what is named, skip or go on elsewhere, until the flow's end."""
        while (
            self.turn.card
            and not self.engine.library.flows[self.card.flow].questions[self.card.question].end
        ):
            wanted = answers.get(self.card.question)
            if wanted is None:
                there = [button.id for button in self.buttons]
                wanted = next(way for way in ("<skip", "go") if way in there)
            self.take(Tap(wanted, self.talk.tag, self.talk.turn))
            assert not self.turn.stale, (self.card.question, wanted)
        return self

    def notes(self, **facts: Held) -> "Living":
        """Have facts noted, as an answer of some flow does."""
        talk = self.talk.knowing(**facts)
        self.talk = settled(self.engine._front, talk, self.now)
        return self

    def at(self, now: datetime) -> "Living":
        """Be at another moment, earlier or later."""
        self.now = now
        return self

    def given(self) -> Reminded:
        """Give out what is due now, and be written out and read back."""
        given = self.engine.remind(self.talk, self.now, self.until)
        self.talk = from_json(json.loads(json.dumps(to_json(given.talk))))
        assert self.talk == given.talk, "something is lost"
        return given

    def reminded(self) -> Reminded:
        """Let time pass until something goes out."""
        while True:
            assert self.due, "nothing is due any more"
            self.now = max(self.now, self.due)
            given = self.given()
            if given.card:
                return given

    def answers(self, button: str, name: str | None) -> "Living":
        """Tap a button of a reminder."""
        self.take(Tap(f"~{button}.{name}", self.talk.tag, 0))
        return self


def looks(person: Living, weeks: int, **answers: str) -> Living:
    """Look again after some weeks, up to the end of the follow-up."""
    person.waits(weeks=weeks)
    person.sends("history").taps("#look")
    return person.goes_through({**LOOK, **answers})


def step(person: Living) -> object:
    """Return what the plan in the check-up says comes first."""
    return plan(person).get("step")


def plan(person: Living) -> dict[str, object]:
    """Return the plan as the check-up has it."""
    front = person.engine._front
    scope = front.walk(person.talk, person.talk.sessions["checkup"]).scope
    return {name: scope.get(name) for name in ("step", "suggested", "weeks", "look_on", "heard")}
