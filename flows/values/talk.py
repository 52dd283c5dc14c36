"""The values that cross the door: what a person said, what is said back, and the turn between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from flows.values.session import Conversation


@dataclass(frozen=True, slots=True)
class Text:
    """Words a person typed; `ref` names the message they stand in, so that an edit finds them."""

    words: str
    ref: int = 0
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button: the choice it stands for, and the conversation and turn it was shown in."""

    choice: str
    tag: str
    turn: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command such as /plan, without its slash; what followed it is never interpreted."""

    name: str


Said = Text | Tap | Command


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the library by its place and its English; `words` renders it in a language.

    `values` fill its `{names}`. With `other` and `number` it is a plural form.
    """

    where: str
    text: str
    other: str | None = None
    number: str | None = None
    values: Mapping[str, "Value"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Territory:
    """A country by its ISO code; `words` gives its name in a language."""

    code: str


@dataclass(frozen=True, slots=True)
class City:
    """A time zone by its IANA name; `words` gives its city's name in a language."""

    zone: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that may be of another year, or is read much later; `words` writes its year too."""

    day: date


Value = str | int | date | time | Message | Territory | City | Dated | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a quote is set apart, as a line to say or a person's own words.

    `part` names the part of a page that it belongs to, where a person chooses those. `lines` marks
    one of the help lines: it is there to be copied, and waits for nothing.
    """

    says: Value
    quote: bool = False
    part: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A button. `ticked` is None where nothing can be ticked."""

    id: str
    label: Value
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in front of the person: one question of one step, with its buttons.

    `mark` is (this step, steps on this person's way). `foot` is the row Back · Skip · More/Done,
    `help` the row below it. `columns` is a wish of the question's kind; None leaves it to the
    screen. A `keep` card is a message of its own that can be copied and forwarded.
    """

    flow: str
    step: str
    question: str
    title: Message | None
    mark: tuple[int, int] | None
    paragraphs: tuple[Paragraph, ...]
    options: tuple[Option, ...]
    foot: tuple[Option, ...] = ()
    help: Option | None = None
    columns: int | None = None
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class Recap:
    """The few lines a finished step's card shrinks to."""

    flow: str
    step: str
    title: Message | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A message of its own, made to be copied and forwarded.

    Where nothing is in front afterwards, the last one stands in the card's place; it has the
    button for `help`, which is on every screen.
    """

    paragraphs: tuple[Paragraph, ...]
    help: Option | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the bot does after this turn: erase, forget, clear_chat, pdf, chart, or keep.

    The plan as a pdf and the chart are asked for; a chart that comes along is not sent where
    others see the phone, and where there is nothing to draw nothing is said. What a question does
    once it is answered has that answer in its `body`, as the parts of a page.

    To keep is to hold a copy for the history: of a `kind`, the answers in `body`, and for a card
    that is for keeping also its text as shown; `ref` is what that is asked for by later.
    """

    name: str
    kind: str = ""
    body: Mapping[str, Any] | None = None
    ref: str = ""


ENDINGS = {"erase": "erased", "forget": "forgotten"}
"""Effects after which nothing is left, and the notice that says so where the dialogue does not."""

EFFECTS = frozenset({*ENDINGS, "clear_chat", "pdf", "chart", "chart_along", "earlier"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one thing said leads to: where the person stands now, and what they are to see.

    `card` is what stands in front afterwards, None if nothing does. `fresh` asks for it as a new
    message below what was typed. A `stale` turn changed nothing: the tap came from an old button.
    `recaps` are of steps just finished or changed; `says` are messages of their own, sent before
    the card; `toast` is the short answer to a tap. `reminder` names the reminder that was
    answered: the message it came in needs its buttons no longer.
    """

    talk: Conversation
    card: Card | None = None
    fresh: bool = False
    stale: bool = False
    recaps: tuple[Recap, ...] = ()
    says: tuple[Say, ...] = ()
    toast: Message | None = None
    effects: tuple[Effect, ...] = ()
    reminder: str | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of giving out what is due: the card to send silently, None if nothing goes.

    It may be sent until `not_after` and not later. `name` is the reminder's, `dropped` counts
    those that came too late to make sense.
    """

    talk: Conversation
    name: str | None = None
    card: Card | None = None
    not_after: datetime | None = None
    dropped: int = 0
