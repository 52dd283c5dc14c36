"""What one turn changes, worked out before the database is asked; both databases apply it alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Executable, bindparam, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.base import Work
from bot.store.errors import ConflictError
from bot.store.rows import Claim, Thawed, kept_row, parked_row, person_row, thawed
from bot.store.sealed import KeyRing
from bot.store.tables import erased, kept, parked, person

_Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Change:
    """The rows to write for one turn, and the person as they will then stand."""

    after: Thawed | None = None
    unpark: _Rows = field(default_factory=list)
    erase: _Rows = field(default_factory=list)
    first: _Rows = field(default_factory=list)
    again: _Rows = field(default_factory=list)
    keep: _Rows = field(default_factory=list)
    park: _Rows = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name, _, _ in _STEPS)


def changed(work: Work, telegram_id: int, keys: KeyRing, claim: Claim) -> Change:
    """Work out and seal what a turn changes; ValueError when the caller's wish makes no sense."""
    change = Change(park=[parked_row(keys, telegram_id, one) for one in work.park])
    before = work.person
    if work.erase:
        change.unpark = [{"b_lookup": one} for one in keys.lookups(telegram_id)]
        change.erase = [{"id": before.id, "b_id": before.id}] if before else []
    stays = before is not None and not work.erase
    if work.after is not None:
        _check_id(work)
        version = before.version + 1 if before is not None and stays else 1
        work.after = replace(work.after, version=version)
        change.after = thawed(telegram_id, work.after)
        row = person_row(keys, change.after, claim)
        if stays:
            row["b_id"], row["b_version"] = row.pop("id"), version - 1
            change.again = [row]
        else:
            row["lookup"] = keys.lookups(telegram_id)[0]
            change.first = [row]
    if work.keep:
        holder = work.after or (before if stays else None)
        if holder is None:
            raise ValueError("nothing can be kept for a person without a row")
        change.keep = [kept_row(keys, holder.id, one) for one in work.keep]
    return change


def _check_id(work: Work) -> None:
    same = work.person is not None and work.after is not None and work.person.id == work.after.id
    if work.person is not None and same == work.erase:
        raise ValueError("a row keeps its id; only after an erasure it gets a new one")


_AGAIN = (
    "state",
    "version",
    "deliver_after",
    "seen_at",
    "expires_at",
    "claimed_by",
    "claimed_until",
    "remind_at",
)
# In this order; the last value says whether every row given must have been met.
_STEPS: Final[tuple[tuple[str, Executable, bool], ...]] = (
    ("unpark", delete(parked).where(parked.c.lookup == bindparam("b_lookup")), False),
    ("erase", insert(erased), False),
    ("erase", delete(person).where(person.c.id == bindparam("b_id")), True),
    ("first", insert(person), False),
    (
        "again",
        update(person)
        .where(person.c.id == bindparam("b_id"), person.c.version == bindparam("b_version"))
        .values({name: bindparam(name) for name in _AGAIN}),
        True,
    ),
    ("keep", insert(kept), False),
    ("park", insert(parked), False),
)


async def apply(connection: AsyncConnection, changes: Sequence[Change]) -> None:
    """Write the changes of several people in the transaction that is open.

    ConflictError when a row was changed or removed by another writer: roll back then.
    """
    for name, statement, all_met in _STEPS:
        rows = [row for change in changes for row in getattr(change, name)]
        if not rows:
            continue
        result = await connection.execute(statement, rows if len(rows) > 1 else rows[0])
        if all_met and result.rowcount != len(rows):
            raise ConflictError("A person's row was changed or removed meanwhile.")
