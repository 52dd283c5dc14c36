"""A row that can't be opened: only whose it is goes without, and nobody else waits for it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.tables import person
from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import Database

BOB = 43
HARM: dict[str, Callable[[bytes], bytes]] = {
    "TamperedError": lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
    "UnknownKeyError": lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:],
}


@pytest.fixture
async def edge(database: Database, tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on each database."""
    async with edge_at(database.url, tmp_path) as running:
        yield running


async def harm(url: str, how: Callable[[bytes], bytes]) -> None:
    """Change the one person's sealed state, as a failing disk would."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        sealed = (await connection.execute(select(person.c.state))).scalar_one()
        await connection.execute(update(person).values(state=how(sealed)))
    await engine.dispose()


@pytest.mark.parametrize("reason", HARM)
async def test_an_unreadable_row_stops_only_its_own_person(edge: Edge, reason: str) -> None:
    """Ann's updates are parked without her words, and acknowledged; Bob begins."""
    await edge.begins()
    await edge.app.stop()
    await harm(edge.database, HARM[reason])
    await edge.start()
    people = edge.simulator.people
    people.add(BOB, "Bob", language_code="en")
    edge.says("kanarienvogel")
    people.tap(ANN, *_first(edge))
    for _ in range(2):
        people.say(BOB, "/start")
    shown = edge.simulator.state.messages
    await edge.until(lambda: any("Hello." in str(k.message) for k in shown.get(BOB, {}).values()))
    await edge.until(lambda: edge.simulator.updates.pending() == 0)
    parked = await edge.app.store.parked()
    assert [(one.reason, one.kind) for one in parked] == [
        (reason, "message"),
        (reason, "callback_query"),
    ]
    assert edge.app.desk.counts["parked"] == 2
    assert '"row_unreadable"' in edge.log.getvalue()
    assert "kanarienvogel" not in edge.log.getvalue()


def _first(edge: Edge) -> tuple[int, str]:
    """Give the card's message and its first button's data."""
    number, message = edge.message("What would you like?")
    data: str = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    return number, data
