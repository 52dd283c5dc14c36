"""Help lines: what stands first, what is unsure, what is old, and where nobody knows a line."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.content.library import Library
from flows.content.lines import OLD_AFTER_DAYS
from flows.engine import Engine
from flows.values.scope import Scope
from tests.flows.person import Person
from tests.flows.small import tea_engine


def shown(engine: Engine, country: str | None, kind: str) -> list[str]:
    """Read the lines of a kind for a country."""
    library = engine.library
    scope = Scope(known={"country": country})
    found = library.lines.paragraphs(scope, kind, library.notices)
    return [engine.words.say(p.says, "en") for p in found]


def test_what_is_sure_stands_first_and_the_unsure_below_the_emergency(tmp_path: Path) -> None:
    """An unsure line carries the day it was checked."""
    assert shown(tea_engine(tmp_path), "GB", "crisis") == [
        "Samaritans: 116 123 (call, day and night)",
        "Emergency: 999",
        "Younger: 123 (text message, 10:00 to 24:00; checked Sunday, February 1, 2026)",
    ]


@pytest.mark.parametrize("country", [None, "elsewhere", "ZZ"])
def test_without_a_country_there_is_a_local_number_and_a_finder(
    engine: Engine, country: str | None
) -> None:
    """Before a country is known, and where none is."""
    first, second = shown(engine, country, "crisis")
    assert "local emergency number" in first
    assert "findahelpline.com" in second
    assert shown(engine, country, "emergency") == [first]


def test_a_country_without_a_line_shows_its_emergency_number_and_the_finder(engine: Engine) -> None:
    """A number is better than none, and nothing is invented."""
    assert shown(engine, "BG", "crisis") == [
        "Emergency: 112",
        "More lines, by country: findahelpline.com",
    ]


def test_every_country_says_something_for_every_kind(engine: Engine) -> None:
    """Whichever card asks for lines, it is never empty, and a number stands on it."""
    for country in engine.library.lines.countries:
        for kind in ("crisis", "home", "youth", "emergency"):
            lines = shown(engine, country, kind)
            assert lines, (country, kind)
            assert any(any(c.isdigit() for c in line) for line in lines), (country, kind)
            assert not any("{" in line for line in lines)


def test_old_numbers_that_are_wrong_today_are_not_shown(library: Library) -> None:
    """These are still copied around."""
    wrong = {"CA": "1-833-456-4566", "FR": "01 45 39 40 00", "BR": "141", "IN": "1800-599-0019"}
    for country, number in wrong.items():
        numbers = {entry.number for entry in library.lines.countries[country].entries()}
        assert number not in numbers


def test_an_entry_checked_long_ago_is_found(library: Library) -> None:
    """180 days after the last check each is on the list of what is to be checked again."""
    every = [e for c in library.lines.countries.values() for e in c.entries()]
    newest = max(entry.checked for entry in every)
    assert list(library.lines.old(min(entry.checked for entry in every))) == []
    later = newest + timedelta(days=OLD_AFTER_DAYS + 1)
    assert len(list(library.lines.old(later))) == len(every)


def test_every_line_has_a_source_and_a_day(library: Library) -> None:
    """A wrong number is the worst thing this bot could say."""
    for country in library.lines.countries.values():
        for entry in country.entries():
            assert entry.source
            assert date(2026, 1, 1) <= entry.checked


def test_countries_of_the_language_come_first(library: Library) -> None:
    """Who reads Spanish sees Spain and Mexico before others."""
    order = library.lines.order("es")
    spanish = {code for code, c in library.lines.countries.items() if "es" in c.languages}
    assert set(order[: len(spanish)]) == spanish
    assert set(order) == set(library.lines.countries)


def test_a_country_chosen_in_settings_counts_in_help(engine: Engine) -> None:
    """The lines change with it."""
    person = Person(engine, consent=1, days=400, country="GB").sends("crisis")
    assert "116 123" in person.text
    person.sends("settings").taps("Country of help lines").types("Germany").sends("crisis")
    assert "0800 1110111" in person.text
