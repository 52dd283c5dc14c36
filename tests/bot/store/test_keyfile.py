"""The key file: made once, kept safe, never made again."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store import KeyRefusedError, load_or_make_key


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The first start makes a key only its owner reads; the second reads the same."""
    path, database = tmp_path / "data" / "bot.key", tmp_path / "bot.db"
    made = load_or_make_key(path, database)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["bot.key"]
    database.write_bytes(b"there")
    assert load_or_make_key(path, database).ids == made.ids


def test_no_key_is_made_for_an_old_database(tmp_path: Path) -> None:
    """With the database there and the key gone, nothing is made and both are named."""
    path, database = tmp_path / "bot.key", tmp_path / "bot.db"
    database.write_bytes(b"there")
    with pytest.raises(KeyRefusedError, match=r"bot\.db exists, but its key file .*bot\.key"):
        load_or_make_key(path, database)
    assert not path.exists()


def test_many_first_starts_agree(tmp_path: Path) -> None:
    """Processes that start together end with one and the same key."""
    path, database = tmp_path / "bot.key", tmp_path / "bot.db"
    with ThreadPoolExecutor(8) as threads:
        rings = list(threads.map(lambda _: load_or_make_key(path, database), range(16)))
    assert len({ring.ids for ring in rings}) == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"no key"])
def test_a_spoilt_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty or unreadable key file is an error, not a reason for a new key."""
    path = tmp_path / "bot.key"
    path.write_bytes(content)
    with pytest.raises(KeyRefusedError):
        load_or_make_key(path, tmp_path / "bot.db")
    assert path.read_bytes() == content
