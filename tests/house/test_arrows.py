"""Who may import whom: the arrows of the two houses, read from the imports themselves."""

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.tree import imports, modules, ours

FLOWS = (
    {"values"},
    {"questions"},
    {"content"},
    {"place"},
    {"checks", "taking"},
    {"load"},
    {"engine"},
)
BOT = (
    {"clock", "logs", "refused", "store"},
    {"people", "screen", "settings", "telegram"},
    {"intake", "paper"},
    {"chat"},
    {"turns"},
    {"outbox"},
    {"away", "desk", "health", "reminding"},
    {"leading"},
    {"app"},
    {"flowtools"},
    {"commands"},
    {"simulator"},
    {"cli"},
)
FLOORS = {
    (of, name): at
    for of, storeys in {"flows": FLOWS, "bot": BOT}.items()
    for at, names in enumerate(storeys, start=1)
    for name in names
}


def house(of: str) -> list[str]:
    """List the modules of one house."""
    return [name for name in modules() if name.split(".")[0] == of]


def floor(name: str) -> int | None:
    """Tell a module's floor in its house; a room of a package is as high as its package."""
    of, _, room = name.partition(".")
    return FLOORS.get((of, room.split(".")[0]))


def reached(name: str) -> set[str]:
    """List what a module imports, and what that imports, to the end."""
    found: set[str] = set()
    waiting = set(ours(name))
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting |= ours(each) - found
    return found


def test_the_dialogue_knows_nothing_of_the_bot() -> None:
    """`flows` imports nothing of ours but itself."""
    foreign = {(name, each) for name in house("flows") for each in ours(name)}
    assert {pair for pair in foreign if not pair[1].startswith("flows")} == set()


def test_the_dialogue_touches_nothing_of_the_world() -> None:
    """No network, no database, no loop and no clock of its own inside `flows`."""
    world = {"asyncio", "aiohttp", "telegram", "sqlalchemy", "socket", "time", "threading", "os"}
    found = {
        (name, each)
        for name in house("flows")
        for each in imports(name)
        if each.split(".")[0] in world
    }
    assert found == set()


@pytest.mark.parametrize("of", ["flows", "bot"])
def test_floors_rest_on_lower_ones(of: str) -> None:
    """A lower floor never needs a higher one, not even through a room that has no floor."""
    wrong = {
        (name, each)
        for name in house(of)
        for each in reached(name)
        if each.startswith(of) and (floor(name) or 99) < (floor(each) or 0)
    }
    assert wrong == set()


@pytest.mark.parametrize("of", ["flows", "bot"])
def test_every_room_has_a_floor(of: str) -> None:
    """A new module is given its floor here, and a floor that nobody lives on goes."""
    rooms = {(of, name.split(".")[1]) for name in house(of) if "." in name}
    assert rooms == {place for place in FLOORS if place[0] == of}


def test_only_the_machine_knows_transitions() -> None:
    """The state machine's library is behind one door."""
    found = {name for name in modules() for each in imports(name) if each.startswith("transitions")}
    assert found <= {"flows.content.machine"}


@pytest.mark.parametrize("of", ["flows", "bot"])
def test_there_are_no_circles(of: str) -> None:
    """No module imports itself by a detour, not even inside a function."""
    graph = {name: {each for each in ours(name) if each.startswith(of)} for name in house(of)}
    # A package's front door imports its rooms; a room that imports the door would be a circle.
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")
    assert set(order) == set(graph)


def test_only_the_root_puts_everything_together() -> None:
    """`bot.app` is imported by the command line alone, and the command line by nobody.

    `bot.simulator.child` is the same root in the process that `checkup try` starts.
    """
    importers = {name for name in house("bot") if "bot.app" in ours(name)}
    assert importers <= {"bot.cli", "bot.simulator.child"}
    assert {name for name in house("bot") if "bot.cli" in ours(name)} == set()


def test_the_project_needs_no_test_code() -> None:
    """Neither house imports from the tests."""
    found = {
        (name, each)
        for name in house("bot") + house("flows")
        for each in ours(name)
        if each.startswith("tests")
    }
    assert found == set()
