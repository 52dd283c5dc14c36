"""What people type, who they are, and the token: in no file and in no log line."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.engine import Engine
from tests.databases import in_the_clear, sqlite_database
from tests.e2e.shadow import walker
from tests.e2e.world import TOKEN, world

pytestmark = pytest.mark.asyncio

CANARY = "zebra-{0} my sister Wilhelmina in Trondheim knows"
NAME = "Quetzalcoatlinda"


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file that the bot wrote: database, write-ahead log, copies, log lines."""
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def hits(folder: Path, needles: list[str], number: int) -> list[tuple[str, object]]:
    """List which of these stand in which file, in any encoding that is usual."""
    codes = ("utf-8", "utf-16-le", "utf-16-be")
    forms: list[tuple[object, bytes]] = [(each, each.encode(c)) for each in needles for c in codes]
    forms += [(number, form) for form in in_the_clear(number)]
    files = contents(folder).items()
    return [(name, needle) for name, content in files for needle, form in forms if form in content]


async def test_no_word_name_id_or_token_is_written_in_the_clear(
    tmp_path: Path, engine: Engine
) -> None:
    """Canaries typed wherever words are taken, and in every odd way, at the finest log level."""
    async with world(tmp_path, sqlite_database(tmp_path), LOG_LEVEL="DEBUG") as made:
        met = await walker(made, engine, NAME)
        canaries = [CANARY.format(number) for number in range(7)]
        await met.types(canaries[0])
        await met.hurries("begin", "yes")
        await met.types(canaries[1])
        await met.hurries("many", "same")
        await met.types(canaries[2])
        await met.hurries("!done", "none", "not_yet")
        await met.types(canaries[3])
        await met.agrees()
        await met.person.does("send", kind="photo", caption=canaries[4])
        await met.person.does("forward_text", text=canaries[5], sender=NAME)
        await met.person.says(f"/start {canaries[6]}")
        await met.person.says("/crisis")
        await met.person.says("I will do it, Wilhelmina")
        await made.caught_up()
        await made.bot.kill()
        words = [*canaries, *(c.split()[0] for c in canaries), "Wilhelmina", "Trondheim"]
        secrets = [NAME, str(met.person.id), TOKEN, TOKEN.partition(":")[2]]
        assert (tmp_path / "bot.log").stat().st_size > 500
        assert hits(tmp_path, [*words, *secrets], met.person.id) == []
        assert made.errors() == []


def sealed(file: Path) -> list[bytes]:
    """Read pieces of every person's row as it lies in the file: how it is found, and its state."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT lookup, state FROM person").fetchall()
    return [piece for lookup, state in rows for piece in (lookup, state[8:72], state[-64:])]


async def test_after_delete_no_trace_is_left_in_the_file(tmp_path: Path, engine: Engine) -> None:
    """Once the bot was restarted, not even what was sealed is there, of any of the turns."""
    database = sqlite_database(tmp_path)
    assert database.file is not None
    pieces: list[bytes] = []
    async with world(tmp_path, database) as made:
        met = await walker(made, engine, NAME)
        for choice in ("begin", "yes", "many"):
            await met.picks(choice)
            pieces += sealed(database.file)
        assert [each for each in pieces[-3:] if not found(tmp_path, each)] == []
        await met.commands("delete")
        await met.picks("on")
        pieces += sealed(database.file)
        await met.person.picks("erase")
        await made.forgets(met.person)
        assert sealed(database.file) == []
        await made.bot.stop()
        await made.bot.start()
        assert [each for each in pieces if found(tmp_path, each)] == []


def found(folder: Path, piece: bytes) -> bool:
    """Tell whether any file has these bytes."""
    return any(piece in content for content in contents(folder).values())
