"""Many people at once, each with answers of their own, in every language there is."""

import asyncio
import random

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, flat, shadow
from tests.e2e.world import World

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

PEOPLE = 50
LANGUAGES = ("en", "es")


async def arrives(world: World, engine: Engine, number: int) -> Walker:
    """Meet somebody, up to the first question of the check-up."""
    language = LANGUAGES[number % len(LANGUAGES)]
    person = await world.person(f"Person {number}", language)
    walker = Walker(person, shadow(engine, language))
    await walker.commands("start")
    await walker.picks("begin")
    return walker


def shows_plan(walker: Walker) -> None:
    """See that the plan on the phone is this person's, word for word, and can be kept."""
    assert walker.shadow.differs(walker.person.screen) == ""
    said = flat(walker.person.screen)
    assert [each for each in walker.shadow.paragraphs() if each not in said] == []
    card = walker.person.screen.card
    assert card is not None
    assert card["protected"] is False


async def test_fifty_people_tap_through_all_steps_at_once(here: World, engine: Engine) -> None:
    """Every card on the way and the plan at its end are those of their own answers."""

    async def whole(number: int) -> Walker:
        walker = await arrives(here, engine, number)
        await walker.reaches_plan(random.Random(number))
        shows_plan(walker)
        return walker

    walkers = await asyncio.gather(*map(whole, range(PEOPLE)))
    plans = {flat(walker.person.screen) for walker in walkers}
    assert len(plans) > PEOPLE / 2


async def test_everything_can_be_typed(here: World, engine: Engine) -> None:
    """The words on the buttons are as good as the buttons, sent as fast as one can type."""

    async def whole(number: int) -> None:
        walker = await arrives(here, engine, number)
        await walker.reaches_plan(random.Random(number), typing=True)
        await walker.agrees()
        shows_plan(walker)

    await asyncio.gather(*map(whole, range(100, 110)))
