"""What can be put on paper: a chart of what people answered, and the parts of a plan's page.

All words come in as strings, already in the person's language and with their dates written out.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MOST_POINTS = 30
"""A chart shows this many days, the newest; more would touch each other on a phone."""


class PaperError(Exception):
    """Something could not be put on paper."""


class NothingToDrawError(PaperError):
    """There is no answer to draw, or no part was chosen."""


class TooMuchError(PaperError):
    """There are more words than a few pages hold."""


class NotDrawnError(PaperError):
    """The typesetting itself failed; what it said is logged nowhere, it may hold their words."""


class PanickedError(NotDrawnError):
    """The typesetter itself broke; nobody knows what it is left as."""


class BusyError(PaperError):
    """Too many are waiting already; try again later."""


class ClosedError(PaperError):
    """Nothing is made any more: the paper was closed."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was answered on a day; None where it wasn't asked.

    The three fit answers are 0 (no) to 3 (yes), `change` is 0 (worse) to 3 (better), `going` is 0
    to 10. `label` is the day as written in the person's language; short ones read best ("12 Mar").
    """

    day: date
    label: str
    heard: int | None = None
    open: int | None = None
    challenged: int | None = None
    going: int | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words of a chart, and the language they are in ("pt_BR").

    `levels` go from no (0) to yes (3), `changes` from worse (0) to better (3), `marks` stand at
    0, 5 and 10. `alt` is read out instead of the chart in a PDF.
    """

    language: str
    title: str
    heard: str
    open: str
    challenged: str
    going: str
    levels: tuple[str, str, str, str]
    marks: tuple[str, str, str] = ("0", "5", "10")
    alt: str = ""
    change: str = ""
    changes: tuple[str, str, str, str] = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class Line:
    """Some words of a part: plain, with `lead` in bold before them, a quote, or the last line."""

    words: str
    lead: str = ""
    style: Literal["plain", "quote", "last"] = "plain"


@dataclass(frozen=True, slots=True)
class Said:
    """A part made of words. `id` is what a person chooses it by; without one it always stands."""

    id: str
    lines: tuple[Line, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """A part with the fit answers: each its name, its answer in words, and 0 to 3 or None."""

    id: str
    rows: tuple[tuple[str, str, int | None], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A part with the chart in it; the heading stands in place of the chart's title."""

    id: str
    points: tuple[Point, ...]
    words: ChartWords
    heading: str = ""


Part = Said | Fit | Trend


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What stands around the parts: the language, the title, the day it was made, a small foot."""

    language: str
    title: str
    day: str = ""
    foot: str = ""
