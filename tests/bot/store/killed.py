"""A process to be killed: it takes turns and tells each one that the store called durable."""

import asyncio
import sys
from dataclasses import replace

from bot.store import KeyRing, Store, open_store
from tests.bot.store.people import newcomer

PEOPLE = 16


async def keep_on(store: Store, telegram_id: int) -> None:
    """Take one turn after the other, and tell of each when it has returned."""
    while True:
        async with store.turn(telegram_id) as work:
            person = work.person or newcomer()
            work.after = replace(person, state={"n": person.version + 1})
        sys.stdout.write(f"{telegram_id} {work.after.version}\n")
        sys.stdout.flush()


async def main(url: str, key: str) -> None:
    """Take turns of all people at once until killed."""
    store = open_store(url, KeyRing.from_text(key))
    await store.open()
    await asyncio.gather(*(keep_on(store, one) for one in range(PEOPLE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
