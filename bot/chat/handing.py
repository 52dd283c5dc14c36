"""What giving out a reminder does to a person's record, and how it is taken back unsent."""

from dataclasses import replace
from datetime import date

from bot.chat.landing import Landing
from bot.chat.unsent import drop, put
from bot.people.person import Record, Row
from flows.taking.reminders import changed, named
from flows.values.session import Conversation
from flows.values.talk import Reminded


def handed_out(record: Record, given: Reminded, landing: Landing) -> Record:
    """Take over what came of looking for what is due, and queue its card if there is one."""
    before = record.talk
    record = replace(record, talk=given.talk)
    if given.card is None or given.name is None or before is None:
        return record
    talk = given.talk
    face = landing.screen.card(given.card, talk.tag, talk.turn, landing.language)
    row = Row(
        0,
        "reminder",
        landing.now,
        key=given.name,
        text=face.text,
        keyboard=face.keyboard,
        silent=True,
        not_after=given.not_after.timestamp() if given.not_after else None,
        undo=_undo(before, given.name),
    )
    return put(record, row)


def handed_back(record: Record) -> Record:
    """Take back reminders whose call was never begun, as if they had not been given out.

    What is still due then is given out anew; what the person stopped meanwhile is not.
    """
    for row in record.rows:
        if row.kind == "reminder" and not row.attempt:
            record = drop(record, row.id)
            record = replace(record, talk=_undone(record.talk, row))
    return record


def _undo(before: Conversation, name: str) -> tuple[str, int, str] | None:
    one = named(before, name)
    used = before.used.isoformat() if before.used else ""
    return (one.day.isoformat(), one.given, used) if one else None


def _undone(talk: Conversation | None, row: Row) -> Conversation | None:
    if talk is None or row.undo is None:
        return talk
    day, given, used = row.undo
    talk = changed(talk, row.key, day=date.fromisoformat(day), given=given, over=False)
    return replace(talk, used=date.fromisoformat(used) if used else None, came=None)
