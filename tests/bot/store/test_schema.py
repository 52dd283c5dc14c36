"""Migrations: the schema they make, older and newer databases, and the copy made before."""

import asyncio
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.store import SchemaError, Store
from bot.store.schema import MIGRATIONS, revision, upgrade
from bot.store.tables import HEAD, metadata
from tests.bot.store.people import look, says
from tests.databases import Database

Another = Callable[..., Store]


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator[AsyncConnection]:
    """Connect past the store."""
    engine = create_async_engine(database.url)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


def test_the_newest_migration_is_the_head() -> None:
    """The revision the code asks for is the last one there is."""
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", MIGRATIONS)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_migrations_make_the_tables_the_code_knows(store: Store, database: Database) -> None:
    """What the migrations made is what the tables say: nothing to add, nothing to change."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await store.ping()
    async with connected(database) as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(revision) == HEAD


async def test_an_older_database_is_brought_up_to_date(
    database: Database, open_another: Another, run_sql: Callable[..., None]
) -> None:
    """People of an older schema are all there after the start; SQLite leaves a copy of before."""
    first = open_another()
    await first.open()
    await says(first, 1, state={"n": 1})
    await first.close()
    run_sql("DROP TABLE erased")
    run_sql("DROP INDEX ix_person_remind_at")
    run_sql("ALTER TABLE person DROP COLUMN remind_at")
    run_sql("UPDATE alembic_version SET version_num = '0001'")
    again = open_another()
    await again.open()
    person = await look(again, 1)
    assert person is not None
    assert person.state == {"n": 1}
    async with connected(database) as connection:
        assert await connection.run_sync(revision) == HEAD
    if database.file is not None:
        copy = database.file.with_name(database.file.name + ".schema-0001")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        async with connected(Database("sqlite", f"sqlite+aiosqlite:///{copy}")) as connection:
            assert await connection.run_sync(revision) == "0001"
            assert await connection.scalar(text("SELECT count(*) FROM person")) == 1


async def test_every_migration_runs_by_itself(database: Database) -> None:
    """Each step of the history can be the place where an older database stands."""
    for target in ("0001", "0002", "0003"):
        async with connected(database) as connection:
            await connection.run_sync(upgrade, target)
            assert await connection.run_sync(revision) == target


async def test_a_newer_database_is_refused(
    store: Store, open_another: Another, run_sql: Callable[..., None]
) -> None:
    """A database of a later version is left alone, and the message says what to do."""
    await says(store, 1)
    run_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="made by a newer version"):
        await open_another().open()


async def test_replicas_may_start_together(open_another: Another) -> None:
    """Several starts on an empty database at once make one schema."""
    stores = [open_another() for _ in range(4)]
    await asyncio.gather(*(one.open() for one in stores))
    await says(stores[0], 1)
    assert await look(stores[3], 1) is not None
