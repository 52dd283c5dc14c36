"""The looks so far: in words for /history, as lines for the chart."""

from dataclasses import replace
from datetime import date

import pytest

from flows.engine import Engine
from flows.looks import label, series
from flows.session import Look
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
    person.sends("reminders").taps("#weekly", "#close")
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
