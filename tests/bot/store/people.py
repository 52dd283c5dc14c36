"""How the tests write about people."""

from dataclasses import replace
from typing import Any

from bot.store import Person, Store, new_id

NEVER = 9e9


def newcomer(state: dict[str, Any] | None = None, **fields: Any) -> Person:
    """Make a first row for somebody."""
    plain: dict[str, Any] = {
        "id": new_id(),
        "state": state or {},
        "version": 0,
        "deliver_after": None,
        "seen_at": 0.0,
        "expires_at": NEVER,
    }
    return Person(**{**plain, **fields})


async def says(store: Store, telegram_id: int, **fields: Any) -> Person:
    """Take one turn that changes fields of a person's row; give the row as it then stands."""
    async with store.turn(telegram_id) as work:
        work.after = replace(work.person or newcomer(), **fields)
    assert work.after is not None
    return work.after


async def look(store: Store, telegram_id: int) -> Person | None:
    """Look at a person without changing anything."""
    async with store.turn(telegram_id) as work:
        return work.person
