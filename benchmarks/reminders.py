"""A million reminders to come: what it costs to find those due now and to hand them out.

Both databases, a small crowd and a large one side by side, in rounds that alternate; printed is how
much longer a round takes with the large crowd. 1.0 is: the waiting ones cost nothing.

    python -m benchmarks.reminders [--small 1000] [--large 1000000] [--rounds 10]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import insert

from bot import logs
from bot.store import Person, Store, new_id, open_store
from bot.store.rows import person_row, thawed
from bot.store.sealed import KeyRing
from bot.store.sql import SqlStore
from bot.store.tables import person
from tests.databases import postgres_database, running_postgres, sqlite_database

KEYS: Final = KeyRing([bytes(32)])
DUE: Final = 100
"""Reminders due in a round."""

NEVER: Final = 1e9


def waiting(count: int) -> Iterator[dict[str, object]]:
    """Make people whose reminders are due one second after the other."""
    for who in range(1, count + 1):
        someone = Person(new_id(), {"chat": who}, 1, None, 0.0, NEVER, remind_at=float(who))
        row = person_row(KEYS, thawed(who, someone), "")
        yield {**row, "lookup": KEYS.lookups(who)[0]}


async def filled(url: str, count: int) -> Store:
    """Open a database and put so many people into it."""
    store = open_store(url, KEYS)
    await store.open()
    if not isinstance(store, SqlStore):
        raise TypeError("the store is not a database")
    everybody = waiting(count)
    while rows := list(islice(everybody, 10_000)):
        async with store._write() as connection:  # noqa: SLF001 -- a million turns would take an hour
            await connection.execute(insert(person), rows)
    return store


async def round_of(store: Store, number: int) -> tuple[float, float]:
    """Find those due in this round and hand them out; gives the seconds of each."""
    now = float((number + 1) * DUE)
    began = time.perf_counter()
    found = await store.to_remind(now, DUE)
    looked = time.perf_counter()
    if len(found) != DUE:
        raise RuntimeError(f"{len(found)} are due, not {DUE}")
    await asyncio.gather(*(hand_out(store, one) for one in found))
    return looked - began, time.perf_counter() - looked


async def hand_out(store: Store, one: Person) -> None:
    """Take one person's turn: the reminder moves on."""
    async with store.turn(one.state["chat"]) as work:
        if work.person is not None:
            work.after = replace(work.person, remind_at=NEVER + one.state["chat"])


async def compared(urls: tuple[str, str], sizes: tuple[int, int], rounds: int) -> list[str]:
    """Alternate between the two crowds; gives a line for finding and one for handing out."""
    stores = [await filled(url, size) for url, size in zip(urls, sizes, strict=True)]
    times: list[list[tuple[float, float]]] = [[], []]
    for number in range(rounds):
        for each, store in enumerate(stores):
            times[each].append(await round_of(store, number))
    for store in stores:
        await store.close()
    lines = []
    for part, name in enumerate(("found", "handed out")):
        few, many = ([one[part] for one in each[1:]] for each in times)  # the first one warms up
        ratios = [b / a for a, b in zip(few, many, strict=True)]
        took = f"{median(few) * 1e3:6.2f} ms and {median(many) * 1e3:6.2f} ms"
        ratio = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        lines.append(f"{DUE} {name:<10} {took}   ratio {ratio}")
    return lines


def main() -> None:
    """Measure both databases and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reminders", description=__doc__)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    asked = parser.parse_args()
    logs.set_up("WARNING")
    sizes = (asked.small, asked.large)
    rounds = min(asked.rounds, asked.small // DUE)
    print(f"{sizes[0]} and {sizes[1]} waiting, {rounds} rounds: median, ratio (min to max)")  # noqa: T201 -- a command's output
    with tempfile.TemporaryDirectory() as folder:
        urls = sqlite_database(Path(folder)).url, sqlite_database(Path(folder)).url
        show("SQLite", asyncio.run(compared(urls, sizes, rounds)))
    with (
        running_postgres() as host,
        postgres_database(host) as few,
        postgres_database(host) as many,
    ):
        show("PostgreSQL", asyncio.run(compared((few.url, many.url), sizes, rounds)))


def show(name: str, lines: list[str]) -> None:
    """Print one database's figures."""
    for line in lines:
        print(f"{name:<11}{line}")  # noqa: T201 -- a command's output


if __name__ == "__main__":
    main()
