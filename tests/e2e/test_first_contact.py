"""The first minutes: what is said before anything is kept, and who is led elsewhere."""

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, walker
from tests.e2e.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_first_card_says_what_this_is(here: World) -> None:
    """A script, nobody reads along, what is kept, and four ways on."""
    person = await here.person("Dana")
    await person.says("/start")
    screen = await person.sees("script", "not end-to-end encrypted", "48 hours")
    for label in ("I'm 18+, let's start", "What is kept?", "Others see my phone", "I'm under 18"):
        assert label in screen.labels
    assert screen.labels[-1] == "I need help now"


async def test_under_18_nothing_is_stored(here: World) -> None:
    """Lines for young people, and the database holds no row of them."""
    person = await here.person("Kim")
    await person.says("/start")
    await person.taps("I'm under 18")
    await person.reads("made for adults")
    await person.until(lambda now: not now.card, "no buttons left")
    await here.forgets(person)


async def test_what_is_kept_can_be_read_first(here: World, engine: Engine) -> None:
    """It opens on top, and closing it comes back to the first card."""
    dana = await walker(here, engine, "Dana")
    first = dana.person.screen.text
    await dana.picks("kept")
    await dana.picks("close")
    assert dana.person.screen.text == first


async def test_others_see_my_phone_keeps_one_card(here: World, engine: Engine) -> None:
    """Quiet mode: one message of the bot at any time, and no recap."""
    aisha = await walker(here, engine, "Aisha")
    for choice in ("seen", "begin", "yes", "many", "same"):
        await aisha.picks(choice)
    await aisha.hurries("+dread", "!done", "none", "not_yet", "!dread")
    await aisha.agrees()
    screen = await aisha.person.until(lambda now: len(now.messages) == 1, "one message")
    assert "3 of 6" in screen.text


async def test_without_a_therapist_the_way_is_shorter(here: World, engine: Engine) -> None:
    """No talk step, and the mark counts the steps of this way."""
    tom = await walker(here, engine, "Tom")
    for choice in ("begin", "yes", "none", "never"):
        await tom.picks(choice)
    assert "1 of 6" not in tom.person.screen.text
    assert "1 of " in tom.person.screen.text
    await tom.hurries("same")
    assert tom.shadow.card.step != "talk"
    await tom.agrees()


async def test_a_crossed_line_never_leads_to_a_talk(here: World, engine: Engine) -> None:
    """It is named as not their fault, and no line to say is offered."""
    aisha = await walker(here, engine, "Aisha")
    await aisha.picks("begin")
    await aisha.hurries("yes", "many", "same", "+dread", "!done", "told")
    await aisha.agrees()
    assert "not your fault" in aisha.person.screen.text
    await aisha.hurries("go", "yes")
    assert aisha.shadow.card.step not in ("not_working", "talk")
    await aisha.agrees()


@pytest.mark.parametrize("answer", ["unsure", "no"])
async def test_not_safe_opens_help_now(here: World, engine: Engine, answer: str) -> None:
    """Help lines first; the check-up waits where it was."""
    person = await walker(here, engine, "Dana")
    await person.picks("begin")
    await person.picks(answer)
    assert "findahelpline.com" in person.person.screen.text
    await person.picks("go_on")
    assert person.shadow.card.question == "go_on"


async def test_danger_in_typed_words_opens_help_before_anything_is_known(
    here: World,
) -> None:
    """Somebody's very first words may be these."""
    person = await here.person("Dana")
    await person.says("i want to kill myself")
    await person.sees("findahelpline.com")


async def leaves(dana: Walker) -> None:
    """Delete everything by taps."""
    await dana.commands("delete")
    await dana.picks("on")
    await dana.person.picks("erase")


async def test_deleted_is_as_if_never_met(here: World, engine: Engine) -> None:
    """No row is left, the buttons go, and whoever writes again sees the first card."""
    dana = await walker(here, engine, "Dana")
    await dana.picks("begin")
    await dana.hurries("yes", "many", "same")
    await dana.agrees()
    await leaves(dana)
    await dana.person.until(lambda now: not now.card, "no buttons left")
    await here.forgets(dana.person)
    await dana.person.says("hello")
    await dana.person.sees("script", "48 hours")


async def test_stopping_on_a_phone_that_others_see_leaves_nothing(
    here: World, engine: Engine
) -> None:
    """The card about safety at home becomes a word that says nothing, and no button is left."""
    aisha = await walker(here, engine, "Aisha")
    await aisha.picks("seen")
    await aisha.picks("begin")
    await aisha.hurries("yes", "many", "same", "+dread", "!done", "told", "go", "no")
    await aisha.agrees()
    await aisha.person.until(lambda now: len(now.messages) == 1, "one message")
    await aisha.person.picks("stop")
    screen = await aisha.person.until(lambda now: not now.card, "no buttons left")
    assert screen.texts == ["Okay. Write anything here when you want to go on."]
