"""What one turn of the dialogue does to a person's record: what is to be sent, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.chat.underway import helps, in_front, over, protects, renewed, visits
from bot.chat.unsent import drop, opened, papers, put, waiting_card
from bot.intake.updates import Incoming
from bot.people.person import Open, Record, Role, Row, Shown
from bot.screen.screen import Screen
from flows.taking.reminded import MARK
from flows.values.talk import Card, Message, Paragraph, Recap, Say, Tap, Text, Turn

TYPING: Final = 1.5
"""Seconds a card waits after a typed text, because people send several in a row."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Puts turns onto a record, as of one moment in one language."""

    screen: Screen
    language: str
    now: float

    def turn(self, record: Record, came: Incoming, turn: Turn) -> Record:
        """Take over the conversation and queue all that the turn says."""
        returned = visits(record) and not (turn.talk.front and turn.talk.front.back_to)
        record = replace(renewed(record, turn.talk), talk=turn.talk)
        card, says = in_front(turn)
        urgent = card is not None and helps(card)
        wait = TYPING if isinstance(came.said, Text) and not urgent else 0.0
        cleared = any(effect.name == "clear_chat" for effect in turn.effects)
        for say in says:
            record = self.say(record, say, self.now + wait, urgent=urgent)
        if card:
            said = bool(says) and card.keep is None  # a kept card stays where it is
            below = self._lowest(record, came) if turn.fresh or said or cleared else 0
            record = self.card(record, card, below=below, wait=wait, returned=returned)
        record = self._recaps(record, turn.recaps)
        if turn.reminder:
            record = self._answered(record, turn.reminder, turn.toast)
        record = papers(record, turn.effects, self.now)
        if cleared:
            record = put(record, Row(0, "clear", self.now, message=self._lowest(record, came)))
        return record

    def stale(self, record: Record, came: Incoming, card: Card | None) -> Record:
        """Answer a tap on an old button: on another message, that one goes and the card comes."""
        if record.open is not None and record.open.message == came.message:
            return record
        if card is not None:
            record = self.card(record, card, below=self._lowest(record, came))
        return put(record, Row(0, "strip", self.now, message=came.message))

    def again(self, record: Record, came: Incoming, card: Card | None, says: Paragraph) -> Record:
        """Show the card in front anew, with a word on top; the word alone if there is no card."""
        if card is None:
            return self.say(record, Say((says,)), self.now)
        told = replace(card, paragraphs=(says, *card.paragraphs), keep=None)
        return self.card(record, told, below=self._lowest(record, came))

    def say(self, record: Record, say: Say, due: float, *, urgent: bool = False) -> Record:
        """Queue a message of its own, made to be forwarded; one with help lines waits for nothing.

        `urgent` says so of any other.
        """
        urgent = urgent or helps(say)
        due = self.now if urgent else due
        row = Row(0, "say", due, protect=False, urgent=urgent)
        texts = self.screen.say(say, self.language)
        return put(record, *(replace(row, text=text) for text in texts))

    def hushed(self, record: Record, says: Sequence[Say], last: Say) -> Record:
        """Let `last` be the last words: in the open card's place, or below what else is said."""
        for say in says:
            record = self.say(record, say, self.now)
        row = Row(0, "card", self.now, text="\n\n".join(self.screen.say(last, self.language)))
        still = record.open
        if still is None or still.keep or not says:
            return put(record, replace(row, over="any", protect=still is None or still.protect))
        below = replace(row, below=still.message)
        return put(record, below, Row(0, "remove", self.now, message=still.message))

    def card(
        self,
        record: Record,
        card: Card,
        *,
        below: int = 0,
        wait: float = 0.0,
        returned: bool = False,
    ) -> Record:
        """Queue a card; one that looks as what stands there already is not sent.

        Help lines that one has `returned` to take the place of the question visited from them.
        """
        talk = record.talk
        if talk is None:
            raise ValueError("a card needs a conversation")
        face = self.screen.card(card, talk.tag, talk.turn, self.language)
        key = f"{card.flow}/{card.step}"
        before = waiting_card(record) or record.open
        if before and (before.key, before.face) == (key, face.mark) and not below:
            return record
        # A question visited from a list takes the list's place, and leaves its own recap alone.
        visited = visits(record)
        back = not visited and self._goes_back(record, card, key)
        urgent, protect = helps(card), protects(record, card)
        due = self.now + wait
        for text in face.before:
            record = put(record, Row(0, "say", due, text=text, protect=protect, urgent=urgent))
            below = self._lowest(record, None)
        row = Row(
            0,
            "card",
            due,
            key=key,
            text=face.text,
            keyboard=face.keyboard,
            face=face.mark,
            over=over(record, flow=back or visited or (returned and urgent)),
            below=below,
            keep=card.keep is not None,
            urgent=urgent,
            protect=protect,
        )
        record = put(record, row)
        return self._unrecapped(record, key) if back else record

    def seen(self, record: Record, came: Incoming) -> Record:
        """Learn from what came: a message of theirs, or under which message the open card stands.

        Only a tap that the dialogue took shows where the card is.
        """
        if not isinstance(came.said, Tap):
            theirs = Shown(came.message, "theirs", "", self.now)
            return record.seeing(theirs) if came.message else record
        if came.said.choice.startswith(MARK):
            name = came.said.choice.partition(".")[2]
            return record.seeing(Shown(came.message, "reminder", name, self.now))
        if not came.message or (record.open and record.open.message == came.message):
            return record
        card = waiting_card(record) or record.open
        if card is None:
            return record
        found = Open(card.key, came.message, "", card.keep, card.protect)
        role: Role = "keep" if card.keep else "card"
        record = record.seeing(Shown(came.message, role, card.key, self.now))
        return opened(record, found, self.now)

    def _answered(self, record: Record, name: str, agreed: Message | None) -> Record:
        """Take the buttons off a reminder that has its answer; what was agreed stands there then.

        A toast alone is gone in a moment, and may never be seen.
        """
        says = (Say((Paragraph(agreed),)),) if agreed else ()
        text = "\n\n".join(part for say in says for part in self.screen.say(say, self.language))
        strip = Row(0, "strip", self.now, text=text)
        return put(record, *(replace(strip, message=m) for m in reminders(record, name)))

    def _goes_back(self, record: Record, card: Card, key: str) -> bool:
        """Tell whether the card goes back over its step's border, so that what was left there goes.

        That is its recap, also one still on its way, or the card itself where a step has no recap.
        """
        old = record.open
        if old is None or old.keep or old.key == key or card.keep or record.quiet:
            return False
        same_flow = old.key.partition("/")[0] == card.flow
        waiting = any(row.kind == "recap" and row.key == key for row in record.rows)
        return same_flow and (waiting or record.showing(key, "recap", "past") is not None)

    def _unrecapped(self, record: Record, key: str) -> Record:
        """Take back the recap of a step that is open again, also one still on its way."""
        late = [one.id for one in record.rows if one.kind == "recap" and one.key == key]
        return put(drop(record, *late), Row(0, "unrecap", self.now, key=key))

    def _recaps(self, record: Record, recaps: Iterable[Recap]) -> Record:
        if record.quiet:
            return record
        for recap in recaps:
            text = self.screen.recap(recap, self.language).text
            key = f"{recap.flow}/{recap.step}"
            record = put(record, Row(0, "recap", self.now, key=key, text=text))
        return record

    def _lowest(self, record: Record, came: Incoming | None) -> int:
        """Give the lowest message known in the chat, that is the highest id."""
        known = [one.message for one in record.shown]
        return max([came.message if came else 0, record.open.message if record.open else 0, *known])


def reminders(record: Record, name: str) -> list[int]:
    """List the messages in the chat in which a reminder still has its buttons."""
    return [one.message for one in record.shown if (one.role, one.key) == ("reminder", name)]


def language_of(record: Record) -> str:
    """Give the language a person is spoken to in."""
    return str(record.talk.known.get("language", "")) if record.talk else ""
