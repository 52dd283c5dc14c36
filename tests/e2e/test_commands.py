"""Every command, whatever is open."""

import random

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, walker
from tests.e2e.world import World, together

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAFE = ("begin", "yes")
STATES = {
    "the first card": (),
    "quiet mode explained": ("seen",),
    "help now, first of all": ("<help",),
    "a question": SAFE,
    "ticks not done with": (*SAFE, "many", "same", "+dread"),
    "an offer of lines": (*SAFE, "many", "same", "+dread", "!done", "none", "not_yet"),
    "something to type": (*SAFE, "none", "between", "same", "<skip", "none", "later", "<skip"),
    "help now, in the middle": (*SAFE, "many", "<help"),
    "not safe": ("begin", "no"),
}


async def brought(met: Walker, choices: tuple[str, ...]) -> None:
    """Bring somebody to a state: by typing, and by tapping what can't be typed."""
    for choice in choices:
        await (met.picks(choice) if choice[0] == "<" else met.hurries(choice))
    await met.agrees()


async def after(met: Walker, name: str) -> None:
    """Send a command, then look that nothing answered before is lost."""
    before = met.shadow.talk.sessions.get("checkup")
    await met.commands(name)
    now = met.shadow.talk.sessions.get("checkup")
    assert before is None or (now is not None and now.answers == before.answers)


async def test_every_command_works_in_every_state(here: World, engine: Engine, form: str) -> None:
    """It opens what it opens, and the answers stay where they were; a third of them in short."""

    async def tries(state: str, name: str) -> None:
        met = await walker(here, engine, f"{name} at {state}")
        await brought(met, STATES[state])
        await after(met, name)

    both = [(state, name) for state in STATES for name in engine.library.commands]
    await together(*(tries(*each) for each in both[:: 1 if form == "full" else 3]))


async def test_every_command_works_at_the_plan(here: World, engine: Engine) -> None:
    """The same once the plan stands there, and once it is done with."""

    async def tries(number: int, name: str) -> None:
        met = await walker(here, engine, name)
        await met.picks("begin")
        await met.reaches_plan(random.Random(number), typing=True)
        await met.agrees()
        if number % 2:
            await met.picks("done")
        await after(met, name)

    await together(*(tries(*each) for each in enumerate(engine.library.commands)))


async def test_the_menu_is_there_in_the_phones_language(here: World, engine: Engine) -> None:
    """Telegram was told all commands, with words of that language."""
    library = engine.library.commands
    for language in engine.words.languages:
        person = await here.person("Dana", language)
        await person.says("/start")
        # The menu is told beside the rest, and may come after the first answers.
        now = await person.until(lambda now: len(now.chat["commands"]) == len(library), "the menu")
        menu = {each["command"]: each["description"] for each in now.chat["commands"]}
        wanted = {
            name: engine.words.say(command.description.plain(), language)
            for name, command in library.items()
        }
        assert menu == wanted
