"""Backup and restore: whole, tried before use, from one database to the other."""

import asyncio
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import (
    BackupError,
    Kept,
    KeyRefusedError,
    KeyRing,
    Parked,
    Restored,
    Store,
    backup,
    new_id,
    open_store,
    restore,
)
from bot.store.dumpfile import DumpWriter
from bot.store.rows import parked_row
from bot.store.schema import CHECK
from bot.store.tables import meta, parked
from tests.bot.store.conftest import NEW
from tests.bot.store.people import look, newcomer, says
from tests.databases import Database, postgres_database, sqlite_database


def content(path: Path) -> bytes:
    """Read a file."""
    return path.read_bytes()


def write(path: Path, what: bytes) -> None:
    """Write a file."""
    path.write_bytes(what)


def names_in(folder: Path) -> list[str]:
    """List a folder."""
    return [one.name for one in folder.iterdir()]


ROWS = {"erased": 0, "kept": 3, "meta": 2, "parked": 0, "person": 3}


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a second empty database of each kind."""
    if request.param == "sqlite":
        yield sqlite_database(tmp_path)
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as made:
        yield made


async def _fill(store: Store) -> list[str]:
    ids = []
    for telegram_id in range(3):
        async with store.turn(telegram_id) as work:
            work.after = newcomer({"n": telegram_id}, deliver_after=1.5)
            work.keep = [Kept(new_id(), "plan", 1.0, {"n": telegram_id})]
            work.park = [Parked(new_id(), 1.0, "KeyError", "message")]
            ids.append(work.after.id)
    await store.set_meta("mine", "value")
    return ids


@pytest.fixture
async def file(store: Store, database: Database, tmp_path: Path) -> Path:
    """Give a backup of three people."""
    await _fill(store)
    return (await backup(database.url, tmp_path / "backup")).path


async def test_there_and_back(
    store: Store, database: Database, target: Database, keys: KeyRing, tmp_path: Path
) -> None:
    """Restored elsewhere, on either database, everything but the parked is there, and goes on."""
    ids = await _fill(store)
    made = await backup(database.url, tmp_path / "backup")
    assert (made.rows, made.keys) == (ROWS, (keys.names(),))
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert await restore(target.url, keys, made.path) == Restored(ROWS, made.keys, 0, 0)
    other = open_store(target.url, keys)
    await other.open()
    for telegram_id, row in enumerate(ids):
        after = await says(other, telegram_id)
        assert (after.id, after.version, after.state) == (row, 2, {"n": telegram_id})
        assert [one.body for one in await other.kept(row)] == [{"n": telegram_id}]
    assert (await other.meta("mine"), await other.parked()) == ("value", [])
    await other.close()


async def test_a_dry_run_writes_nothing(file: Path, target: Database, keys: KeyRing) -> None:
    """A dry run tells the same facts and leaves the target as it was."""
    found = await restore(target.url, keys, file, dry_run=True)
    assert found.rows == ROWS
    if target.file is not None:
        assert not target.file.exists()
    assert (await restore(target.url, keys, file)).replaced == 0


async def test_a_backup_of_one_moment(store: Store, database: Database, tmp_path: Path) -> None:
    """While turns go on, a backup still fits together."""
    await _fill(store)
    turns = (says(store, n % 7) for n in range(100))
    _, made = await asyncio.gather(
        asyncio.gather(*turns), backup(database.url, tmp_path / "backup")
    )
    assert 3 <= made.rows["person"] <= 7


async def test_people_are_not_overwritten_unasked(
    file: Path, store: Store, database: Database, keys: KeyRing
) -> None:
    """A target with people is refused, unless they shall be replaced; then they are."""
    await says(store, 77)
    await says(store, 1, state={"n": "changed"})
    await store.close()
    with pytest.raises(BackupError, match="holds 4 people"):
        await restore(database.url, keys, file)
    assert (await restore(database.url, keys, file, replace=True)).replaced == 4
    again = open_store(database.url, keys)
    await again.open()
    assert await look(again, 77) is None
    person = await look(again, 1)
    assert person is not None
    assert person.state == {"n": 1}
    await again.close()


async def test_erased_people_do_not_come_back(
    file: Path, store: Store, database: Database, keys: KeyRing
) -> None:
    """Who was erased after the backup is left out of its restore, for every later one too."""
    async with store.turn(1) as work:
        work.erase = True
    await store.close()
    for _ in range(2):
        assert (await restore(database.url, keys, file, replace=True)).left_out == 1
    again = open_store(database.url, keys)
    await again.open()
    assert [await look(again, one) is None for one in range(3)] == [False, True, False]
    await again.close()


async def test_parked_updates_of_an_older_backup_do_not_come_back(
    target: Database, keys: KeyRing, tmp_path: Path
) -> None:
    """Nothing tells whose they are, so an update of somebody erased could be among them."""
    row = parked_row(keys, 1, Parked(new_id(), 1.0, "KeyError", "message"))
    proof = CHECK + keys.first_id.hex()
    with DumpWriter(tmp_path / "older") as dump:
        dump.row(meta, {"key": proof, "value": keys.seal(b"proof", "meta", "value", proof)})
        dump.row(parked, row)
    assert (await restore(target.url, keys, tmp_path / "older")).rows["parked"] == 0
    store = open_store(target.url, keys)
    await store.open()
    assert await store.parked() == []
    await store.close()


async def test_another_key_is_refused_before_anything(
    file: Path, store: Store, database: Database
) -> None:
    """Without its key a backup is not restored, and what is there stays."""
    with pytest.raises(KeyRefusedError):
        await restore(database.url, KeyRing([NEW]), file, replace=True)
    assert await look(store, 1) is not None


def _flip(content: bytes) -> bytes:
    place = content.index(b'"state":"') + 40
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        (lambda content: content[: len(content) // 2], "cannot be read|cut off"),
        (lambda content: content.rsplit(b"\n", 2)[0] + b"\n", "cut off"),
        (_flip, "digest|cannot be read"),
        (lambda content: content + b"{}\n", "after its end"),
        (lambda _: b"{}\n", "no backup of this bot"),
        (lambda _: b"", "cannot be read"),
        (lambda content: content.replace(b'"schema":"', b'"schema":"9', 1), "has schema 9"),
    ],
    ids=["half", "no end", "flipped", "more", "foreign", "empty", "newer"],
)
async def test_a_damaged_file_is_refused(
    file: Path,
    store: Store,
    database: Database,
    keys: KeyRing,
    damage: tuple[Callable[[bytes], bytes], str],
) -> None:
    """A backup that is not whole is refused by name, and the target stays."""
    spoil, says_so = damage
    write(file, spoil(content(file)))
    with pytest.raises(BackupError, match=says_so):
        await restore(database.url, keys, file, replace=True)
    assert await look(store, 1) is not None


async def test_a_running_bot_is_not_restored_over(
    file: Path, store: Store, database: Database, keys: KeyRing
) -> None:
    """While a process leads on the database, a restore is refused."""
    async with store.lead():
        with pytest.raises(BackupError, match="is running"):
            await restore(database.url, keys, file, replace=True)


async def test_a_backup_overwrites_nothing(file: Path, database: Database) -> None:
    """An existing file is never the target of a backup."""
    before = content(file)
    with pytest.raises(BackupError, match="never overwrites"):
        await backup(database.url, file)
    assert content(file) == before


async def test_no_database_no_backup(tmp_path: Path) -> None:
    """A backup of a file that is not there makes neither the file nor a backup."""
    with pytest.raises(BackupError, match="no database"):
        await backup(f"sqlite+aiosqlite:///{tmp_path}/none.db", tmp_path / "backup")
    assert names_in(tmp_path) == []
