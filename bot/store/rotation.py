"""Sealing rows anew under the first key, some at a time; what is done stays done."""

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.rows import telegram_id_of
from bot.store.schema import CHECK
from bot.store.sealed import ID_BYTES, KeyRing
from bot.store.tables import Sealed, meta


async def reseal_some(
    connection: AsyncConnection, sealed: Sealed, keys: KeyRing, limit: int
) -> tuple[int, bool]:
    """Reseal up to `limit` rows in the open transaction; tell how many, and whether more wait."""
    old = _old(sealed, keys)
    chosen = select(sealed.table).where(old).limit(limit).with_for_update(skip_locked=True)
    rows = (await connection.execute(chosen)).mappings().all()
    for row in rows:
        values = _resealed(sealed, dict(row), keys)
        key = row[sealed.key.name]
        await connection.execute(update(sealed.table).where(sealed.key == key).values(values))
    left = (await connection.execute(select(sealed.key).where(old).limit(1))).first()
    return len(rows), left is not None


async def retire_checks(connection: AsyncConnection, keys: KeyRing) -> None:
    """Drop the check rows of the other keys: nothing is sealed under them any more."""
    own = CHECK + keys.first_id.hex()
    await connection.execute(delete(meta).where(meta.c.key.startswith(CHECK), meta.c.key != own))


def _resealed(sealed: Sealed, row: dict[str, Any], keys: KeyRing) -> dict[str, bytes]:
    table, column, place = sealed.table.name, sealed.column.name, sealed.row(row)
    value = keys.open(row[column], table, column, *place)
    values = {column: keys.seal(value, table, column, *place)}
    if "lookup" in row:
        values["lookup"] = keys.lookups(telegram_id_of(value))[0]
    return values


def _old(sealed: Sealed, keys: KeyRing) -> ColumnElement[bool]:
    """Choose what is sealed or looked up under another key; check rows keep their own."""
    first = literal(keys.first_id, LargeBinary)
    columns = [sealed.column]
    if "lookup" in sealed.table.c:
        columns.append(sealed.table.c.lookup)
    old = or_(*(func.substr(column, 1, ID_BYTES, type_=LargeBinary) != first for column in columns))
    if sealed.table is meta:
        return old & ~meta.c.key.startswith(CHECK)
    return old
