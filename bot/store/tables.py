"""The schema. Sealed columns are bytes; what stands in the clear are times, claims and counters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

HEAD: Final = "0003"
ID: Final = String(32)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

person = Table(
    "person",
    metadata,
    Column("id", ID, primary_key=True),
    Column("lookup", LargeBinary, nullable=False, unique=True),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deliver_after", Double),
    Column("seen_at", Double, nullable=False, index=True),
    Column("expires_at", Double, nullable=False, index=True),
    Column("claimed_by", String(32)),
    Column("claimed_until", Double),
    Column("remind_at", Double),
)
# Only unsent work is in this index, so a sweep costs what is due, however many people there are.
Index(
    "ix_person_deliver_after",
    person.c.deliver_after,
    sqlite_where=person.c.deliver_after.is_not(None),
    postgresql_where=person.c.deliver_after.is_not(None),
)
# Likewise for reminders: finding those due costs what is due, however many are pending.
Index(
    "ix_person_remind_at",
    person.c.remind_at,
    sqlite_where=person.c.remind_at.is_not(None),
    postgresql_where=person.c.remind_at.is_not(None),
)

kept = Table(
    "kept",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Double, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# A parked update may be a person's very first, so it belongs to a look-up, not to a row.
parked = Table(
    "parked",
    metadata,
    Column("id", ID, primary_key=True),
    Column("lookup", LargeBinary, nullable=False, index=True),
    Column("at", Double, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# The random ids of rows that are gone: nobody can be found by them, yet a restore leaves them out.
erased = Table("erased", metadata, Column("id", ID, primary_key=True))


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a table keeps its sealed value, and what names the row to the seal."""

    table: Table
    key: Column[Any]
    column: Column[Any]
    row: Callable[[Mapping[str, Any]], tuple[str, ...]]


SEALED: Final = (
    Sealed(person, person.c.id, person.c.state, lambda row: (row["id"],)),
    Sealed(kept, kept.c.id, kept.c.body, lambda row: (row["person_id"], row["id"])),
    Sealed(parked, parked.c.id, parked.c.body, lambda row: (row["id"],)),
    Sealed(meta, meta.c.key, meta.c.value, lambda row: (row["key"],)),
)
