"""Reminders when the rules of time change: the files of the zones are not those of last time."""

import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from importlib import resources
from pathlib import Path

from flows.values.zones import rules
from tests.bot.later import DAY, DUE, FIRST, MINUTE, at, later, looked, next_due, times

HOUR = timedelta(hours=1)


async def test_a_new_tzdata_between_two_starts(tmp_path: Path) -> None:
    """Given under the old rules, it is due again under the new ones, and once a day still."""
    async with later(tmp_path) as edge:
        await at(edge, DUE)
        assert await next_due(edge) == DUE + 3 * DAY
        with rules_in(tmp_path / "zones", {"Europe/Berlin": "Europe/Athens"}):
            await edge.again()
            await looked(edge)
            again = DUE + 3 * DAY - HOUR
            assert await next_due(edge) == again
            await at(edge, again - MINUTE)
            assert times(edge, FIRST) == 1
            await at(edge, again)
            await at(edge, again + HOUR)
            assert times(edge, FIRST) == 2


@contextmanager
def rules_in(folder: Path, files: Mapping[str, str]) -> Iterator[None]:
    """Install other rules for some zones, those of another, as an update of tzdata does."""
    for zone, of in files.items():
        file = folder / zone
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(
            resources.files("tzdata").joinpath("zoneinfo", *of.split("/")).read_bytes()
        )
    before = zoneinfo.TZPATH
    try:
        _read_rules_from([str(folder), *before])
        yield
    finally:
        _read_rules_from(before)


def _read_rules_from(path: Sequence[str]) -> None:
    """Look for rules there from now on, as a process that was just started does."""
    zoneinfo.reset_tzpath(path)
    zoneinfo.ZoneInfo.clear_cache()
    rules.cache_clear()
