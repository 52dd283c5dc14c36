"""The looks so far: in words for /history, as lines for the chart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.engine import Engine
from flows.place.looks import label, series
from flows.taking.history import MOST
from flows.values.session import Look
from flows.values.talk import Tap
from tests.flows.weeks import Living, looks


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody who looked twice after their check-up."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans()
    looks(person, 2, heard="no", talked="not_yet").taps("#done")
    looks(person, 5, heard="mostly").taps("#done")
    return person


def test_history_tells_each_look_newest_first(person: Living) -> None:
    """Its day, the fit answers, the change and what came first, in words and without a score."""
    told = person.sends("history").text.split("\n\n")[1:]
    assert told[1].startswith("Monday, March 16. Heard: no; Open: yes;")
    assert "First: Write a note" in told[1]
    assert told[0].startswith("Monday, April 20. Heard: mostly")


def test_before_the_first_look_it_says_so(engine: Engine) -> None:
    """Nothing is no error."""
    assert "Nothing here yet." in Living(engine).sends("history").text


def test_the_chart_has_a_line_from_two_points_on(person: Living) -> None:
    """The best answer stands at the top, the worst at the bottom."""
    lines = series(person.engine.library, person.talk.looks)
    assert [round(point.at, 2) for point in lines["heard"]] == [1.0, 0.0, 0.67]
    first, *after = [point.on for point in lines["heard"]]
    assert first == date(2026, 3, 2)
    assert after == [date(2026, 3, 16), date(2026, 4, 20)]
    assert series(person.engine.library, person.talk.looks[:1]) == {}
    named = label(person.engine.library, "heard")
    assert named
    assert person.read(named) == "Heard"


def test_looks_of_flows_and_questions_that_are_gone_are_passed_over(person: Living) -> None:
    """An older version's look neither fails nor shows an empty line."""
    old = (
        Look("nowhere", date(2025, 1, 1), date(2025, 1, 1), {"heard": "no"}),
        Look("followup", date(2025, 2, 1), date(2025, 2, 1), {"gone": "yes", "step": "gone"}),
    )
    person.talk = replace(person.talk, looks=(*old, *person.talk.looks))
    assert "2025" not in person.sends("history").text
    assert person.text.count("First:") == 3
    assert "gone" not in series(person.engine.library, person.talk.looks)


def test_the_pulse_asks_one_fit_question_in_turn(person: Living) -> None:
    """Each week another one, and only numbers and plain answers are kept."""
    person.sends("reminders").taps("#more", "#weekly", "#close")
    asked = []
    for _ in range(4):
        given = person.reminded()
        while not str(given.name).startswith("pulse"):
            given = person.reminded()
        person.answers("go", given.name).taps("#6")
        asked.append(person.card.question)
        person.taps("#mostly", "#ok")
    assert asked == ["heard", "open", "challenged", "heard"]
    assert series(person.engine.library, person.talk.looks)["going"][0].at == 0.6


def test_many_weekly_questions_push_no_look_out(person: Living) -> None:
    """They share one line, below the looks; the check-up stays."""
    small = [
        Look("pulse", date(2026, 5, n), date(2026, 5, n), {"going": n % 10}) for n in range(1, 31)
    ]
    person.talk = replace(person.talk, looks=(*person.talk.looks, *small))
    told = person.sends("history").text.split("\n\n")[1:]
    assert len(told) == 4
    assert told[2].startswith("Monday, March 2. Heard: yes")
    assert told[3] == "30 weekly questions. The newest, Saturday, May 30: How it is going: 0."


def test_where_there_are_too_many_looks_the_small_ones_go_first(person: Living) -> None:
    """A look is never forgotten for a weekly question."""
    begun = [date(2026, 5, 1) + timedelta(weeks=n) for n in range(MOST - 3)]
    small = tuple(Look("pulse", day, day, {"going": 5}) for day in begun)
    person.talk = replace(person.talk, looks=(*person.talk.looks, *small))
    looks(person, 6)
    assert len(person.talk.looks) == MOST
    assert [look.flow for look in person.talk.looks[:3]] == ["checkup", "followup", "followup"]
    assert person.talk.looks[3].begun == begun[1]


def test_another_year_is_named(person: Living) -> None:
    """A day without a year is of this one."""
    person.waits(days=300)
    told = person.sends("history").text
    assert "Monday, March 16, 2026. Heard" in told


def test_the_chart_is_offered_only_where_there_is_one(engine: Engine) -> None:
    """One look is no line; two are."""
    person = Living(engine, zone="Europe/Berlin").plans()
    person.sends("history")
    assert "Show the chart" not in person.labels
    looks(person, 2)
    assert "Show the chart" in person.labels
    person.taps("#done").sends("history")
    assert "Show the chart" in person.labels


def test_better_or_worse_is_charted_on_one_scale(engine: Engine) -> None:
    """The check-up has one answer more than the follow-up, and the same ones are as high."""
    person = Living(engine, zone="Europe/Berlin").plans()
    looks(person, 2).taps("#done")
    line = series(person.engine.library, person.talk.looks)["change"]
    assert [round(point.at, 2) for point in line] == [0.33, 0.33]


def test_earlier_plans_are_listed_by_day(person: Living) -> None:
    """The newest first, each with its year; the plan that still stands is not among them."""
    person.sends("history").taps("#plans")
    assert person.labels[:2] == ["Monday, March 16, 2026", "Monday, March 2, 2026"]
    person.taps("Monday, March 2, 2026")
    (effect,) = person.turn.effects
    assert (effect.name, effect.body) == ("earlier", {"answer": person.talk.kept[0].ref})
    assert person.card.question == "history"
    person.sends("start").taps("#again").sends("history").taps("#plans")
    assert person.labels[0] == "Monday, April 20, 2026"
    assert person.types("Monday, April 20, 2026").turn.effects[0].name == "earlier"


def test_a_plan_is_kept_once_for_each_change(person: Living) -> None:
    """Looking at it again keeps nothing; a change on the same day takes the first one's place."""
    before = person.talk.kept
    person.sends("plan").taps("#done").sends("plan")
    assert [each.name for each in person.turn.effects] == []
    assert person.talk.kept == before
    person.waits(days=1).taps("#change")
    person.take(Tap("#heard", person.talk.tag, person.talk.turn)).taps("#yes")
    assert [(e.name, e.ref) for e in person.turn.effects] == [("keep", person.talk.kept[-1].ref)]
    assert len(person.talk.kept) == len(before) + 1
    person.taps("#change")
    person.take(Tap("#heard", person.talk.tag, person.talk.turn)).taps("#no")
    assert len(person.talk.kept) == len(before) + 1
    assert len({one.ref for one in person.talk.kept}) == len(person.talk.kept)


def test_without_earlier_plans_none_are_offered(engine: Engine) -> None:
    """The first plan is the one that stands."""
    person = Living(engine, zone="Europe/Berlin").plans()
    assert "Earlier plans" not in person.sends("history").labels
