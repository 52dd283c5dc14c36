"""Where a person stands as flows begin, change under them, and close."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flows.content.flow import Flow
from flows.content.machine import OVER
from flows.place.beneath import COUNTS, TURN
from flows.place.carry import carried
from flows.place.front import Front
from flows.questions import Question
from flows.values.session import Answer, Conversation, Held, Session

AFTER = re.compile(r"in (\d{1,2}) days")


def begun(front: Front, talk: Conversation, flow: Flow) -> Session:
    """Begin a flow; one that looks back holds on to what it looks at as it is now."""
    first = front.library.tables[flow.flow].first
    base = talk.sessions.get(flow.base or "")
    if base is None:
        return Session(flow.flow, flow.fingerprint, first)
    past = {name: talk.known.get(name) for name in COUNTS}
    if flow.turns:
        earlier = sum(look.flow == flow.flow for look in talk.looks)
        past[TURN] = flow.turns[earlier % len(flow.turns)]
    return Session(flow.flow, flow.fingerprint, first, base=base, past=past)


def carried_over(front: Front, talk: Conversation) -> Conversation:
    """Fit sessions of another version of their flow to this one; drop flows that are gone.

    Reminders of a kind that was renamed go by its new name. A day used beyond tomorrow was a wrong
    clock's, and is not believed.
    """
    flows = front.library.flows
    talk = replace(talk, stack=tuple(name for name in talk.stack if name in flows))
    names = front.library.reminding.renamed
    if names:
        kinds = (replace(one, kind=names.get(one.kind) or one.kind) for one in talk.reminders)
        talk = replace(talk, reminders=tuple(kinds))
    if front.now and talk.used and talk.used > front.today(talk, front.now) + timedelta(days=1):
        talk = replace(talk, used=None)
    for name, session in talk.sessions.items():
        if name not in flows:
            continue
        base = session.base
        if base and base.flow in flows and base.fingerprint != flows[base.flow].fingerprint:
            talk = talk.with_session(replace(session, base=carried(flows[base.flow], base)))
        if session.fingerprint != flows[name].fingerprint:
            talk = landed(front, talk.with_session(carried(flows[name], talk.sessions[name])), name)
    return talk


def landed(front: Front, talk: Conversation, name: str) -> Conversation:
    """Stand at the walk's open question wherever the session's own can't be stood at."""
    session = talk.sessions[name]
    walked = front.walk(talk, session)
    questions = front.library.flows[name].questions
    known = session.at in walked.path or (session.at in questions and session.back_to)
    if session.back_to and session.back_to not in questions:
        session = replace(session, back_to=None)
    if not known:
        session = session.moved(walked.open if walked.open != OVER else walked.path[-1])
    return talk.with_session(session)


def without(front: Front, talk: Conversation, name: str) -> Conversation:
    """Forget a flow's session before it begins anew, and those that look back at it.

    What counts from earlier looks is forgotten too, and what only these flows note, such as the
    day of the next session: nothing is held against a new therapist.
    """
    flows = front.library.flows
    above = {each for each, flow in flows.items() if flow.base == name}
    gone = {name, *above}
    noted = {fact for each in gone for fact in flows[each].notes}
    noted -= {fact for each in set(flows) - gone for fact in flows[each].notes}
    sessions = {k: s for k, s in talk.sessions.items() if k not in gone}
    known = {k: h for k, h in talk.known.items() if not (above and k in {*COUNTS, *noted})}
    stack = tuple(each for each in talk.stack if each in sessions)
    return replace(talk, sessions=sessions, known=known, stack=stack)


def without_closed(front: Front, talk: Conversation) -> Conversation:
    """Keep nothing of flows that were closed, but of those that last and are not done with."""
    flows, known = front.library.flows, front.known(talk)

    def lasts(name: str) -> bool:
        flow = flows.get(name)
        done = flow is not None and flow.base and known[f"{name}_state"] == "done"
        return flow is None or (flow.lasts and not done)

    sessions = {k: s for k, s in talk.sessions.items() if k in talk.stack or lasts(k)}
    return replace(talk, sessions=sessions)


def fact_of(
    talk: Conversation, question: Question, earlier: Answer | None, value: Held
) -> Conversation:
    """Note an answer as the fact its question names; one that is taken back takes that with it."""
    if not question.note:
        return talk
    if isinstance(value, str):
        choice = question.choices.get(value)
        return talk if choice and choice.leaves else talk.knowing(**{question.note: value})
    taken = value is None and earlier and earlier.value == talk.known.get(question.note)
    return talk.knowing(**{question.note: None}) if taken else talk


def facts(noted: Mapping[str, str], today: date) -> dict[str, Held]:
    """Return what a choice notes; `in 7 days` stands for that day, counted from today."""
    found: dict[str, Held] = {}
    for name, value in noted.items():
        after = AFTER.fullmatch(value)
        found[name] = (today + timedelta(days=int(after[1]))).isoformat() if after else value
    return found
