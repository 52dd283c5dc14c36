"""At the start: the schema brought up to date, and the keys tried on the sealed check rows.

For every key that was ever first there is a check row. All of them must open, so a key that was
taken away before everything was sealed anew is noticed here, not at the first person's tap.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import KeyRefusedError, SchemaError, StoreError
from bot.store.sealed import ID_BYTES, KeyRing
from bot.store.tables import HEAD, meta, person

CHECK: Final = "check:"
MIGRATIONS: Final = str(Path(__file__).with_name("migrations"))
_PROOF: Final = b"this key opens this database"


def revision(connection: Connection) -> str | None:
    """Read the schema's revision; None for a database without one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    present = revision(connection)
    if present == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", MIGRATIONS)
    try:
        command.upgrade(config, target)
    except CommandError as error:
        raise SchemaError(
            f"The database has schema {present}, this version knows {HEAD} and older: it was "
            "made by a newer version. Run that version, or restore a backup."
        ) from error


async def check_keys(connection: AsyncConnection, keys: KeyRing) -> None:
    """Open every check row, and add the one of the first key; KeyRefusedError when one won't."""
    rows = await connection.execute(select(meta).where(meta.c.key.startswith(CHECK)))
    checks = {row.key: row.value for row in rows}
    refuse_foreign_keys(checks, keys)
    if not checks and (await connection.execute(select(person.c.id).limit(1))).first():
        raise KeyRefusedError(
            "The database holds people but no check row: it is damaged. Restore a backup."
        )
    own = CHECK + keys.first_id.hex()
    if own not in checks:
        proof = keys.seal(_PROOF, "meta", "value", own)
        await connection.execute(insert(meta), {"key": own, "value": proof})


def refuse_foreign_keys(checks: dict[str, bytes], keys: KeyRing) -> None:
    """Raise KeyRefusedError when a check row's key is not in the ring or does not open it."""
    missing = sorted({value[:ID_BYTES] for value in checks.values()} - set(keys.ids))
    if missing:
        names = ", ".join(one.hex() for one in missing)
        raise KeyRefusedError(
            f"The database is sealed under key {names}, which is not among those given "
            f"({keys.names()}). Add that key after the newest in CHECKUP_KEYS; before a key is "
            "taken away, run `checkup keys rotate`."
        )
    for key, value in checks.items():
        try:
            keys.open(value, "meta", "value", key)
        except StoreError as error:
            raise KeyRefusedError("A check row does not open: it was changed.") from error
