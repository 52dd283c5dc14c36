"""Reminders, from the person's side: when they come, what their buttons do, and when none comes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bot.edge import Edge
from tests.bot.later import ANN, DAY, DUE, FIRST, LAST, MINUTE, at, later, next_due, times


def labels(edge: Edge) -> list[str]:
    """List all that can be tapped in the chat."""
    return [label for _, found in edge.buttons() for label in found]


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot with Ann, who wants to hear from it in a week."""
    async with later(tmp_path) as running:
        yield running


async def test_it_comes_at_the_hour_of_the_day_without_a_sound(edge: Edge) -> None:
    """Not a minute before; silent, with its buttons, and the conversation stays where it was."""
    await at(edge, DUE - MINUTE)
    assert times(edge, FIRST) == 0
    await at(edge, DUE)
    number, message = edge.message(FIRST)
    assert [labels for found, labels in edge.buttons() if found == number] == [
        ["Let's look", "Tomorrow", "Next week", "Pick a day", "Stop these"]
    ]
    assert message["has_protected_content"]
    assert edge.simulator.state.messages[ANN][number].silent
    record = await edge.known()
    assert record.talk is not None
    assert record.talk.stack == ("tea",)


async def test_go_on_opens_the_second_look(edge: Edge) -> None:
    """Its flow starts below, and the reminder has no buttons any more."""
    await at(edge, DUE)
    number = await edge.taps("Let's look")
    below = await edge.sees("How was the tea?")
    await edge.settled()
    assert below > number
    assert number not in [found for found, _ in edge.buttons()]
    await edge.taps("Good")
    await edge.sees("Thank you for telling.")
    await edge.settled()
    assert await next_due(edge) is None


async def test_go_on_tapped_twice_is_one_card(edge: Edge) -> None:
    """A trembling finger opens nothing twice."""
    await at(edge, DUE)
    number = await edge.taps("Let's look")
    _, data = await _go(edge)
    edge.simulator.people.tap(ANN, number, data=data)
    await edge.sees("How was the tea?")
    await edge.settled()
    assert times(edge, "How was the tea?") == 1


async def _go(edge: Edge) -> tuple[int, str]:
    tap = edge.simulator.calls.log[-1]
    record = await edge.known()
    assert record.talk is not None
    return tap.number, f"{record.talk.tag}.{record.talk.turn}.~go.window.2027-03-08"


@pytest.mark.parametrize(("label", "days"), [("Tomorrow", 1), ("Next week", 7)])
async def test_snooze(edge: Edge, label: str, days: int) -> None:
    """It comes again after so many days, at the same hour; its message says so from then on."""
    await at(edge, DUE)
    number = await edge.taps(label)
    await edge.until(lambda: any("come back" in toast for toast in edge.toasts()))
    await edge.settled()
    assert edge.message("I'll come back on")[0] == number
    assert await next_due(edge) == DUE + days * DAY
    assert "Tomorrow" not in labels(edge)
    await at(edge, DUE + days * DAY)
    assert times(edge, FIRST) == 1


async def test_pick_a_day(edge: Edge) -> None:
    """Any day that is shown can be tapped, and it comes then."""
    await at(edge, DUE)
    await edge.taps("Pick a day")
    await edge.sees("Which day is better?")
    await edge.taps("Friday, March 12")
    await edge.sees("Moved.")
    await edge.settled()
    assert await next_due(edge) == DUE + 4 * DAY


async def test_stop_these(edge: Edge) -> None:
    """After Stop nothing is planned, and the reminder says so in place of its buttons."""
    await at(edge, DUE)
    number = await edge.taps("Stop these")
    await edge.settled()
    assert edge.message("No more reminders.")[0] == number
    assert await next_due(edge) is None
    assert "Tomorrow" not in labels(edge)


async def test_no_answer_is_an_answer(edge: Edge) -> None:
    """After 3 days, after 14 more, then never; only the newest has buttons."""
    for moment, seen in ((DUE, 1), (DUE + 3 * DAY, 2)):
        await at(edge, moment)
        assert times(edge, FIRST) == seen
    summer = datetime(2027, 3, 25, 9, 0, tzinfo=UTC)
    assert await next_due(edge) == summer
    await at(edge, summer)
    assert times(edge, LAST) == 1
    assert labels(edge).count("Tomorrow") == 1
    assert await next_due(edge) is None


async def test_its_hour_moves_with_the_clocks(edge: Edge) -> None:
    """Ten stays ten when the clocks change: in April that is an hour earlier in UTC."""
    await at(edge, DUE)
    await edge.taps("Pick a day")
    for _ in range(2):
        await edge.taps("More")
        await edge.settled()
    await edge.taps("Monday, April 5")
    await edge.sees("Moved.")
    await edge.settled()
    assert await next_due(edge) == datetime(2027, 4, 5, 8, 0, tzinfo=UTC)


async def test_who_blocks_the_bot_gets_one_try(edge: Edge) -> None:
    """A 403 ends it; when they are back, the reminder that did not arrive comes."""
    edge.fault("403", "sendMessage")
    await at(edge, DUE)
    assert times(edge, FIRST) == 0
    assert await next_due(edge) is None
    tried = edge.simulator.calls.methods["sendMessage"]
    await at(edge, DUE + DAY)
    assert edge.simulator.calls.methods["sendMessage"] == tried
    edge.says("/later")
    await edge.sees("What is to come?")
    await at(edge, DUE + DAY + MINUTE)
    assert times(edge, FIRST) == 1


async def test_blocking_is_heard(edge: Edge) -> None:
    """Nothing is tried while they are away, and it comes when they are back."""
    edge.simulator.people.block(ANN)
    await edge.settled()
    assert await next_due(edge) is None
    await at(edge, DUE + DAY)
    edge.simulator.people.unblock(ANN)
    await edge.settled()
    await at(edge, DUE + DAY + MINUTE)
    assert times(edge, FIRST) == 1


@pytest.mark.parametrize(
    ("word", "shown"), [("sos", "Call somebody."), ("/stop", "All is paused.")]
)
async def test_help_and_stop_pause_it(edge: Edge, word: str, shown: str) -> None:
    """Nothing comes meanwhile."""
    edge.says(word)
    await edge.sees(shown)
    await edge.settled()
    assert await next_due(edge) is None
    await at(edge, DUE)
    assert times(edge, FIRST) == 0


async def test_after_help_it_goes_on_when_they_tap_so(edge: Edge) -> None:
    """Go on takes reminders up again; writing alone does not."""
    edge.says("sos")
    await edge.taps("Go on")
    await edge.settled()
    assert await next_due(edge) == DUE


async def test_delete_removes_it(edge: Edge) -> None:
    """Whoever is gone is never reminded."""
    edge.says("/delete")
    await edge.taps("Delete it all")
    await edge.gone()
    assert await next_due(edge) is None
    await at(edge, DUE)
    assert times(edge, FIRST) == 0
