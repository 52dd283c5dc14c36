"""Telegram refusing, failing, dropping and dawdling: the right card stands there in the end."""

import asyncio
from typing import Any

import pytest

from flows.engine import Engine
from tests.e2e.crowd import crowd, nothing_lost
from tests.e2e.shadow import Walker, walker
from tests.e2e.world import World, together

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSING: dict[str, dict[str, Any]] = {
    "too many requests": {"kind": "429", "seconds": 1},
    "a failing server": {"kind": "500", "times": 2},
    "a page of a proxy": {"kind": "502html", "times": 2},
    "a connection lost before": {"kind": "drop_before", "times": 2},
    "a connection lost after": {"kind": "drop_after"},
    "a slow line": {"kind": "slow", "seconds": 1},
}


async def at_a_question(world: World, engine: Engine) -> Walker:
    """Bring somebody to the first question, by two taps."""
    met = await walker(world, engine, "Dana")
    await met.picks("begin")
    return met


async def test_whatever_passes_is_waited_for(here: World, engine: Engine) -> None:
    """Each trouble meets a new card and a changed one; both come, and taps count once."""

    async def meets(trouble: str) -> None:
        met = await at_a_question(here, engine)
        for method, choice in (("sendMessage", "yes"), ("editMessageText", "many")):
            await here.line.post("faults", method=method, chat=met.person.id, **PASSING[trouble])
            await met.picks(choice)
        assert met.shadow.card.question == "change"
        assert met.person.screen.chat["counters"].get("twins", 0) <= 1

    await together(*map(meets, PASSING))
    await here.line.session.delete(f"{here.line.url}/sim/faults")


async def test_one_chats_wait_holds_up_nobody_else(here: World, engine: Engine) -> None:
    """While one person's chat must wait, another goes on at once."""
    dana, tom = await at_a_question(here, engine), await at_a_question(here, engine)
    await here.fault("429", seconds=3, chat=dana.person.id, method="send*")
    await dana.person.picks("yes")
    dana.shadow.pick("yes")
    tom.seconds = 1.5
    await tom.picks("yes")
    assert dana.shadow.differs(await dana.person.looks()) != ""
    await dana.agrees()


async def test_blocked_and_let_in_again(here: World, engine: Engine) -> None:
    """A blocked bot tries once and no more; whoever comes back is where they were."""
    met = await at_a_question(here, engine)
    await met.person.until(lambda now: now.tappable == 1, "only one card open")
    await here.fault("403", chat=met.person.id, times=None, text="bot was blocked by the user")
    await met.person.picks("yes")
    met.shadow.pick("yes")
    await here.caught_up()
    async with asyncio.timeout(10):
        while [each and each.reachable for each in await here.records(met.person)] != [False]:
            await asyncio.sleep(0.05)
    await met.person.does("block")
    await here.caught_up()
    tried = await here.calls(chat=met.person.id)
    refused = [each for each in tried if each["status"] == 403]
    assert len(refused) == 1, refused
    await here.line.session.delete(f"{here.line.url}/sim/faults")
    await met.person.does("unblock")
    await met.commands("continue")
    assert met.shadow.card.question == "sessions"


async def test_what_cant_be_parsed_comes_as_plain_words(here: World, engine: Engine) -> None:
    """Better without bold letters than not at all."""
    here.expected.add("text_not_understood")
    met = await at_a_question(here, engine)
    await here.fault("400", chat=met.person.id, text="can't parse entities: unexpected end tag")
    await met.picks("yes")


async def test_a_card_the_person_deleted_comes_anew(here: World, engine: Engine) -> None:
    """It can't be edited any more, so a new message takes its place."""
    met = await at_a_question(here, engine)
    button = met.person.screen.buttons[0]
    await met.person.presses(button)
    met.shadow.pick(button.choice)
    await met.agrees()
    await met.person.does("delete_chat")
    await met.types("9")
    await met.agrees()
    assert met.shadow.card.question == "change"


async def test_an_untaken_tick_goes_although_telegrams_answer_was_lost(
    here: World, engine: Engine
) -> None:
    """The tick came to the phone, the bot heard nothing of it, and it is tapped off at once."""
    met = await at_a_question(here, engine)
    for choice in ("yes", "many", "same"):
        await met.picks(choice)
    await here.fault("drop_after", method="editMessageText", chat=met.person.id)
    await met.picks("+dread")
    await met.picks("-dread")


async def test_an_answer_to_a_tap_that_comes_too_late_is_no_trouble(
    here: World, engine: Engine
) -> None:
    """The little clock on the button is not worth an error."""
    met = await at_a_question(here, engine)
    await here.fault(
        "400", method="answerCallbackQuery", text="query is too old and response timeout expired"
    )
    await met.picks("yes")


async def test_a_telegram_that_fails_to_give_updates(here: World, engine: Engine) -> None:
    """Polling comes back by itself, and what was said meanwhile is heard."""
    met = await at_a_question(here, engine)
    await here.fault("500", method="getUpdates", times=2)
    await here.fault("drop_before", method="getUpdates")
    await met.picks("yes")
    await met.picks("many")


@pytest.mark.timeout(300)
async def test_everything_at_once(here: World, engine: Engine, form: str) -> None:
    """A crowd under a mix of faults: nothing is lost, and everyone has their card."""
    turns, people = (600, 30) if form == "full" else (100, 10)
    gathered = await crowd(here, engine, people, seed=3)
    for number, kind in enumerate(("429", "500", "drop_before", "drop_after", "502html")):
        mixed = {"times": None, "probability": 0.05, "seed": number}
        await here.fault(kind, method="*Message*", **mixed)
    await gathered.talks(turns)
    await here.line.session.delete(f"{here.line.url}/sim/faults")
    await nothing_lost(gathered)
