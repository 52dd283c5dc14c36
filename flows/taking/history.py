"""Writes a look down when the end of its flow is reached, so that the next one can build on it.

What was answered goes three ways: the few charted answers into the list of looks; the counts of
earlier looks into what is known; and the new answers into the flow looked back at, so that the
plan shown from now on is the new one. Coming by the end again changes nothing twice.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date

from flows.content.flow import Flow
from flows.place.beneath import COUNTS
from flows.place.front import Front
from flows.place.looks import in_turns
from flows.place.walk import Walk
from flows.taking import reminders
from flows.values.session import Answer, Conversation, Kept, Look, Session, session_to_json

MOST = 120  # looks kept for the chart
MOST_KEPT = 40  # plans that can be asked for
FILLED = 40  # questions that new answers can bring up, at most
ONWARD = "go"  # the choice of a card that is only read


def noted(front: Front, talk: Conversation, session: Session, today: date) -> Conversation:
    """Write down what came of a session that has reached its end."""
    flow = front.library.flows[session.flow]
    walked = front.walk(talk, session)
    decided = decision_of(front, flow.base or session.flow) in walked.scope.answers
    # A look without a new decision has no next day: what was planned for the old one is over.
    whole = flow.counts is not None and not decided
    begun = min((a.on for a in session.answers.values()), default=today)
    first = (session.flow, begun) not in map(_place, talk.looks)
    if first or whole:  # coming by the end again is no answer to what came since
        talk = reminders.ended(front, talk, session.flow, today, whole=whole)
    if not flow.charted:
        return talk
    base = talk.sessions.get(flow.base or "")
    if flow.counts and base and decided:
        counts = {name: walked.scope.get(name) for name in COUNTS}
        talk = _renewed(front, talk.knowing(**counts), session, walked)
    answers = {name: walked.scope.answers.get(name) for name in flow.charted}
    if decided:
        answers["step"] = walked.scope.get("step")
    answers = {name: held for name, held in answers.items() if held is not None}
    return _charted(front, talk, Look(session.flow, begun, today, answers))


def kept(front: Front, talk: Conversation, kind: str, today: date) -> tuple[Conversation, str]:
    """Note that the card in front is kept; returns what it is asked for by, empty if it is already.

    What a follow-up decides is the plan of the flow looked back at, so both are one. Of a day the
    last one counts: what came before it was on the way there.
    """
    session = talk.sessions[talk.stack[-1]]
    plan = talk.sessions.get(front.library.flows[session.flow].base or "", session)
    mark = _mark(front.library.flows[plan.flow], plan)
    newest = talk.kept[-1] if talk.kept else None
    if newest and (newest.kind, newest.flow, newest.mark) == (kind, plan.flow, mark):
        return talk, ""
    ref = str(int(newest.ref) + 1) if newest else "1"
    before = tuple(one for one in talk.kept if (one.kind, one.on) != (kind, today))
    one = Kept(ref, kind, plan.flow, today, mark)
    return replace(talk, kept=(*before, one)[-MOST_KEPT:]), ref


def _mark(flow: Flow, session: Session) -> str:
    """Return a short mark of a session's answers and words: another as soon as one differs."""
    told = session_to_json(session)
    listed = {name for name, question in flow.questions.items() if not question.unlisted}
    answers = {name: held for name, held in told["answers"].items() if name in listed}
    text = json.dumps([answers, told["words"]], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def decision_of(front: Front, flow: str) -> str:
    """Return the question at which a flow's table is decided on; empty if it has none."""
    advice = front.library.flows[flow].advice
    return advice.decision.question if advice and advice.decision else ""


def _charted(front: Front, talk: Conversation, look: Look) -> Conversation:
    """Add a look, or change it if it is the newest; an older one is past changing.

    Where there are too many, the small ones of each week go first.
    """
    same = [i for i, one in enumerate(talk.looks) if (one.flow, one.begun) == _place(look)]
    if not same:
        looks = (*talk.looks, look)
        small = (at for at, one in enumerate(looks) if in_turns(front.library, one))
        first = next(small, 0) if len(looks) > MOST else -1
        return replace(talk, looks=tuple(one for at, one in enumerate(looks) if at != first))
    newest = talk.looks[-1]
    if same[-1] != len(talk.looks) - 1 or newest.answers == look.answers:
        return talk
    return replace(talk, looks=(*talk.looks[:-1], look))


def _place(look: Look) -> tuple[str, date]:
    return look.flow, look.begun


def _renewed(front: Front, talk: Conversation, session: Session, walked: Walk) -> Conversation:
    """Put a look's answers in the place of the old ones in the flow looked back at.

    Questions that these bring up there, and that nobody asked, count as passed over. If even so
    the decision isn't reached, the old plan stays.
    """
    base = talk.sessions[front.library.flows[session.flow].base or ""]
    flow = front.library.flows[base.flow]
    new = {n: session.answers[n] for n in walked.scope.answers if n in flow.questions}
    words = {n: session.words[n] for n in new if n in session.words}
    base = replace(base, answers={**base.answers, **new}, words={**base.words, **words})
    for _ in range(FILLED):
        reached = front.walk(talk, base)
        if decision_of(front, base.flow) in reached.scope.answers:
            return talk.with_session(base)
        question = flow.questions.get(reached.open)
        if question is None or not (question.skip or ONWARD in question.choices):
            return talk
        value = None if question.skip else ONWARD
        base = base.answered(question.id, Answer(value, max(a.on for a in new.values())))
    return talk
