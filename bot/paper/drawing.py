"""From a conversation to what is put on paper: the chart, and the parts of the plan's page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.paper import (
    Fit,
    Line,
    NothingToDrawError,
    Part,
    PlanWords,
    Said,
    Trend,
    plan_parts,
)
from bot.paper.charting import FIT, LEVELS, Chart, Charting
from flows.checks.lookcheck import OFF_PAPER
from flows.engine import Engine
from flows.place.front import Front, state_of
from flows.place.looks import in_turns
from flows.place.moments import local
from flows.taking.history import decision_of
from flows.values.scope import Scope
from flows.values.session import Conversation, Look, Session
from flows.values.talk import Card, Dated, Message, Paragraph, Value

KEPT: Final = "plan"
ALL: Final = "all"


class Drawing:
    """Reads a conversation in the person's language, at a moment."""

    def __init__(self, engine: Engine, talk: Conversation, language: str, now: datetime) -> None:
        self._engine, self._library = engine, engine.library
        self._talk, self._language = talk, language
        self._now, self._today = now, local(talk, now).date()
        self._front = Front(engine.library, engine.words, engine.facts, now)
        self._charting = Charting(engine, language, self._today)

    def say(self, value: Value) -> str:
        """Say a value in the person's language; a day with its year, as paper is read later."""
        return self._engine.words.say(_dated(value), self._language)

    def notice(self, name: str, /, **values: Value) -> str:
        """Say a standard text."""
        return self.say(self._engine.notice(name, **values))

    def file_name(self, end: str) -> str:
        """Name a file by its day; the name may be seen by others on the phone."""
        return f"{self.notice('file_name', day=self._today.isoformat())}.{end}"

    def chart(self) -> Chart:
        """Return what is charted of the looks so far; NothingToDrawError below two of a kind."""
        return self._charting.chart(self._talk.looks)

    def page(self, wanted: Sequence[str] = ()) -> tuple[tuple[Part, ...], PlanWords]:
        """Return the parts of the plan's page, all or those wanted; NothingToDrawError if none.

        Parts are those that the plan's paragraphs name, then what was tried and the chart. What
        belongs to no part is the last line, on every page.
        """
        plan = self._plan()
        if plan is None:
            raise NothingToDrawError("no plan")
        title, paragraphs = plan
        whole = ALL in wanted or not wanted
        said = plan_parts([one for one in paragraphs if one.part != OFF_PAPER], self.say)
        parts: list[Part] = [part for part in said if part.id and (whole or part.id in wanted)]
        more: Mapping[str, Callable[[], tuple[Part, ...]]] = {
            "tried": self._tried,
            "chart": self._trend,
        }
        parts += [part for name in more if whole or name in wanted for part in more[name]()]
        last = [part for part in said if not part.id]
        if not parts and not (whole and last):
            raise NothingToDrawError("nothing of what was chosen")
        words = PlanWords(
            language=self._language,
            title=self.say(title) if title else "",
            day=self.say(self._today),
            foot=self.notice("page_foot"),
        )
        return (*self._with_fit(parts), *last), words

    def _plan(self) -> tuple[Message | None, tuple[Paragraph, ...]] | None:
        """Return the title and paragraphs of the plan: that in front, else one that is done.

        Where its flow looks back at another, most of it stands in that one's plan; what was
        decided is that of the newer one.
        """
        sessions = self._talk.sessions
        for name in dict.fromkeys([*reversed(self._talk.stack), *sessions]):
            card = self._card(sessions.get(name), done=True)
            if card is None:
                continue
            base = self._library.flows[name].base or ""
            beneath = self._card(sessions.get(base), done=False)
            if beneath is None:
                return card.title, card.paragraphs
            newer = decision_of(self._front, base)
            return beneath.title, _joined(beneath.paragraphs, card.paragraphs, newer)
        return None

    def _card(self, session: Session | None, *, done: bool) -> Card | None:
        """Return the plan's card of a session, if its flow has one, and if it is as `done`."""
        flow = self._library.flows.get(session.flow) if session else None
        plan = next((q.id for q in flow.questions.values() if q.keep == KEPT), None) if flow else ""
        if session is None or flow is None or not plan:
            return None
        if done and state_of(flow, session) != "done":
            return None
        session = replace(session, at=plan, back_to=None, hint=None)
        return self._front.card(self._talk, session, self._now)

    def _with_fit(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """Put the newest fit answers as a table in the place of the words for them."""
        table = self._fit()
        return tuple(table if part.id == "fit" and table else part for part in parts)

    def _fit(self) -> Fit | None:
        """Return the newest fit answers; those of a look that asks one of them only come last."""
        small = [look for look in self._talk.looks if in_turns(self._library, look)]
        whole = [look for look in self._talk.looks if look not in small]
        for look in (*reversed(whole), *reversed(small)):
            rows = tuple(self._row(look, name) for name in FIT if name in look.answers)
            if rows:
                return Fit("fit", rows, heading=self.notice("page_fit", day=look.on))
        return None

    def _row(self, look: Look, name: str) -> tuple[str, str, int | None]:
        question, held = self._charting.question(name), str(look.answers[name])
        if question is None or held not in question.choices:
            return self._charting.name(name), "", None
        place = list(question.choices).index(held)
        answer = self.say(question.choices[held].text.plain())
        return self._charting.name(name), answer, LEVELS - 1 - place

    def _tried(self) -> tuple[Part, ...]:
        tried = self._talk.known.get("tried")
        steps = {
            name: step.tried or step.name
            for flow in self._library.flows.values()
            for name, step in (flow.advice.steps.items() if flow.advice else ())
        }
        names = [steps[one] for one in tried if steps.get(one)] if isinstance(tried, tuple) else []
        scope = Scope(self._front.known(self._talk))
        lines = [name.line(scope) for name in names if name]
        said = tuple(Line(self.say(line)) for line in lines if line is not None)
        return (Said("tried", said, heading=self.notice("page_tried")),) if said else ()

    def _trend(self) -> tuple[Part, ...]:
        try:
            chart = self.chart()
        except NothingToDrawError:
            return ()
        return (Trend("chart", chart.points, chart.words, heading=chart.words.title),)


def _joined(
    paragraphs: Iterable[Paragraph], newer: Sequence[Paragraph], part: str
) -> tuple[Paragraph, ...]:
    """Put what is newer of one part in the place of what is older."""
    instead = tuple(one for one in newer if one.part == part)
    found: list[Paragraph] = []
    for one in paragraphs:
        if one.part != part or not instead:
            found.append(one)
        elif instead[0] not in found:
            found += instead
    return tuple(found)


def _dated(value: Value) -> Value:
    """Write every day in a value with its year."""
    if isinstance(value, date):
        return Dated(value)
    if isinstance(value, tuple):
        return tuple(_dated(one) for one in value)
    if isinstance(value, Message):
        return replace(value, values={name: _dated(one) for name, one in value.values.items()})
    return value
