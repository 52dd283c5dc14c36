"""Zones by the clock on the wall, and hours that the clock skips or shows twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.engine import Engine
from flows.values import zones
from flows.values.session import Session
from flows.values.talk import City, Tap
from tests.flows.person import Person

WINTER = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 9, 5, tzinfo=UTC)
NAMES = zones.zones_in(None)


def asking(engine: Engine, now: datetime, **known: str) -> Person:
    """Return somebody in front of the question what time it is for them."""
    person = Person(engine, now, consent=1, days=400, **known)
    person.sends("reminders").taps("#where")
    assert person.card.question == "zone"
    return person


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
@given(day=st.dates(date(2026, 1, 1), date(2027, 12, 31)), hour=st.integers(0, 23))
def test_an_hour_comes_once_on_each_day(name: str, day: date, hour: int) -> None:
    """The moment of an hour shows that hour on the clock there, or the first minute after a gap."""
    zone = ZoneInfo(name)
    here = zones.moment(day, hour, zone).astimezone(zone)
    wall = datetime.combine(day, time(hour))
    assert wall <= here.replace(tzinfo=None) < wall + timedelta(hours=1, minutes=1)


def test_an_hour_that_is_skipped_comes_right_after_the_gap() -> None:
    """Half past two that never was is three o'clock; a doubled hour is the first of the two."""
    berlin = ZoneInfo("Europe/Berlin")
    assert zones.moment(date(2026, 3, 29), 2, berlin) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert zones.moment(date(2026, 10, 25), 2, berlin) == datetime(2026, 10, 25, 0, tzinfo=UTC)


def test_a_day_that_a_country_left_out_comes_as_the_next_one() -> None:
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    at = zones.moment(date(2011, 12, 30), 10, apia).astimezone(apia)
    assert at.date() == date(2011, 12, 31)


def test_a_zone_that_is_gone_gives_way_to_one_of_the_country() -> None:
    """The same offset counts if it is known; without a country a fixed offset stands in."""
    assert zones.nearest("America/Gone", "US", -420, WINTER) == ZoneInfo("America/Denver")
    assert zones.nearest("Europe/Gone", "DE", None, WINTER) == ZoneInfo("Europe/Berlin")
    ahead = zones.nearest("Nowhere/Gone", None, 345, WINTER)
    assert ahead is not None
    assert WINTER.astimezone(ahead).utcoffset() == timedelta(minutes=345)
    assert zones.nearest("Nowhere/Gone", "XX", None, WINTER) == UTC
    assert zones.nearest(None, "DE", 60, WINTER) is None


def test_one_tap_is_enough_where_the_clock_leaves_no_doubt(engine: Engine) -> None:
    """Germany has one time; a tap on it gives the zone, and the hour that suits."""
    person = asking(engine, WINTER, country="DE")
    assert person.labels[0] == "10:05\u202fAM"
    person.taps("#60")
    assert (person.talk.known["zone"], person.talk.known["hour"]) == ("Europe/Berlin", 10)


def test_cities_are_asked_for_only_where_the_year_differs(engine: Engine) -> None:
    """Denver and Phoenix share the time in winter; Los Angeles is alone then."""
    person = asking(engine, WINTER, country="US").taps("#420")
    assert person.labels[:2] == ["Denver", "Phoenix"]
    assert person.taps("Phoenix").talk.known["zone"] == "America/Phoenix"
    alone = asking(engine, WINTER, country="US").taps("#480")
    assert alone.talk.known["zone"] == "America/Los_Angeles"


def test_without_a_country_there_are_all_hours_and_few_cities(engine: Engine) -> None:
    """Each hour has a button; what is left after it is at most eight cities."""
    for now in (WINTER, SUMMER):
        options = asking(engine, now).card.options
        assert len(options) == 24
        for option in options:
            person = asking(engine, now)
            person.take(Tap(option.id, person.talk.tag, person.talk.turn))
            left = [o for o in person.card.options if isinstance(o.label, City)]
            assert len(left) <= zones.MOST_CITIES
            assert left or person.talk.known.get("zone") in NAMES


def test_only_places_where_people_live_are_named(engine: Engine) -> None:
    """Etc/GMT+10 is ten hours behind: as a button it would say the contrary of what it is."""
    person = asking(engine, WINTER, language="en")
    person.taps("#840")  # five past eleven in the evening: there, or a day ahead
    assert person.labels[:3] == ["Honolulu", "Adak", "Kiritimati"]
    assert not any(name.startswith("Etc/") for name in NAMES)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("14:35", "Asia/Kolkata"),
        ("it's 2.35 pm", "Asia/Kolkata"),
        ("in Kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_half_hour_or_a_city_can_be_typed(engine: Engine, typed: str, zone: str) -> None:
    """Half-hour zones have no button of their own; a typed time finds them."""
    person = asking(engine, WINTER).types(typed, after=0)
    while person.card.question == "zone":
        person.take(Tap(person.card.options[0].id, person.talk.tag, person.talk.turn))
    known = str(person.talk.known["zone"])
    assert zones.offset(ZoneInfo(known), WINTER) == zones.offset(ZoneInfo(zone), WINTER)


@pytest.mark.parametrize(
    ("there", "country", "typed", "zone"),
    [
        ("2026-03-02 22:15", "US", "10:15", "America/New_York"),
        ("2026-03-02 14:30", "US", "2:30", "America/New_York"),
        ("2026-03-02 09:15", "US", "9:15", "America/New_York"),
        ("2026-03-02 00:20", "US", "it's 12.20", "America/New_York"),
    ],
)
def test_a_time_without_morning_or_evening_is_that_of_the_country(
    engine: Engine, there: str, country: str, typed: str, zone: str
) -> None:
    """Nobody is put to the other side of the world, and woken at night for it."""
    now = datetime.fromisoformat(there).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert asking(engine, now, country=country).types(typed).talk.known["zone"] == zone


def test_a_time_that_may_be_two_is_asked_about(engine: Engine) -> None:
    """Without a country, or where it fits none of its zones, nothing is taken without a look."""
    person = asking(engine, WINTER).types("9:05", after=0)
    assert person.labels[:2] == ["9:05\u202fAM", "9:05\u202fPM"]
    assert "zone" not in person.talk.known
    person = asking(engine, WINTER, country="DE").types("14:50", after=0)
    assert person.labels[0] == "Kathmandu"
    assert "zone" not in person.talk.known


def test_what_is_no_time_is_asked_again(engine: Engine) -> None:
    """Nonsense is not guessed at."""
    person = asking(engine, WINTER).types("late")
    assert person.text.startswith("I can't read that as a time.")
    assert person.types("99:99").card.question == "zone"


def test_a_time_shown_an_hour_ago_still_means_the_same_zone(engine: Engine) -> None:
    """The button carries the offset, so that a late tap is no other zone."""
    person = asking(engine, WINTER, country="DE").waits(hours=5).taps("#60")
    assert person.talk.known["zone"] == "Europe/Berlin"


def test_a_session_at_a_zone_that_is_gone_still_reads(engine: Engine) -> None:
    """A name without rules is shown as it is, and nothing fails."""
    person = Person(engine, WINTER, consent=1, days=400, zone="Europe/Gone_Town")
    person.talk = person.talk.with_session(Session("reminders", "", "coming"))
    assert "Gone Town" in person.sends("reminders").text
