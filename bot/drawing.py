"""From a conversation to what is put on paper: a chart's points, a page's parts, their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from babel.dates import format_skeleton

from bot.paper import (
    ChartWords,
    Fit,
    Line,
    NothingToDrawError,
    Part,
    PlanWords,
    Point,
    Said,
    Trend,
    plan_parts,
)
from flows.engine import Engine
from flows.front import Front, state_of
from flows.looks import label, series
from flows.moments import local
from flows.questions import Question
from flows.scope import Scope
from flows.session import Conversation, Look
from flows.talk import Card, Value

FIT: Final = ("heard", "open", "challenged")
GOING: Final = "going"
CHARTED: Final = (*FIT, GOING)
LEVELS: Final = 4
"""Answers that each fit question has, from yes to no."""

KEPT: Final = "plan"
ALL_PARTS: Final = ("plan", "fit", "tried", "chart")
"""What a page can be made of; the plan is the card's own paragraphs."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn, and the same in words for who doesn't see it."""

    points: tuple[Point, ...]
    words: ChartWords


class Drawing:
    """Reads a conversation in the person's language, at a moment."""

    def __init__(self, engine: Engine, talk: Conversation, language: str, now: datetime) -> None:
        self._engine, self._library = engine, engine.library
        self._talk, self._language, self._now = talk, language, now

    def say(self, value: Value) -> str:
        """Say a value in the person's language."""
        return self._engine.words.say(value, self._language)

    def notice(self, name: str, /, **values: Value) -> str:
        """Say a standard text."""
        return self.say(self._engine.notice(name, **values))

    def chart(self) -> Chart:
        """Return what is charted of the looks so far; NothingToDrawError below two of a kind."""
        lines = series(self._library, self._talk.looks)
        points = [
            self._point(name, each.on, each.at) for name in CHARTED for each in lines.get(name, ())
        ]
        if not points:
            raise NothingToDrawError("not two looks with the same answer")
        drawn = [name for name in CHARTED if name in lines]
        told = [self._told(name, lines[name][0].at, lines[name][-1].at) for name in drawn]
        title = self.notice("chart_title")
        words = ChartWords(
            language=self._language,
            title=title,
            heard=self._name("heard"),
            open=self._name("open"),
            challenged=self._name("challenged"),
            going=self._name(GOING),
            levels=self._levels(),
            alt="\n".join([title, *told]),
        )
        return Chart(tuple(points), words)

    def page(self, wanted: Sequence[str] = ()) -> tuple[tuple[Part, ...], PlanWords]:
        """Return the parts of the plan's page, all or those wanted; NothingToDrawError if none."""
        card = self._plan()
        if card is None:
            raise NothingToDrawError("no plan")
        makers: Mapping[str, Any] = {
            "plan": lambda: plan_parts(card, self.say),
            "fit": self._fit,
            "tried": self._tried,
            "chart": self._trend,
        }
        chosen = [name for name in ALL_PARTS if name in wanted] or ALL_PARTS
        parts = tuple(part for name in chosen for part in makers[name]())
        title = self.say(card.title) if card.title else ""
        words = PlanWords(
            language=self._language,
            title=title,
            day=self.say(local(self._talk, self._now).date()),
            foot=self.notice("page_foot"),
        )
        return parts, words

    def _plan(self) -> Card | None:
        """Return the card of the plan: the one in front, else that of a flow that is done."""
        front = Front(self._library, self._engine.words)
        sessions = self._talk.sessions
        for name in dict.fromkeys([*reversed(self._talk.stack), *sessions]):
            flow = self._library.flows.get(name)
            questions = flow.questions.values() if flow else ()
            plan = next((each.id for each in questions if each.keep == KEPT), None)
            if flow and plan and state_of(flow, sessions[name]) == "done":
                session = replace(sessions[name], at=plan, back_to=None, hint=None)
                return front.card(self._talk, session, self._now)
        return None

    def _fit(self) -> tuple[Part, ...]:
        """Return the newest look's fit answers, if it has any."""
        for look in reversed(self._talk.looks):
            rows = tuple(self._row(look, name) for name in FIT if name in look.answers)
            if rows:
                return (Fit("fit", rows, heading=self.notice("page_fit", day=look.on)),)
        return ()

    def _row(self, look: Look, name: str) -> tuple[str, str, int | None]:
        question, held = self._question(name), str(look.answers[name])
        if question is None or held not in question.choices:
            return self._name(name), "", None
        place = list(question.choices).index(held)
        answer = self.say(question.choices[held].text.plain())
        return self._name(name), answer, LEVELS - 1 - place

    def _tried(self) -> tuple[Part, ...]:
        tried = self._talk.known.get("tried")
        steps = {
            name: step.name
            for flow in self._library.flows.values()
            for name, step in (flow.advice.steps.items() if flow.advice else ())
        }
        names = [steps[one] for one in tried if steps.get(one)] if isinstance(tried, tuple) else []
        front = Front(self._library, self._engine.words)
        scope = Scope(front.known(self._talk))
        lines = [name.line(scope) for name in names if name]
        said = tuple(Line(self.say(line)) for line in lines if line is not None)
        return (Said("tried", said, heading=self.notice("page_tried")),) if said else ()

    def _trend(self) -> tuple[Part, ...]:
        try:
            chart = self.chart()
        except NothingToDrawError:
            return ()
        return (Trend("chart", chart.points, chart.words, heading=chart.words.title),)

    def _question(self, name: str) -> Question | None:
        """Return the charted question of this name, as the library asks it."""
        found = (f.questions.get(name) for f in self._library.flows.values() if name in f.charted)
        return next((question for question in found if question), None)

    def _name(self, name: str) -> str:
        called = label(self._library, name)
        return self.say(called) if called else name

    def _levels(self) -> tuple[str, str, str, str]:
        question = next((q for name in FIT if (q := self._question(name))), None)
        labels = [self.say(c.text.plain()) for c in question.choices.values()] if question else []
        if len(labels) != LEVELS:
            return ("0", "1", "2", "3")
        yes, mostly, hardly, no = labels
        return no, hardly, mostly, yes

    def _point(self, name: str, day: date, at: float) -> Point:
        written = format_skeleton("MMMd", day, locale=self._language.replace("-", "_"))
        value = round(at * (10 if name == GOING else LEVELS - 1))
        return Point(day, written, **{name: value})

    def _told(self, name: str, first: float, last: float) -> str:
        """Say how one line of the chart begins and ends."""
        levels = self._levels()
        before, now = (
            str(round(at * 10)) if name == GOING else levels[round(at * (LEVELS - 1))]
            for at in (first, last)
        )
        return self.notice("chart_line", name=self._name(name), before=before, now=now)
