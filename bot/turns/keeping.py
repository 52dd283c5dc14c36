"""Plans as they were shown: kept in the store, and sent once more when they are asked for."""

from typing import Any, Final

from bot.chat.landing import Landing
from bot.chat.settling import given_up
from bot.chat.unsent import put
from bot.people.person import Record, Row
from bot.store import Kept, Store, new_id
from flows.engine import Engine
from flows.values.talk import Dated, Effect, Paragraph, Say, Turn

LONGEST: Final = 4000
"""Of a message with its heading; Telegram takes 4096."""


def kept(effect: Effect, turn: Turn, landing: Landing) -> Kept:
    """Keep the answers an effect holds, and the card that is for keeping as it is shown."""
    body: dict[str, Any] = {"language": landing.language, "answers": dict(effect.body or {})}
    card = turn.card
    if card is not None and card.keep == effect.kind:
        face = landing.screen.card(card, turn.talk.tag, turn.talk.turn, landing.language)
        body |= {"flow": card.flow, "ref": effect.ref, "texts": [*face.before, face.text]}
    return Kept(id=new_id(), kind=effect.kind, at=landing.now, body=body)


async def texts_kept(store: Store, chat: int, ref: str) -> list[str]:
    """Read what was kept under this name, as the messages it was; empty if it isn't there."""
    async with store.turn(chat) as work:
        person = work.person
    found = await store.kept(person.id) if person else []
    wanted = (one.body.get("texts", []) for one in reversed(found) if one.body.get("ref") == ref)
    return list(next(wanted, []))


def sent_again(
    record: Record, row: Row, texts: list[str], engine: Engine, landing: Landing
) -> Record:
    """Put the texts of a kept plan in the place of the row that asked for it, with its day."""
    record = given_up(record, row)
    known = record.talk.kept if record.talk else ()
    on = next((one.on for one in known if one.ref == row.key), None)
    if not texts or on is None:
        gone = Say((Paragraph(engine.notice("not_kept")),))
        return landing.say(record, gone, landing.now)
    heading = landing.screen.say(
        Say((Paragraph(engine.notice("plan_of", day=Dated(on))),)), landing.language
    )
    first = "\n\n".join([*heading, texts[0]])
    whole = [first, *texts[1:]] if len(first) <= LONGEST else [*heading, *texts]
    rows = (Row(0, "say", landing.now, text=text, protect=False) for text in whole)
    return put(record, *rows)
