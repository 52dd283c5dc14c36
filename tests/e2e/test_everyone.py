"""Many people at once, each with answers of their own, in every language there is."""

import itertools
import random

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, flat, walker
from tests.e2e.world import World, together

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

PEOPLE = {"short": 6, "full": 60}
OWN_WAY = 6  # one of so many goes whatever way chance takes, the others through all six steps
LANGUAGES = ("en", "es")


async def arrives(world: World, engine: Engine, number: int) -> Walker:
    """Meet somebody, up to the first question of the check-up."""
    language = LANGUAGES[number % len(LANGUAGES)]
    met = await walker(world, engine, f"Person {number}", language)
    await met.picks("begin")
    return met


def shows_plan(met: Walker) -> None:
    """See that the plan on the phone is this person's, word for word, and can be kept."""
    assert met.shadow.differs(met.person.screen) == ""
    said = flat(met.person.screen)
    assert [each for each in met.shadow.paragraphs() if each not in said] == []
    card = met.person.screen.card
    assert card is not None
    assert card["protected"] is False


async def left_a_message_for_each_step(met: Walker) -> None:
    """See each step of this person's way, in order, shrunk to its recap, and buttons on the last.

    A step has one message, and one more where help lines were shown in it: they stay.
    """
    walked, recaps = met.shadow.walked(), met.shadow.recaps
    screen = await met.person.until(lambda now: now.tappable == 1, "one open card")
    heads = [text.split("\n", 1)[0] for text in screen.texts]
    shown = [head for head, _ in itertools.groupby(heads) if head in titles(met)]
    assert shown == walked, str(screen)
    said = [" ".join(text.split()) for text in screen.texts]
    assert [title for title in recaps if f"{title} {recaps[title]}" not in said] == [], str(screen)
    assert screen.messages[-1] == screen.card


def titles(met: Walker) -> list[str]:
    """List the titles of all numbered steps."""
    library, words = met.shadow.engine.library, met.shadow.engine.words
    steps = [each for each in library.flows["checkup"].steps.values() if each.numbered]
    return [words.say(each.title.plain(), met.shadow.language) for each in steps if each.title]


async def test_many_people_tap_through_all_steps_at_once(
    here: World, engine: Engine, form: str
) -> None:
    """Every card on the way and the plan at its end are those of their own answers."""

    async def whole(number: int) -> Walker:
        met = await arrives(here, engine, number)
        met.unhurried = True
        met.long_way = number % OWN_WAY > 0
        await met.reaches_plan(random.Random(number))
        shows_plan(met)
        await left_a_message_for_each_step(met)
        return met

    people = await together(*map(whole, range(PEOPLE[form])))
    assert all(len(met.shadow.walked()) == len(titles(met)) for met in people if met.long_way)
    plans = {flat(met.person.screen) for met in people}
    assert len(plans) > PEOPLE[form] / 2


async def test_everything_can_be_typed(here: World, engine: Engine) -> None:
    """The words on the buttons are as good as the buttons, sent as fast as one can type."""

    async def whole(number: int) -> None:
        met = await arrives(here, engine, number)
        await met.reaches_plan(random.Random(number), typing=True)
        await met.agrees()
        shows_plan(met)

    await together(*map(whole, range(100, 110)))
