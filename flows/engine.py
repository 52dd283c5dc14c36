"""The engine: one thing said in, one turn out. Pure: no clock, no input or output."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.place.front import HELP_BUTTON, Front
from flows.place.meant import Meant
from flows.place.moments import due_at
from flows.questions import Given, Looked, SeveralQuestion, Unclear, Visits
from flows.questions.base import OWN, Outcome
from flows.taking.moves import Taking
from flows.taking.ownwords import joined, reworded
from flows.taking.reminded import MARK, answered, meant, reminded, unpaused
from flows.taking.reminders import settled, touched
from flows.taking.stand import carried_over
from flows.values.matching import match
from flows.values.session import Conversation, Held
from flows.values.talk import Card, Command, Message, Reminded, Said, Tap, Text, Turn, Value
from flows.values.words import Words

HOME = "start"  # the command that any words mean when nothing is open
HELP = "crisis"


class Engine:
    """Takes what people say; holds nothing but the library, its words and the house's `facts`."""

    def __init__(
        self, library: Library, words: Words, facts: Mapping[str, Held] | None = None
    ) -> None:
        self.library = library
        self.words = words
        self.facts: Mapping[str, Held] = facts or {}
        self._front = Front(library, words, self.facts)
        self._meant = Meant(library, words)

    def begin(self, tag: str, **known: Held) -> Conversation:
        """Return a conversation in which nothing was said yet."""
        return Conversation(tag=tag, known=known)

    def notice(self, name: str, /, **values: Value) -> Message:
        """Return a standard text."""
        return self._front.notice(name, **values)

    def face(self, talk: Conversation, now: datetime) -> Card | None:
        """Return the card in front once more, to be shown again or in another language."""
        taking = self._taking(talk, now)
        return taking.turn(taking.talk).card

    def take(self, talk: Conversation, said: Said, now: datetime) -> Turn:
        """Take one thing said; return where the person now stands and what they are to see."""
        taking = self._taking(talk, now)
        before = taking.talk
        taking.talk = replace(before, came=None)  # no reminder is the newest message any more
        match said:
            case Command(name):
                self._command(taking, name)
            case Tap() if said.choice.startswith(MARK):
                self._reminder(taking, said)
            case Tap():
                self._tap(taking, said)
            case Text():
                self._text(taking, said, before.came)
        if touched(taking.front, before, taking.talk):
            taking.talk = settled(taking.front, taking.talk, now)
        return taking.turn(before)

    def due_at(self, talk: Conversation) -> datetime | None:
        """Return the moment, in UTC, at which something is next due; None if nothing is."""
        return due_at(self.library.reminding.kinds, carried_over(self._front, talk))

    def remind(self, talk: Conversation, now: datetime, until: datetime) -> Reminded:
        """Give out what is due now, if something is: at most one reminder on one day.

        `until` is when what they wrote goes if they stay away.
        """
        taking = self._taking(talk, now)
        return reminded(taking.front, taking.talk, now, until)

    def _taking(self, talk: Conversation, now: datetime) -> Taking:
        front = replace(self._front, now=now)
        return Taking(front, carried_over(front, talk), now)

    def _command(self, taking: Taking, name: str) -> None:
        command = self.library.commands.get(name)
        taking.fresh = True
        if command is None:
            self._hint(taking, "unknown_command")
            return
        taking.talk = taking.talk.knowing(**command.set)
        taking.open(command.open.at(taking.person()))

    def _tap(self, taking: Taking, tap: Tap) -> None:
        talk = taking.talk
        there = bool(talk.stack) or tap.choice == HELP_BUTTON  # that one stays when all is closed
        if tap.tag != talk.tag or tap.turn != talk.turn or not there:
            again = tap.tag == talk.tag and tap.turn == talk.turn - 1 and talk.stack
            self._stale(taking, "already" if again else "stale" if talk.stack else "none_open")
            return
        self._button(taking, tap.choice)

    def _button(self, taking: Taking, choice: str) -> None:
        """Do what a button of the open card stands for."""
        if choice == HELP_BUTTON:
            taking.open(self.library.commands[HELP].open.at(taking.person()))
        elif choice == "<back":
            taking.back()
        elif choice == "<skip" and taking.question.skip:
            taking.talk = replace(taking.talk, typed=None)
            taking.answer(None)
        else:
            outcome = taking.question.tapped(choice, taking.asked())
            if isinstance(outcome, Unclear):
                taking.toast = self.notice(outcome.hint or "stale")
            elif outcome is None:
                self._stale(taking, "stale")
            else:
                if isinstance(outcome, Given):
                    taking.talk = replace(taking.talk, typed=None)
                self._settle(taking, outcome)

    def _reminder(self, taking: Taking, tap: Tap) -> None:
        """Take a tap on a reminder; it is good as long as that reminder is known."""
        answer, _, name = tap.choice.removeprefix(MARK).partition(".")
        if tap.tag != taking.talk.tag or not answered(taking, answer, name):
            self._stale(taking, "stale" if taking.talk.stack else "none_open")

    def _stale(self, taking: Taking, notice: str) -> None:
        taking.stale = True
        taking.toast = self.notice(notice)

    def _settle(self, taking: Taking, outcome: Given | Looked | Visits) -> None:
        """Do what a clear reply asks for."""
        match outcome:
            case Given(value, choice):
                at = taking.session.at
                drafts = {q: d for q, d in taking.session.drafts.items() if q != at}
                taking.put(drafts=drafts)
                taking.choose(choice, value)
            case Looked(view, draft):
                drafts = dict(taking.session.drafts)
                if draft is not None:
                    drafts[taking.session.at] = draft
                taking.put(view=view, drafts=drafts)
            case Visits(question):
                taking.visit(question)

    def _text(self, taking: Taking, said: Text, came: str | None) -> None:
        """Take typed words: a button of the open card first, then a command, then own words.

        Below the reminder that `came` last, its buttons are what is nearest.
        """
        taking.fresh = True
        if not said.words.strip():
            self._hint(taking, "unsupported")
            return
        command = self._meant.command(said.words, str(taking.talk.known.get("language")))
        if came and not (command or said.edited) and meant(taking, said.words, came):
            return
        outcome = None
        if taking.talk.stack:
            outcome = taking.question.heard(said.words, taking.asked())
        own = outcome is None or isinstance(outcome, Unclear) or outcome == Given(OWN)
        foot = self._foot(taking, said.words) if own and not said.edited else None
        if foot:
            self._button(taking, foot)
        elif own and command:
            self._command(taking, command)
        elif said.edited:
            self._edited(taking, said)
        elif outcome is None:
            taking.talk = unpaused(taking.talk)
            self._command(taking, HOME)
        else:
            if own:  # a button's words do what its tap does
                taking.talk = unpaused(taking.talk)
            self._heard(taking, said, outcome)

    def _foot(self, taking: Taking, words: str) -> str | None:
        """Return the button of the open card's foot that these words are."""
        session = taking.talk.front
        if session is None:
            return None
        card = taking.front.card(taking.talk, session, taking.now)
        return match(words, taking.asked().forms_of(card.foot))

    def _heard(self, taking: Taking, said: Text, outcome: Outcome) -> None:
        """Take typed words: a button's, more of the last own words, or own words."""
        own = outcome in (Unclear(), Given(OWN))
        more = joined(taking, said) if own else False
        if more is None:
            self._hint(taking, "too_long")
        if more is not False:
            return
        match outcome:
            case Unclear(hint):
                self._unclear(taking, said, hint)
            case Given(value) if value == OWN:
                if not taking.keep_words(said, joining=False):
                    self._hint(taking, "too_long")
                    return
                self._settle(taking, outcome)
            case _:
                taking.typed(said)
                self._settle(taking, outcome)

    def _unclear(self, taking: Taking, said: Text, hint: str | None) -> None:
        """Keep words that match no button, and ask which is nearest; never twice over."""
        question, asked = taking.question, taking.asked()
        bounced = taking.session.hint in ("kept_words", "kept_words_again")
        if question.other_words:
            self._button(taking, question.other_words)
        elif hint or not question.own_words:
            self._hint(taking, hint or taking.flow.unread)
        elif not taking.keep_words(said, joining=True):
            self._hint(taking, "too_long")
        elif bounced and question.skip:
            self._settle(taking, Given(question.passed(asked)))
        else:
            self._hint(taking, "kept_words_again" if bounced else "kept_words")
            if isinstance(question, SeveralQuestion):
                draft = question.with_own_words(asked)
                self._settle(taking, Looked(taking.session.view, draft))

    def _edited(self, taking: Taking, said: Text) -> None:
        """Let an edited text count as long as no other question was answered after it."""
        last = taking.talk.typed
        session = taking.talk.sessions.get(last.flow) if last else None
        changed = reworded(taking, said)
        if changed is None:
            self._hint(taking, "too_long")
        elif changed:
            taking.fresh = False
        elif session and last and last.ref == said.ref and taking.talk.stack[-1:] == (last.flow,):
            taking.talk = taking.talk.with_session(session.moved(last.question))
            self._heard(taking, said, taking.question.heard(said.words, taking.asked()))
        else:
            self._hint(taking, "edited_late")

    def _hint(self, taking: Taking, notice: str) -> None:
        """Say something above the question that is open; where none is, begin with home."""
        if not taking.talk.stack:
            self._command(taking, HOME)
        taking.put(hint=notice)
