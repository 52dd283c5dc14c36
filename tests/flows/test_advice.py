"""The decision table: each combination of answers and history, against a second writing of it."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, product

import pytest

from flows.content.advice import Advice
from flows.content.library import Library
from tests.flows.cases import (
    AROUND,
    SESSIONS,
    TALKED,
    courses,
    first_things,
    scope_of,
    ways_to_say,
    with_therapist,
)
from tests.flows.oracle import STEPS, TALKS, WORKED_ON, Case, expected

FULL = os.environ.get("CHECKUP_TESTS") == "full"
EACH = 1 if FULL else 13  # a prime, so that a sample meets every value of every answer
EVERY_WAY, TIMES = (11, 9) if FULL else (61, 2)
EVERY_NEIGHBOUR = 3 if FULL else 41
WORSE = {"better": "bit", "bit": "same", "same": "worse"}
LONGEST_STILL = 16  # weeks of "no change" until something other than waiting is put first


@pytest.fixture
def advice(library: Library) -> Advice:
    """Give the table as shipped."""
    found = library.flows["checkup"].advice
    assert found
    return found


def cases(each: int) -> Iterator[Case]:
    """Go through every combination, or a systematic sample of them."""
    found = islice(chain(first_things(), courses(), with_therapist()), 0, None, each)
    return (case.but(**changes) for case, changes in found)


def test_every_combination_comes_to_the_row_and_window_of_the_table(advice: Advice) -> None:
    """The data says of each combination what the table says, and none is left without a row."""
    met: set[tuple[int, str]] = set()
    for case in cases(EACH):
        scope = scope_of(case, advice)
        row = advice.row_at(scope)
        assert (row.row, row.weeks.at(scope)) == expected(case), case
        assert row.step in STEPS[row.row], case
        assert row.step not in advice_ruled_out(case), case
        met.add((row.row, row.step))
    assert {step for _, step in met} == {step for steps in STEPS.values() for step in steps}


def test_whatever_way_it_is_said_it_comes_to_the_same_row(advice: Advice) -> None:
    """Each answer that means the same, alone, at each row: another line, a load, a mark."""
    tried: Counter[tuple[object, int]] = Counter()
    for case in cases(EVERY_WAY):
        row, weeks = expected(case)
        for otherwise in ways_to_say(case):
            way = frozenset(otherwise.items()), row
            tried[way] += 1
            if tried[way] <= TIMES:
                scope = scope_of(case, advice, otherwise)
                found = advice.row_at(scope)
                assert (found.row, found.weeks.at(scope)) == (row, weeks), (case, otherwise)
    assert len(tried) > 300


def advice_ruled_out(case: Case) -> set[str]:
    """Name the steps that may not be put first here."""
    ruled_out: set[str] = set()
    if case.sessions == "none":
        ruled_out |= {*TALKS, "wait", "keep_going", "use", "practise", "approach", "plan_move"}
    if "crossed" in case.line or case.talked == "unsafe" or case.line == "rather_not":
        ruled_out |= {*TALKS, "wait", "keep_going"}
    if case.low >= 2 and case.talked == "nothing":
        ruled_out |= {"wait"}
    if "say_hopes" in case.tried:
        ruled_out |= {"say_hopes"}
    if case.tried & WORKED_ON:
        ruled_out |= WORKED_ON
    return ruled_out | ({"approach"} if "approach" in case.tried else set())


def worsened(case: Case) -> Iterator[Case]:
    """Go through the same case with one answer worse."""
    if case.change in WORSE:
        yield case.but(change=WORSE[case.change])
    if case.low < 3:
        yield case.but(low=case.low + 1)
    if not case.load:
        yield case.but(load=True)
    if case.practice == "often":
        yield case.but(practice="hardly")
    if case.line != "crossed":
        yield case.but(line="crossed")
    if case.safe == "yes":
        yield case.but(safe="no")
    if case.home == "yes":
        yield case.but(home="unsafe")


def test_a_worse_answer_never_makes_the_step_slower() -> None:
    """One answer worse: a shorter or equal window, or a row nearer to the top of the table."""
    for case in cases(EVERY_NEIGHBOUR):
        row, weeks = expected(case)
        for worse in worsened(case):
            then, weeks_then = expected(worse)
            assert weeks_then <= weeks or then < row, (case, worse)


def no_change_at_all() -> Iterator[Case]:
    """Go through the people with a therapist for whom nothing changed, at their first look."""
    for sessions, talked, low, around, asked in product(
        SESSIONS, TALKED, range(4), AROUND, (False, True)
    ):
        case = Case(sessions, "same", talked, low, around[0], around[1], asked)
        yield from (case, case.but(course=True), case.but(line="rather_not"))


def lived(advice: Advice, case: Case) -> tuple[list[str], int]:
    """Follow the suggestions, nothing ever changing; return the steps, and the weeks they took."""
    steps: list[str] = []
    weeks = 0
    while weeks <= LONGEST_STILL and not {*steps} & {"second_view", "move_on", "plan_move"}:
        scope = scope_of(case, advice)
        row = advice.row_at(scope)
        steps.append(row.step)
        if row.row < 5:
            return [*steps, "second_view"], weeks  # help, home and someone outside come first
        window = row.weeks.at(scope)
        weeks += window if row.row > 8 else 0
        case = case.but(
            tried=case.tried | {row.step},
            full=case.full + (window >= 4),
            talks=case.talks + (row.step in {"talk", "talk_us", "note"}),
        )
    return steps, weeks


def test_no_change_again_and_again_does_not_go_on_for_ever(advice: Advice) -> None:
    """Second view, a move, or moving on comes first within 16 weeks, meeting every week."""
    begun = 0
    for case in no_change_at_all():
        steps, weeks = lived(advice, case)
        assert {*steps} & {"second_view", "move_on", "plan_move"}, (case, steps)
        assert weeks <= LONGEST_STILL, (case, steps, weeks)
        begun += 1
    assert begun > 200
