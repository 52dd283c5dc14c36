"""A crowd that goes on whatever becomes of the bot, and what must be true of them afterwards."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from flows.engine import Engine
from flows.values.session import Conversation, to_json
from tests.e2e.choices import next_choice
from tests.e2e.shadow import Walker, walker
from tests.e2e.world import World, together
from tests.person import Button

PATIENCE = 90.0
AT_A_TIME = 4
"""Texts that a typist sends before looking at the phone again."""

OWN = 0.2
"""How often somebody writes words of their own, that stand on no button."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """People half of whom tap and half of whom type, each with a seed of their own."""

    world: World
    people: list[Walker]
    dice: random.Random

    @property
    def turns(self) -> int:
        """Count what was said so far."""
        return sum(each.turns for each in self.people)

    async def twins(self) -> int:
        """Count cards sent more often than they came to the front: the same, of the same turn."""
        came = {each.person.id: each.shadow.fronts for each in self.people}
        sent = Counter(
            (each["chat"], turn, each["parameters"]["text"], str(keys))
            for each in await self.world.calls(method="sendMessage")
            if each["accepted"] and (keys := each["parameters"].get("reply_markup"))
            if (turn := _turn(keys)) >= 0
        )
        return sum(max(0, times - came[chat][turn]) for (chat, turn, *_), times in sent.items())

    async def talks(self, turns: int) -> None:
        """Let everyone go on until all together have said so many things."""
        await together(
            *(
                self._goes_on(each, number % 2 == 1, turns)
                for number, each in enumerate(self.people)
            )
        )

    async def meanwhile(self, turns: int, times: int, what: Callable[[], Awaitable[Any]]) -> None:
        """Let something happen so many times while they talk, evenly spread and badly timed."""
        talking = asyncio.create_task(self.talks(turns))
        begin = self.turns
        for number in range(1, times + 1):
            goal = begin + (turns - begin) * number // (times + 1)
            while self.turns < goal and not talking.done():
                await asyncio.sleep(0.01)
            await asyncio.sleep(self.dice.random() * 0.3)
            await what()
        await talking

    async def _goes_on(self, each: Walker, typing: bool, turns: int) -> None:  # noqa: FBT001 -- two kinds of people
        dice = random.Random(self.dice.random())
        while self.turns < turns:
            if each.shadow.card.question == "plan":
                await each.commands("start")
                await each.picks("again")
            for _ in range(AT_A_TIME if typing else 1):
                choice = next_choice(each.shadow.card, dice, calm=typing)
                if each.shadow.card.question == "plan":
                    break
                if dice.random() < OWN:
                    await each.types("my own " + "".join(dice.choices(ascii_lowercase, k=9)))
                elif typing and choice[0] not in "<>":
                    await each.hurries(choice)
                else:
                    await each.picks(choice)
            await each.agrees()


async def crowd(world: World, engine: Engine, people: int, seed: int) -> Crowd:
    """Gather people at the first question of the check-up."""
    met = await together(*(walker(world, engine, f"P{n}") for n in range(people)))
    for each in met:
        each.seconds = PATIENCE
    await together(*(each.picks("begin") for each in met))
    for each in met:
        each.among_twins = True
    return Crowd(world, list(met), random.Random(seed))


async def nothing_lost(gathered: Crowd) -> None:
    """See that what is stored is what the pure engine has, and that everyone can go on.

    That goes for own words too, each in its place; there have to be some for it to mean something.
    """
    world, words = gathered.world, 0
    stored = await world.records(*(each.person for each in gathered.people))
    for each, record in zip(gathered.people, stored, strict=True):
        assert record is not None
        assert record.talk is not None
        assert plain(record.talk) == plain(each.shadow.talk), each.person.name
        words += sum(map(len, record.talk.sessions["checkup"].words.values()))
        screen = await each.person.looks()
        assert each.shadow.among(screen), f"{each.person.name}\n{screen}"
    assert words > 0


def _turn(keys: Any) -> int:
    data = (each["callback_data"] for row in keys["inline_keyboard"] for each in row)
    return Button(0, next(data), "").turn


def plain(talk: Conversation) -> dict[str, Any]:
    """Give a conversation as JSON, but for its random tag."""
    return {name: value for name, value in to_json(talk).items() if name != "tag"}
