"""The clock: real time, travelling by a file, and the tests' own."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from tests.clock import START, FakeClock


def travel(file: Path, seconds: float) -> None:
    """Replace the clock's file whole, as the simulator does."""
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps({"offset": seconds}), "utf-8")
    os.replace(draft, file)  # noqa: PTH105 -- the very call the docstring asks for


def test_a_clock_tells_the_real_time_in_utc() -> None:
    """Without a file the offset is nothing."""
    before, now, after = datetime.now(UTC), Clock().now(), datetime.now(UTC)
    assert before <= now <= after
    assert now.tzinfo is UTC


def test_a_clock_follows_its_file_at_once(tmp_path: Path) -> None:
    """Each new offset counts from the next look on, even several within a millisecond."""
    file = tmp_path / "clock.json"
    clock = Clock(file)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    for days in (40, 1, 400):
        travel(file, days * 86_400)
        ahead = clock.now() - datetime.now(UTC)
        assert abs(ahead - timedelta(days=days)) < timedelta(seconds=5)
    file.unlink()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_travelling_leaves_the_monotonic_seconds_alone(tmp_path: Path) -> None:
    """Time-outs and pacing don't jump when the date does."""
    file = tmp_path / "clock.json"
    clock = Clock(file)
    before = clock.monotonic()
    travel(file, 86_400)
    assert 0 <= clock.monotonic() - before < 5


def test_a_file_that_is_no_clock_is_told(tmp_path: Path) -> None:
    """A file of another kind is an error, not silently no offset."""
    file = tmp_path / "clock.json"
    file.write_text("soon", "utf-8")
    with pytest.raises(ValueError, match="Expecting value"):
        Clock(file).now()


def test_the_fake_clock_moves_only_when_told() -> None:
    """`wait` moves both kinds of time, `travel` only the date."""
    clock = FakeClock()
    clock.wait(timedelta(minutes=1))
    assert (clock.now() - START, clock.monotonic()) == (timedelta(minutes=1), 60)
    clock.travel(START + timedelta(days=30))
    assert (clock.now() - START, clock.monotonic()) == (timedelta(days=30), 60)
