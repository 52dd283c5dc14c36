"""What a turn brings to the front, as far as it decides where and how things land."""

from collections.abc import Sequence
from dataclasses import replace

from bot.people.person import Over, Record
from bot.screen.screen import HELP
from flows.values.session import Conversation
from flows.values.talk import Card, Say, Turn


def in_front(turn: Turn) -> tuple[Card | None, Sequence[Say]]:
    """Give the card to show and what is said before it.

    Where nothing is in front any more the last words are the card, one without a question.
    """
    if turn.card or not turn.says:
        return turn.card, turn.says
    *says, last = turn.says
    return Card("", "", "", None, None, last.paragraphs, (), help=last.help), says


def renewed(record: Record, after: Conversation) -> Record:
    """Leave alone what stands in the chat of a flow that now begins anew: it is of another time."""
    if record.talk is None:
        return record
    before = record.talk.sessions
    fresh = {
        name
        for name, session in after.sessions.items()
        if not session.answers and (name not in before or before[name].answers)
    }
    shown = (
        replace(one, role="notice")
        if one.role in {"recap", "past"} and one.key.partition("/")[0] in fresh
        else one
        for one in record.shown
    )
    return replace(record, shown=tuple(shown)) if fresh else record


def over(record: Record, *, flow: bool) -> Over:
    """Say which open card a new one may replace; where others see the phone there is but one."""
    if record.quiet:
        return "any"
    return "flow" if flow else "same"


def protects(record: Record, card: Card) -> bool:
    """Tell whether a card is protected: those are that one neither keeps nor copies.

    A question out of turn, and the last words, are as what they take the place of.
    """
    still = record.open
    in_place = visits(record) or not card.question
    if in_place and not helps(card) and still and not still.keep:
        return still.protect
    return card.keep is None and not helps(card)


def visits(record: Record) -> bool:
    """Tell whether the question in front is shown out of turn."""
    front = record.talk.front if record.talk else None
    return front is not None and front.back_to is not None


def helps(said: Card | Say) -> bool:
    """Tell whether something is or has help: that can be copied, and waits for nothing."""
    help_now = isinstance(said, Card) and said.flow == HELP
    return help_now or any(one.lines for one in said.paragraphs)
