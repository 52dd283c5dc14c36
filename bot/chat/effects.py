"""What a turn does beyond talking: erasing."""

from collections.abc import Sequence
from typing import Final

from bot.chat.landing import Landing
from bot.chat.unsent import put
from bot.people.person import Record, Row
from flows.values.talk import Say

HUSHED: Final = "cleared"
"""The notice that comes last on a phone that others see: it tells nothing."""


def erased(record: Record, says: Sequence[Say], landing: Landing) -> Record:
    """Leave of a person only the words that still say goodbye to them."""
    bare = _bare(record, landing)
    for say in says:
        bare = landing.say(bare, say, landing.now)
    if record.open is None:
        return bare
    return put(bare, Row(0, "strip", landing.now, message=record.open.message))


def hushed(record: Record, says: Sequence[Say], last: Say, landing: Landing) -> Record:
    """Do the same where others see the phone: the last words there are neutral."""
    return landing.hushed(_bare(record, landing), says, last)


def _bare(record: Record, landing: Landing) -> Record:
    """Keep the chat's id, the places of cards and the last updates until all is said.

    The cards must lose their buttons, also those whose turn had not come yet, and an update that
    comes twice must not make a newcomer of them.
    """
    waiting = tuple(row for row in record.rows if row.kind in {"strip", "remove"})
    places = {row.message for row in waiting} | ({record.open.message} if record.open else set())
    return Record(
        chat=record.chat,
        bot=record.bot,
        since=landing.now,
        rows=waiting,
        shown=tuple(one for one in record.shown if one.message in places),
        open=record.open,
        updates=record.updates,
        last_row=record.last_row,
        farewell=True,
        hold=record.hold,
    )
