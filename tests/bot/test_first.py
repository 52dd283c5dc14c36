"""What comes first from somebody, before anything is open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import sqlite_database


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        yield running


@pytest.mark.parametrize("kind", ["voice", "forward"])
async def test_who_comes_with_no_text_is_welcomed(edge: Edge, kind: str) -> None:
    """What can't be read opens what any words open, with the line that says so on top."""
    people = edge.simulator.people
    people.forward_text(ANN, "Hi") if kind == "forward" else people.send_media(ANN, kind)
    await edge.sees("I can only read text and buttons")
    assert "Hello." in edge.message("I can only read")[1]["text"]
    await edge.taps("Let's start")
    await edge.sees("What would you like?")
