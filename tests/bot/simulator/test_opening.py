"""Starting inside one flow: what is asked for is what opens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.flowtools.golden import known_at_first
from bot.flowtools.person import Person
from bot.simulator.opening import Opening, opening
from flows.load import load_library
from flows.values.words import Words
from tests.bot.flowtools import tea

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LIBRARY, WORDS = load_library(), Words()


def started(flow: str) -> Person:
    """Send /start as somebody new to a bot that opens one flow."""
    engine = Opening(opening(LIBRARY, flow), WORDS)
    person = Person(engine, NOW, known_at_first("en"))
    person.sends("/start")
    return person


@pytest.mark.parametrize("flow", LIBRARY.flows)
def test_every_flow_of_the_library_opens_by_its_name(flow: str) -> None:
    """At its own first question, whatever it needs and looks back at."""
    person = started(flow)
    assert person.talk.stack == (flow,)
    assert person.seen.card is not None


def test_what_a_flow_looks_back_at_is_there() -> None:
    """The line chosen is shown before the session; the weekly question has its turn."""
    before = started("before_session").seen.card
    assert before is not None
    assert "This is the line you chose" in before.text()
    pulse = started("pulse")
    assert pulse.taps("5").card is not None
    assert pulse.talk.front is not None
    assert pulse.talk.front.at == "heard"


def test_without_a_flow_everything_begins_as_ever() -> None:
    """The library is the same one, and /start greets."""
    assert opening(LIBRARY, "") is LIBRARY
    assert started("").talk.stack == ("welcome",)


def test_a_flow_under_work_that_leads_nowhere_harms_nothing(tmp_path: Path) -> None:
    """What looks back at it opens all the same where it needs nothing."""
    text = tea.TEA + "        when: { drink: [none] }\n"
    root = tea.library(tmp_path, text)
    (root / "after").mkdir()
    after = tea.HELP.replace("flow: help_now", "flow: after\nfrom: tea")
    (root / "after" / "flow.yaml").write_text(after, "utf-8")
    engine = Opening(opening(load_library(root), "after"), Words(tmp_path / "locales"))
    person = Person(engine, NOW, known_at_first("en"))
    person.sends("/start")
    assert person.talk.stack == ("after",)
