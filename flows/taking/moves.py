"""One turn being worked out: what an answer or a choice does to where a person stands."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.content.flow import Flow
from flows.content.machine import OVER
from flows.place.front import Front
from flows.place.moments import in_crisis
from flows.place.walk import Walk, known_value
from flows.questions import Asked, Choice, Question
from flows.taking.history import kept, noted
from flows.taking.stand import begun, fact_of, facts, landed, without, without_closed
from flows.values.scope import Scope
from flows.values.session import Answer, Conversation, Held, Session, Typed, Words, session_to_json
from flows.values.talk import Effect, Message, Paragraph, Recap, Say, Text, Turn
from flows.values.when import holds

DEEPEST = 3  # flows in front of each other


@dataclass(slots=True)
class Taking:
    """The conversation as it changes within one turn, and what the person is to see of it."""

    front: Front
    talk: Conversation
    now: datetime
    says: list[Say] = field(default_factory=list)
    recaps: list[Recap] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    reminder: str | None = None
    toast: Message | None = None
    fresh: bool = False
    stale: bool = False

    @property
    def session(self) -> Session:
        """The session in front."""
        return self.talk.sessions[self.talk.stack[-1]]

    @property
    def flow(self) -> Flow:
        """The flow in front."""
        return self.front.library.flows[self.talk.stack[-1]]

    @property
    def question(self) -> Question:
        """The question in front."""
        return self.flow.questions[self.session.at]

    @property
    def today(self) -> date:
        """The person's own day."""
        return self.front.today(self.talk, self.now)

    def walked(self) -> Walk:
        """Walk the session in front."""
        return self.front.walk(self.talk, self.session)

    def asked(self) -> Asked:
        """Return what the question in front looks at."""
        return self.front.asked(self.talk, self.session, self.walked(), self.now)

    def person(self) -> Scope:
        """Return what is known of the person, outside any flow."""
        spoken = lambda scope, name: known_value(name, scope.get(name))  # noqa: E731  (one use)
        return Scope(self.front.known(self.talk), spoken=spoken)

    def put(self, **changes: object) -> None:
        """Change the session in front."""
        self.talk = self.talk.with_session(replace(self.session, **changes))  # type: ignore[arg-type]

    def open(self, name: str) -> None:
        """Put a flow in front; one that lasts goes on where it was, and closes all others."""
        flow = self.front.library.flows[name]
        if flow.needs and flow.otherwise and not holds(flow.needs, self.person()):
            name = flow.otherwise
            flow = self.front.library.flows[name]
        done = flow.base and self.front.known(self.talk)[f"{name}_state"] == "done"
        if not flow.lasts or done or name not in self.talk.sessions:
            self.talk = self.talk.with_session(begun(self.front, self.talk, flow))
            self.talk = landed(self.front, self.talk, name)
        if flow.pauses and not in_crisis(self.talk):
            self.talk = self.talk.knowing(crisis="yes")
        beneath = () if flow.lasts else tuple(each for each in self.talk.stack if each != name)
        if len(beneath) >= DEEPEST:  # the lowest stays, and those that this one is to come back to
            beneath = (beneath[0], *beneath[len(beneath) - DEEPEST + 2 :])
        self.talk = replace(self.talk, stack=(*beneath, name))
        self._arrive()

    def begin_anew(self, name: str) -> None:
        """Begin a flow from its start; what was answered in it before goes to the history."""
        lasts = self.front.library.flows[name].lasts
        if lasts and self.front.known(self.talk)[f"{name}_state"] == "open":
            body = session_to_json(self.talk.sessions[name])
            self.effects.append(Effect("keep", name, body))
        self.talk = without(self.front, self.talk, name)
        self.open(name)

    def close(self) -> None:
        """Close the flow in front; where nothing is beneath, say how to go on."""
        if self.flow.pauses and self.talk.known.get("crisis") == "yes":  # what stays, stays
            self.talk = self.talk.knowing(crisis="no")
        self.talk = replace(self.talk, stack=self.talk.stack[:-1])
        if not self.talk.stack:
            quiet = self.talk.known.get("quiet") == "yes"  # there the end says nothing
            words = (Paragraph(self.front.notice("closed")),)
            self.says.append(Say(words, help=None if quiet else self.front.help()))

    def choose(self, choice: Choice | None, value: Held) -> None:
        """Take an answer, or a choice that only does something, with all that it brings."""
        if choice is None:
            self.answer(value)
            return
        if choice.say:
            said = self.flow.messages[choice.say].say(self.walked().scope)
            self.says.append(Say(said))
        self.talk = self.talk.knowing(**facts(choice.set, self.today))
        self.effects += [Effect(choice.do)] if choice.do else []
        if choice.visit:
            self.visit(choice.visit)
        else:
            self._lead(choice, value)

    def _lead(self, choice: Choice, value: Held) -> None:
        """Go where a choice leads: out of this flow, into another, or onward."""
        if choice.close:
            if choice.answers:
                self._hold(value)
            self.close()
        elif choice.anew:
            self.talk = replace(self.talk, stack=self.talk.stack[:-1])
            self.begin_anew(choice.anew)
        else:
            if choice.answers:
                self.answer(value)
            if choice.open:
                self.open(choice.open)

    def visit(self, question: str) -> None:
        """Show a question out of turn, and come back to where this one stands."""
        back_to = self.session.back_to or self.session.at
        self.talk = self.talk.with_session(self.session.moved(question))
        self.put(back_to=back_to)

    def answer(self, value: Held) -> None:
        """Take an answer to the question in front and go onward."""
        question, flow = self.question, self.talk.stack[-1:]
        self._hold(value)
        self.effects += [Effect(question.do, body={"answer": value})] if question.do else []
        self.onward(question.step)
        if self.talk.stack[-1:] == flow and not (question.aside and question.unlisted):
            self._arrive()

    def onward(self, left: str) -> None:
        """Go to the first question not answered, or back to where a visit came from."""
        name = self.talk.stack[-1]
        walked = self.walked()
        target = walked.open
        back_to = self.session.back_to
        if back_to and (back_to in walked.path or self.flow.questions[back_to].aside):
            target = back_to
        if target == OVER:
            self.close()
            return
        self.put(back_to=None)
        self.talk = self.talk.with_session(self.session.moved(target))
        if self.question.step != left:
            recap = self.front.recap(self.talk, self.talk.sessions[name], left)
            self.recaps += [recap] if recap else []

    def back(self) -> None:
        """Go to the question before this one; later answers stay."""
        before = self.session.back_to or self.walked().before(self.session.at)
        if before:
            self.talk = self.talk.with_session(self.session.moved(before))
            self.put(back_to=None)

    def turn(self, before: Conversation) -> Turn:
        """Return the turn as it has come out; a question newly put gets a new number."""
        self.talk = without_closed(self.front, self.talk)
        if _place(self.talk) != _place(before):
            self.talk = replace(self.talk, turn=before.turn + 1)
        session = self.talk.front
        card = self.front.card(self.talk, session, self.now) if session else None
        return Turn(
            talk=self.talk,
            card=card,
            fresh=self.fresh,
            stale=self.stale,
            recaps=tuple(self.recaps),
            says=tuple(self.says),
            toast=self.toast,
            effects=tuple(self.effects),
            reminder=self.reminder,
        )

    def keep_words(self, said: Text, *, joining: bool) -> bool:
        """Hold own words for the question in front; False if they are more than can be held."""
        name = self.session.at
        earlier = self.session.words.get(name, ()) if joining else ()
        words = (*earlier, Words(said.ref, said.words))
        if too_many(words):
            return False
        self.talk = self.talk.with_session(self.session.worded(name, words))
        self.typed(said)
        return True

    def typed(self, said: Text) -> None:
        """Remember the last typed text, so that an edit or what follows at once finds it."""
        at = Typed(self.session.flow, self.session.at, said.ref, self.now.timestamp())
        self.talk = replace(self.talk, typed=at)

    def _hold(self, value: Held) -> None:
        question = self.question
        earlier = self.session.answers.get(self.session.at)
        session = self.session.answered(self.session.at, Answer(value, self.today))
        self.talk = fact_of(self.talk.with_session(session), question, earlier, value)

    def _arrive(self) -> None:
        """Write down what came of a flow that ends here, and keep a copy of what is to be kept."""
        looks = self.talk.looks
        if self.question.end:
            self.talk = noted(self.front, self.talk, self.session, self.today)
        if self.question.brings and self.talk.looks != looks:
            self.effects.append(Effect(self.question.brings))
        if self.question.keep:
            self.talk, ref = kept(self.front, self.talk, self.question.keep, self.today)
            body = session_to_json(self.session)
            self.effects += [Effect("keep", self.question.keep, body, ref)] if ref else []


MOST_WORDS = 12_000


def too_many(words: tuple[Words, ...]) -> bool:
    """Tell whether own words are more than is kept for one question."""
    return sum(len(w.text) for w in words) > MOST_WORDS


def _place(talk: Conversation) -> tuple[object, ...]:
    front = talk.front
    return (talk.stack, front.at if front else None)
