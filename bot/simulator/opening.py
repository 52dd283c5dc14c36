"""Starting inside one flow: /start opens it, for somebody who has lived through what it needs."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.flowtools.person import NoSuchButtonError, Person
from bot.flowtools.shown import Button
from flows.content.library import Library, Opens
from flows.engine import Engine
from flows.values.session import Conversation, Held
from flows.values.talk import Command, Said, Turn

BEFORE: Final = timedelta(days=30)
"""How long ago what a flow looks back at was done."""

MOST: Final = 80
SAID: Final = {
    "safe": "yes",
    "sessions": "many",
    "change": "same",
    "flag": "none",
    "talked": "not_yet",
    "zone": "London",
}
"""What was answered there; elsewhere the first answer that leads on."""

ASIDE: Final = "+-?*@#<>~"
"""What the ids of buttons begin with that do not lead on."""


def opening(library: Library, flow: str) -> Library:
    """Let /start open one flow, for somebody who has agreed to everything; "" changes nothing."""
    if not flow:
        return library
    start = library.commands["start"]
    given = {**start.set, "consent": "1"}
    fresh = start.model_copy(update={"open": Opens(((None, flow),)), "set": given})
    return replace(library, commands={**library.commands, "start": fresh})


class Opening(Engine):
    """An engine whose library is an `opening` one; who starts has what that flow looks back at."""

    def take(self, talk: Conversation, said: Said, now: datetime) -> Turn:
        """Take one thing said."""
        if said == Command("start"):
            (_, name), *others = self.library.commands["start"].open.cases
            base = self._before(name)
            if base and not others and self._front.known(talk)[f"{base}_state"] != "done":
                talk = self._after(base, talk, now)
        return super().take(talk, said, now)

    def _before(self, name: str) -> str | None:
        """Name the flow that must be done with before this one: it looks back at it or needs it."""
        flow = self.library.flows[name]
        needed = {test.name: test.values for test in flow.needs.tests()} if flow.needs else {}
        done = (each for each in self.library.flows if "done" in needed.get(f"{each}_state", ()))
        return flow.base or next(done, None)

    def _after(self, base: str, talk: Conversation, now: datetime) -> Conversation:
        """Give somebody what they would have after a flow that they did some time ago."""
        known: dict[str, Held] = {**talk.known, "consent": "1"}
        person = Person(self, now - BEFORE, known)
        person.opens(base)
        with suppress(NoSuchButtonError):  # flows under work may lead nowhere: then so does this
            for _ in range(MOST):
                if self._front.known(person.talk)[f"{base}_state"] == "done":
                    break
                _answer(person)
        lived = person.talk
        missing = {name: held for name, held in lived.known.items() if known.get(name) is None}
        sessions = {**talk.sessions, base: lived.sessions[base]}
        return replace(talk, sessions=sessions, looks=lived.looks, known={**known, **missing})


def _answer(person: Person) -> None:
    """Answer the question in front, as whoever is in no hurry and in no danger would."""
    front = person.talk.front
    said = SAID.get(front.at if front else "", "")
    every = person.seen.card.every if person.seen.card else ()
    if said[:1].isupper():
        person.says(said)
        return
    ids = [button.id for button in every]
    person.taps(f"#{said if said in ids else _onward(every)}")


def _onward(every: tuple[Button, ...]) -> str:
    ticked = any(button.ticked for button in every)
    ids = [button.id for button in every]
    if "!done" in ids:
        ticks = [each for each in ids if each.startswith("+") and not ticked]
        return ticks[0] if ticks else "!done"
    onward = [each for each in ids if each[0] not in ASIDE]
    return onward[0] if onward else "<skip"
