"""What stands in front of a person: the card of the question they are at, worked out anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.content.flow import Flow
from flows.content.library import Library
from flows.content.machine import OVER
from flows.place.beneath import Beneath
from flows.place.looks import looks_told
from flows.place.moments import foreseen, hour_of, local, zone_of
from flows.place.there import earlier, there
from flows.place.typed import Reader
from flows.place.walk import Walk, ahead, scope_of, walk
from flows.questions import Asked, Question
from flows.questions.base import OWN, Face
from flows.values.scope import Scope
from flows.values.session import Conversation, Held, Session
from flows.values.talk import Card, Message, Option, Paragraph, Recap, Value
from flows.values.words import Words

HELP_BUTTON = "<help"


def state_of(flow: Flow, session: Session | None) -> str:
    """Return how far a flow has come: none, open, or done."""
    if session is None or not (session.answers or session.words):
        return "none"
    end = flow.questions.get(session.back_to or session.at)
    return "done" if end and end.end else "open"


@dataclass(frozen=True, slots=True)
class Front:
    """Puts cards together from a library, in the words of a language only where it must read.

    `facts` are known alike of everybody: who runs the bot, how long it keeps what was said.
    `now` is the moment looked from; without one no day is past.
    """

    library: Library
    words: Words
    facts: Mapping[str, Held] = field(default_factory=dict)
    now: datetime | None = None

    def known(self, talk: Conversation) -> dict[str, Held]:
        """Return what is known of the person, how far each flow has come, and what there is."""
        states: dict[str, Held] = {
            f"{name}_state": state_of(flow, talk.sessions.get(name))
            for name, flow in self.library.flows.items()
        }
        found = there(self.library, talk, states, self.now)
        return {**talk.known, **self.facts, **states, **found}

    def today(self, talk: Conversation, now: datetime) -> date:
        """Return the person's own day, where their zone is known."""
        return local(talk, now).date()

    def beneath(self, talk: Conversation, session: Session) -> Beneath | None:
        """Return what a session that looks back finds beneath it, if that is there."""
        name = self.library.flows[session.flow].base
        base = session.base or talk.sessions.get(name or "")
        if not name or base is None or base.flow not in self.library.flows:
            return None
        flow = self.library.flows[base.flow]
        scope = scope_of(flow, base, {**self.known(talk), **session.past})
        walk(flow, self.library.tables[base.flow], base, scope)
        return Beneath(flow, scope, session.past)

    def walk(self, talk: Conversation, session: Session) -> Walk:
        """Walk a session as it stands."""
        flow = self.library.flows[session.flow]
        scope = scope_of(flow, session, self.known(talk), self.beneath(talk, session))
        walked = walk(flow, self.library.tables[session.flow], session, scope)
        scope.lists = {
            "lines": self._lines,
            "own_words": lambda _here, _all: self._own_words(walked),
            "looks": lambda here, _all: looks_told(self.library, talk, here),
        }
        return walked

    def asked(self, talk: Conversation, session: Session, walked: Walk, now: datetime) -> Asked:
        """Return what the session's open question looks at."""
        language, today = str(talk.known.get("language")), self.today(talk, now)
        question = self.library.flows[session.flow].questions[session.at]
        reader = Reader(
            self.library, self.words, language, today, sure=zone_of(talk, today) is not None
        )
        return Asked(
            scope=walked.scope,
            now=now,
            today=today,
            notices=self.library.notices,
            means=reader.means,
            number=reader.number,
            country=reader.country,
            cities=reader.cities,
            day=reader.day,
            read=lambda value: self.words.say(value, language),
            countries=self.library.lines.order(language),
            view=session.view,
            draft=session.drafts.get(question.id),
            held=_held(question, session, walked),
            rows=self._rows(session, walked),
            coming=self._coming(talk, now),
            kept=earlier(talk, walked.scope.known),
        )

    def card(self, talk: Conversation, session: Session, now: datetime) -> Card:
        """Return the card of the question a session is at."""
        flow = self.library.flows[session.flow]
        question = flow.questions[session.at]
        walked = self.walk(talk, session)
        face = question.face(self.asked(talk, session, walked, now))
        step = flow.steps[question.step]
        hint = (Paragraph(self.notice(session.hint)),) if session.hint else ()
        text = () if face.replaces else question.text.say(walked.scope)
        return Card(
            flow=flow.flow,
            step=question.step,
            question=session.at,
            title=step.title.plain() if step.title else None,
            mark=self._mark(flow, walked, question.step),
            paragraphs=(*hint, *text, *face.paragraphs),
            options=face.options,
            foot=self._foot(flow, session, walked, face),
            help=None if flow.quiet_foot else self.help(),
            columns=face.columns,
            keep=question.keep,
        )

    def recap(self, talk: Conversation, session: Session, step: str) -> Recap | None:
        """Return what a step's card shrinks to, if it leaves anything."""
        flow = self.library.flows[session.flow]
        wanted = flow.steps[step]
        if wanted.recap is None:
            return None
        says = wanted.recap.say(self.walk(talk, session).scope)
        title = wanted.title.plain() if wanted.title else None
        return Recap(session.flow, step, title, says) if says else None

    def help(self) -> Option:
        """Return the button that opens help now."""
        return Option(HELP_BUTTON, self.notice("help"))

    def notice(self, name: str, /, **values: Value) -> Message:
        """Return a standard text."""
        return self.library.notices[name].plain(**values)

    def _lines(self, here: Scope, kind: str) -> tuple[Paragraph, ...]:
        """Return the help lines of one kind."""
        found = self.library.lines.paragraphs(here, kind, self.library.notices)
        return tuple(replace(each, lines=True) for each in found)

    def _own_words(self, walked: Walk) -> tuple[Paragraph, ...]:
        """Return the own words kept beside answers; those that are an answer stand on their own."""
        said = dict.fromkeys(  # the same words at two questions stand once
            words
            for name, words in walked.scope.words.items()
            if name in walked.path and walked.scope.answers.get(name) != OWN
        )
        quotes = tuple(Paragraph(words, quote=True) for words in said)
        return (Paragraph(self.notice("in_your_words")), *quotes) if quotes else ()

    def _foot(self, flow: Flow, session: Session, walked: Walk, face: Face) -> tuple[Option, ...]:
        question = flow.questions[session.at]
        before = session.back_to or walked.before(session.at)
        foot: list[Option] = []
        if not flow.quiet_foot and before and not question.keep:
            foot.append(Option("<back", self.notice("back")))
        if question.skip:
            foot.append(Option("<skip", self.notice("skip")))
        return (*foot, *face.foot)

    def _mark(self, flow: Flow, walked: Walk, step: str) -> tuple[int, int] | None:
        if not flow.steps[step].numbered:
            return None
        table = self.library.tables[flow.flow]
        names = (*walked.path, *ahead(flow, table, walked)) if walked.open != OVER else walked.path
        met = dict.fromkeys(flow.questions[name].step for name in names)
        steps = [name for name in met if flow.steps[name].numbered]
        return (steps.index(step) + 1, len(steps)) if step in steps else None

    def _coming(self, talk: Conversation, now: datetime) -> tuple[tuple[str, Value], ...]:
        """Return what is to come, soonest first: the reminder's name, what it is and its day."""
        kinds = self.library.reminding.kinds
        days = foreseen(kinds, talk, now)
        return tuple(
            (one.name, self.notice("row", name=kinds[one.kind].name.plain(), answer=days[one]))
            for one in sorted(days, key=lambda one: (days[one], hour_of(kinds[one.kind], talk)))
        )

    def _rows(self, session: Session, walked: Walk) -> tuple[tuple[str, Value], ...]:
        """Return the answers that can be changed: name, and the answer where it is short."""
        questions = self.library.flows[session.flow].questions
        rows: list[tuple[str, Value]] = []
        for name in walked.path:
            question, held = questions[name], walked.scope.answers.get(name)
            if name not in walked.scope.answers or question.unlisted or question.name is None:
                continue
            label = question.name.plain()
            said = question.label_of(held, walked.scope) if held not in (None, OWN) else None
            if said is None or isinstance(said, tuple):
                rows.append((name, label))
            else:
                rows.append((name, self.notice("row", name=label, answer=said)))
        return tuple(rows)


def _held(question: Question, session: Session, walked: Walk) -> Held:
    """Return the answer given before, or the fact that speaks for it already."""
    answer = session.answers.get(question.id)
    if answer is None and question.ticks:
        return walked.scope.get(question.ticks)
    return answer.value if answer else None
