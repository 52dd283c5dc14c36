"""Ann some weeks later: the bot beside a simulated Telegram, on a date that a test can move."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.outbox.pace import UNPACED, Pace
from tests.bot.edge import ANN, Edge, edge_at
from tests.databases import sqlite_database

BEGIN = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Berlin, where Ann is; so ten is her hour."""

DUE = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
FIRST, LAST = "A moment for your tea?", "A last moment for your tea?"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@asynccontextmanager
async def later(
    folder: Path, wish: str = "In a week", pace: Pace | None = UNPACED
) -> AsyncIterator[Edge]:
    """Run the bot with Ann, who wants to hear from it on the eighth of March."""
    async with edge_at(sqlite_database(folder).url, folder, pace) as edge:
        edge.simulator.clock.travel_to(BEGIN)
        edge.says("/start")
        await edge.taps("Let's start")
        await edge.sees("What would you like?")
        edge.says("/later")
        await edge.taps(wish)
        await edge.taps("Done")
        await edge.settled()
        # A start looks at everybody's moment once; from here on nothing moves by itself.
        await edge.until(lambda: "moments_derived_anew" in edge.log.getvalue())
        yield edge


def times(edge: Edge, words: str) -> int:
    """Count the messages in the chat with these words."""
    return sum(words in text for text in edge.bot_texts())


async def at(edge: Edge, moment: datetime) -> None:
    """Travel, and let the bot look for what is due then."""
    await edge.settled()
    edge.simulator.clock.travel_to(moment)
    await looked(edge)


async def looked(edge: Edge) -> None:
    """Let the bot look for what is due, and send it."""
    await edge.app.reminding.round()
    await edge.settled()


async def next_due(edge: Edge) -> datetime | None:
    """Tell when the bot will next remind somebody."""
    moment = await edge.app.store.next_reminder()
    return datetime.fromtimestamp(moment, UTC) if moment else None


__all__ = [
    "ANN",
    "BEGIN",
    "DAY",
    "DUE",
    "FIRST",
    "LAST",
    "MINUTE",
    "at",
    "later",
    "looked",
    "next_due",
    "times",
]
