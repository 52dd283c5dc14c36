"""Help lines on any card: to be copied, and one tap away on every screen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import sqlite_database

CLOSED = "Okay. Write anything here when you want to go on."
HELP = ["I need help now"]


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite, with Ann asked whether she is safe at home."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        await running.begins()
        running.says("/safe")
        await running.sees("Are you safe at home?")
        await running.settled()
        yield running


async def test_lines_come_as_a_message_that_can_be_copied(edge: Edge) -> None:
    """The card before them goes, as if it had changed into this one."""
    asked = await edge.taps("I am not")
    lines = await edge.sees("It is not your fault.")
    await edge.settled()
    assert lines > asked
    assert asked not in edge.simulator.state.messages[ANN]
    assert "has_protected_content" not in edge.message("It is not your fault.")[1]


async def test_lines_stay_and_what_follows_is_protected(edge: Edge) -> None:
    """The next question of the same step stands below, the lines lose their buttons."""
    await edge.taps("I am not")
    lines = await edge.taps("Go on from here")
    await edge.sees("And how is your tea?")
    await edge.settled()
    assert edge.message("And how is your tea?")[1]["has_protected_content"]
    assert edge.message("It is not your fault.")[0] == lines
    assert len(edge.buttons()) == 1
    await edge.taps("Hot")
    await edge.sees("That was it.")
    await edge.settled()
    assert edge.bot_texts()[-2] == "At home\n\nYou said not safe."
    assert edge.message("It is not your fault.")[0] == lines


async def test_back_from_lines_asks_again_below(edge: Edge) -> None:
    """The question comes as a protected card, and can be answered otherwise."""
    await edge.taps("I am not")
    await edge.taps("Back")
    await edge.sees("Are you safe at home?")
    await edge.settled()
    assert edge.message("Are you safe at home?")[1]["has_protected_content"]
    await edge.taps("I am")
    await edge.sees("And how is your tea?")


async def test_lines_for_another_country_take_the_place_of_the_first(edge: Edge) -> None:
    """The question for the country stands where they stood; nothing of it is left."""
    await edge.taps("I am not")
    lines = await edge.taps("My country")
    assert await edge.sees("Where are you?") == lines
    await edge.taps("Not in this list")
    assert await edge.sees("It is not your fault.") == lines
    await edge.settled()
    assert not any("Where are you?" in text for text in edge.bot_texts())
    await edge.taps("Go on from here")
    await edge.sees("And how is your tea?")
    await edge.settled()
    await edge.taps("Hot")
    await edge.sees("You said not safe.")
    assert edge.message("It is not your fault.")[0] == lines


async def test_a_list_opened_from_the_plan_is_protected(edge: Edge) -> None:
    """The plan can be copied; what is asked from it can't."""
    edge.says("/start")
    for label in ("Tea", "No", "Soon", "Sure", "Change something"):
        await edge.taps(label)
        await edge.settled()
    await edge.sees("Which answer?")
    assert edge.message("Which answer?")[1]["has_protected_content"]


async def test_when_all_is_closed_help_is_still_one_tap_away(edge: Edge) -> None:
    """The last words have the button; after help they come again, and only one has it."""
    for label in ("I am not", "Stop here"):
        await edge.taps(label)
        await edge.settled()
    closed = await edge.sees(CLOSED)
    assert edge.buttons() == [(closed, HELP)]
    await edge.taps(*HELP)
    await edge.sees("Call somebody.")
    await edge.settled()
    await edge.taps("Go on")
    await edge.until(lambda: [labels for _, labels in edge.buttons()] == [HELP])
    assert edge.buttons()[0][0] > closed


async def test_the_button_goes_when_a_card_comes(edge: Edge) -> None:
    """Whoever writes again finds one card, and nothing else to tap."""
    for label in ("I am not", "Stop here"):
        await edge.taps(label)
        await edge.settled()
    await edge.sees(CLOSED)
    edge.says("hello")
    card = await edge.sees("What would you like?")
    await edge.until(lambda: [number for number, _ in edge.buttons()] == [edge.buttons()[-1][0]])
    assert card


async def test_words_made_a_call_for_help_by_an_edit_are_one(edge: Edge) -> None:
    """Who changes what they sent into a command of help gets help, below all else."""
    number = edge.says("hm")
    await edge.sees("I kept your words")
    edge.simulator.people.edit(ANN, number, "/crisis")
    card = await edge.sees("Call somebody.")
    await edge.until(lambda: [number for number, _ in edge.buttons()] == [card])


async def test_messages_of_help_wait_for_nothing(edge: Edge) -> None:
    """While the chat must wait, lines and the text to a friend come at once."""
    edge.fault("429", "editMessageReplyMarkup", seconds=4)
    edge.says("/start")  # its card arrives, and then the one before can't lose its buttons
    await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
    edge.says("sos")
    for label, words in (("Numbers to copy", "Emergency:"), ("Text to a friend", "Can you call")):
        await edge.taps(label)
        await edge.sees(words)
    record = await edge.known()
    assert record.hold > edge.simulator.clock.timestamp()


async def test_lines_for_the_young_wait_for_nothing(tmp_path: Path) -> None:
    """Nor do these, although nothing else of the person is kept."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as edge:
        edge.says("/start")
        await edge.sees("Hello.")
        await edge.settled()
        edge.fault("429", "sendMessage", seconds=8)
        edge.says("hm")
        await edge.until(lambda: edge.app.outbox.counts["again"] == 1)
        await edge.taps("I'm under 18")
        await edge.sees("Talk to somebody you trust.")
        await edge.sees("Emergency:")
