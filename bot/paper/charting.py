"""From the looks of a conversation to a chart: its points, its words, the same for a reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_skeleton

from bot.paper import ChartWords, NothingToDrawError, Point
from flows.engine import Engine
from flows.place.looks import Point as At
from flows.place.looks import charted, series
from flows.questions import Question
from flows.values.scope import Scope
from flows.values.session import Look
from flows.values.talk import Value

FIT: Final = ("heard", "open", "challenged")
GOING: Final = "going"
CHANGE: Final = "change"
"""Charted where there is nothing else, as for people without a therapist."""

TENTHS: Final = 10
LEVELS: Final = 4
"""Answers that each charted question has, from the best to the worst."""

Levels = tuple[str, str, str, str]
UNNAMED: Final[Levels] = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn, and the same in words for who doesn't see it."""

    points: tuple[Point, ...]
    words: ChartWords


class Charting:
    """Charts looks in a language; a day of another year than `today` is written with its year."""

    def __init__(self, engine: Engine, language: str, today: date) -> None:
        self._engine, self._library = engine, engine.library
        self._language, self._today = language, today

    def say(self, value: Value) -> str:
        """Say a value in the person's language."""
        return self._engine.words.say(value, self._language)

    def notice(self, name: str, /, **values: Value) -> str:
        """Say a standard text."""
        return self.say(self._engine.notice(name, **values))

    def chart(self, looks: Sequence[Look]) -> Chart:
        """Return what is charted of these looks; NothingToDrawError below two of a kind."""
        lines = series(self._library, looks)
        names: list[str] = [name for name in (*FIT, GOING) if name in lines]
        names = names or [name for name in lines if name == CHANGE]
        if not names:
            raise NothingToDrawError("not two looks with the same answer")
        points = [self._point(name, one, looks) for name in names for one in lines[name]]
        title = self.notice("chart_title")
        words = ChartWords(
            language=self._language,
            title=title,
            heard=self.name("heard"),
            open=self.name("open"),
            challenged=self.name("challenged"),
            going=self.name(GOING),
            levels=self._levels(next((name for name in FIT if name in names), FIT[0])),
            change=self.name(CHANGE),
            changes=self._levels(CHANGE),
            alt="\n".join([title, *(self._told(name, lines[name]) for name in names)]),
        )
        return Chart(tuple(points), words)

    def name(self, name: str) -> str:
        """Say what a charted question is called."""
        if name == CHANGE:  # since the start at first, then since the time before
            return self.notice("chart_change")
        question = self.question(name)
        return self.say(question.name.plain()) if question and question.name else name

    def question(self, name: str) -> Question | None:
        """Return the charted question of this name, as the library asks it."""
        return charted(self._library, name)

    def _levels(self, name: str) -> Levels:
        """Return the answers as their buttons read, from the worst to the best."""
        question = self.question(name)
        labels = [self.say(c.text.plain()) for c in question.choices.values()] if question else []
        if len(labels) != LEVELS:
            return UNNAMED
        best, good, poor, worst = labels
        return worst, poor, good, best

    def _point(self, name: str, one: At, looks: Sequence[Look]) -> Point:
        within = {look.on.year for look in looks} == {self._today.year}
        skeleton = "MMMd" if within else "yMMMd"
        written = format_skeleton(skeleton, one.on, locale=self._language.replace("-", "_"))
        values: Mapping[str, int] = {name: _placed(name, one.at)}
        return Point(one.on, written, **values)

    def _told(self, name: str, line: Sequence[At]) -> str:
        """Say how one line of the chart begins and ends, and how low and high it came."""
        low, *_, high = sorted(line, key=lambda one: one.at)
        told = {"before": line[0], "now": line[-1], "lowest": low, "highest": high}
        values: dict[str, Value] = {key: self._spoken(name, one) for key, one in told.items()}
        range_told = {low.at, high.at} != {line[0].at, line[-1].at}
        kind = "chart_line_range" if range_told else "chart_line"
        return self.notice(kind, name=self.name(name), count=len(line), **values)

    def _spoken(self, name: str, one: At) -> str:
        """Say one answer as it reads inside a sentence."""
        place = _placed(name, one.at)
        if name == GOING:
            return self.notice("out_of_ten", value=place)
        question = self.question(name)
        ids = list(question.choices) if question else []
        if question is None or len(ids) != LEVELS:
            return str(place)
        said = question.spoken(ids[LEVELS - 1 - place], Scope({}))
        return self.say(said) if said is not None else str(place)


def _placed(name: str, at: float) -> int:
    return round(at * (TENTHS if name == GOING else LEVELS - 1))
