"""What every kind of question shares: how it is written, how it looks, how it reads a reply."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator

from flows.questions.reading import Doing, Flag, Id, Numbers
from flows.values.matching import forms, match
from flows.values.scope import Scope
from flows.values.session import Held, Kept
from flows.values.talk import Message, Option, Paragraph, Value
from flows.values.texts import Label, Phrase, Words, read_phrase
from flows.values.when import Condition, holds

OWN = "own"  # the value of an answer that is the person's own words


class Frozen(BaseModel):
    """A part of a flow file: strict about its keys, never changed after it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Choice(Frozen):
    """One thing that can be chosen, and what choosing it does besides."""

    text: Label
    said: Label | None = None
    also: Label | None = None
    numbers: Numbers | None = None
    when: Condition | None = None
    alone: Flag = False
    set: dict[Id, str] = {}
    visit: Id | None = None
    say: Id | None = None
    open: Id | None = None
    anew: Id | None = None
    close: Flag = False
    do: Doing | None = None
    stay: Flag = False
    fixed: Flag = False

    @property
    def answers(self) -> bool:
        """Tell whether choosing it answers the question."""
        return not (self.stay or self.visit)

    @property
    def leaves(self) -> bool:
        """Tell whether it leads out of its flow: what was done is no answer to be ticked."""
        return self.close or bool(self.anew)


def read_choice(raw: Any) -> Choice:
    """Read `id: Label` as well as `id: {text: Label, ...}`."""
    if isinstance(raw, dict) and "one" not in raw:
        return Choice.model_validate(raw)
    return Choice(text=read_phrase(raw))


Choices = dict[Id, Annotated[Choice, PlainValidator(read_choice)]]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a question looks at when it is put or answered.

    `today` is the person's own day. `held` is the answer given before, `draft` the ticks not yet
    done with. `means` gives the forms of standard typed words and `number` reads a typed number;
    `country` reads a typed country and `cities` gives the zones that go by a typed city; `read`
    renders a value in the person's language, `day` reads a typed day: all to match typed words.
    """

    scope: Scope
    now: datetime
    today: date
    notices: Mapping[str, Phrase]
    means: Callable[[str], frozenset[str]]
    number: Callable[[str], int | None]
    country: Callable[[str], str | None]
    read: Callable[[Value], str]
    day: Callable[[str], date | None]
    cities: Callable[[str], tuple[str, ...]]
    countries: tuple[str, ...] = ()
    view: Mapping[str, str] = field(default_factory=dict)
    draft: tuple[str, ...] | None = None
    held: Held = None
    rows: tuple[tuple[str, Value], ...] = ()
    coming: tuple[tuple[str, Value], ...] = ()
    kept: tuple[Kept, ...] = ()

    def label(self, notice: str, **values: Value) -> Message:
        """Return a standard label."""
        return self.notices[notice].plain(**values)

    @property
    def page(self) -> int:
        """The page being looked at, from 0."""
        return int(self.view.get("page", "0"))

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked: not yet done with, or as it was answered."""
        held = self.held if isinstance(self.held, tuple) else ()
        return held if self.draft is None else self.draft

    def forms_of(self, buttons: Iterable[Option]) -> dict[str, frozenset[str]]:
        """Return, for each button, the normal forms of words that mean it."""
        return {button.id: forms(self.read(button.label)) for button in buttons}


@dataclass(frozen=True, slots=True)
class Face:
    """What a kind of question adds to its card; `replaces`: in place of the question's text."""

    options: tuple[Option, ...]
    foot: tuple[Option, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    columns: int | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the choice it came by where there is one; OWN: the words typed are it."""

    value: Held
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Only what is shown has changed, or what is ticked so far."""

    view: Mapping[str, str] = field(default_factory=dict)
    draft: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Visits:
    """The reply leads to another question, and back here after it."""

    question: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The reply can't be an answer here; `hint` names the notice that says why, None: own words."""

    hint: str | None = None


Outcome = Given | Looked | Visits | Unclear


class Question(Frozen):
    """One screen of a step's card. Subclasses are the kinds."""

    id: Id
    step: Id
    name: Label | None = None
    text: Words
    when: Condition | None = None
    skip: Flag = False
    next: dict[Id, Id] = {}
    aside: Flag = False
    end: Flag = False
    keep: Id | None = None
    unlisted: Flag = False
    stays: Flag = False
    own_words: Flag = True
    other_words: Id | None = None
    note: Id | None = None
    do: Doing | None = None
    brings: Doing | None = None
    ticks: Id | None = None
    choices: Choices = {}

    def face(self, asked: Asked) -> Face:
        """Return the buttons and whatever else this kind shows; here, a button for each choice."""
        return Face(self.options(asked.scope, asked.held))

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tap; None if there is no such button on it now."""
        choice = self.offered(asked.scope).get(tap)
        return Given(tap, choice) if choice else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read typed words: a button's, plainly, or none."""
        found = match(words, self.typed_forms(asked))
        outcome = self.tapped(found, asked) if found else None
        return outcome or Unclear()

    def typed_forms(self, asked: Asked) -> dict[str, frozenset[str]]:
        """Return, for each choice offered, the normal forms of words that mean it."""
        return {k: forms_of(c, asked) for k, c in self.offered(asked.scope).items()}

    def offered(self, scope: Scope) -> dict[str, Choice]:
        """Return the choices whose condition holds."""
        return {k: c for k, c in self.choices.items() if holds(c.when, scope)}

    def fits(self, value: Held, _scope: Scope) -> Held:
        """Return what of an answer still makes sense here; None if nothing does."""
        return value

    def passed(self, asked: Asked) -> Held:
        """Return what stands as the answer when words lead past this: what is ticked already."""
        return asked.held if asked.draft is None else asked.draft or None

    def outcome(self, value: Held) -> str:
        """Name the outcome of an answer, by which the flow moves on."""
        if value is None:
            return "skipped" if "skipped" in self.next else "answered"
        return value if isinstance(value, str) and value in self.next else "answered"

    def spoken(self, value: Held, scope: Scope) -> Value | None:
        """Return an answer as it reads in a sentence."""
        if isinstance(value, tuple):
            return tuple(said for one in value if (said := self.spoken(one, scope)) is not None)
        if value == OWN:
            return scope.words.get(self.id)
        choice = self.choices.get(value) if isinstance(value, str) else None
        if choice is None:
            return value
        return (choice.said or choice.text).fill(scope)

    def label_of(self, value: Held, scope: Scope) -> Value | None:
        """Return an answer as its button reads."""
        choice = self.choices.get(value) if isinstance(value, str) else None
        return choice.text.fill(scope) if choice else self.spoken(value, scope)

    def options(self, scope: Scope, held: Held) -> tuple[Option, ...]:
        """Return plain buttons for the choices; the one chosen before is ticked."""
        return tuple(
            Option(k, label, ticked=True if held == k and not c.leaves else None)
            for k, c in self.offered(scope).items()
            if (label := c.text.fill(scope)) is not None
        )


def forms_of(choice: Choice, asked: Asked) -> frozenset[str]:
    """Return the normal forms of a choice's label and its other words, in English too."""
    phrases = [p for p in (choice.text, choice.also) if p]
    messages = [m for p in phrases if (m := p.fill(asked.scope))]
    return forms(*(asked.read(m) for m in messages), *(p.text for p in phrases if not p.names))
