"""What the bench tells beside the phone, without a browser: calls, stations, what is followed."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.flowtools.check import Folders
from bot.flowtools.words import file_of
from bot.simulator import serve
from bot.simulator.bench.bench import Bench
from bot.simulator.bench.content import Content
from bot.simulator.bench.phone import last_calls
from bot.simulator.bench.process import Child
from bot.simulator.bench.updates import BenchSimulator
from bot.simulator.bench.where import drawing
from flows.load import load_library
from tests.bot.flowtools import tea
from tests.bot.simulator.conftest import ANN, TOKEN, Wire

TOM = ANN + 1
KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


def bench(folder: Path) -> Bench:
    """Make a bench over a small library; its bot has nothing to run with, and ends at once."""
    folders = Folders(tea.library(folder), folder / "locales", folder / "released")
    (folder / "locales").mkdir()
    sim = BenchSimulator(TOKEN, folder / "data")
    child = Child((), {}, folder / "data" / "bot.log", sim.state.changes.close)
    return Bench(sim, child, Content(folders, folder / "content"))


@asynccontextmanager
async def followed(made: Bench) -> AsyncIterator[Content]:
    """Follow the files of a bench, which has looked at them once."""
    await made.content.look()
    following = asyncio.create_task(made.follow())
    yield made.content
    assert not following.done()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await made.bot.stop()
    made.sim.store.close()


async def told(content: Content, words: str) -> None:
    """Wait until there is one problem, or none, that says this."""
    async with asyncio.timeout(10):
        while [*(each.what[: len(words)] for each in content.problems)] != [words] * bool(words):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("file", "content", "what"),
    [
        ("locales/es/LC_MESSAGES/flows.po", b"# \xf1\n", "not UTF-8"),
        ("locales/languages.yaml", b"", "the file is empty"),
        ("locales/languages.yaml", b"languages: [", "not YAML"),
        ("library/tea/flow.yaml", b"flow: tea\n\tversion: 1\n", "not YAML"),
    ],
)
async def test_following_goes_on_after_any_file(
    tmp_path: Path, file: str, content: bytes, what: str
) -> None:
    """What can't be read is a problem with its file; mended, there is none."""
    made = bench(tmp_path)
    async with followed(made) as found:
        assert found.problems == []
        place = tmp_path / file
        before = place.read_bytes() if place.exists() else None
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        await told(found, what)
        assert found.problems[0].file == str(place)
        place.write_bytes(before) if before else place.unlink()
        await told(found, "")


async def test_following_goes_on_after_what_nobody_thought_of(tmp_path: Path) -> None:
    """A folder that is gone for a moment is told like a problem, and then is none."""
    logs.set_up("WARNING", io.StringIO())  # as `checkup try` does: without the values
    made = bench(tmp_path)
    async with followed(made) as found:
        file_of("es", tmp_path / "locales").parent.mkdir(parents=True)
        away = (tmp_path / "locales").rename(tmp_path / "away")
        (tmp_path / "library" / "tea" / "flow.yaml").write_text(f"{tea.TEA}# saved\n", "utf-8")
        await told(found, "this can't be taken over: FileNotFoundError")
        away.rename(tmp_path / "locales")
        (tmp_path / "library" / "tea" / "flow.yaml").write_text(tea.TEA, "utf-8")
        await told(found, "")


async def test_each_sees_the_calls_about_themselves(tmp_path: Path) -> None:
    """An answer is about who tapped; a refusal about nobody is everybody's, but polling's."""
    sim = BenchSimulator(TOKEN, tmp_path)
    async with serve(sim) as server, aiohttp.ClientSession() as session:
        wire = Wire(session, server.url)
        for who in (ANN, TOM):
            sim.people.add(who, "Somebody")
            sim.people.say(who, "hello")
            await wire.result("sendMessage", chat_id=who, text="a", reply_markup=KEYS)
            query = sim.people.tap(who, label="Yes")
            await wire.result("answerCallbackQuery", callback_query_id=query["id"], text=str(who))
        after = {"offset": sim.updates.last_id + 1, "timeout": 9}
        polls = [asyncio.create_task(wire.bot("getUpdates", **after)) for _ in range(2)]
        refused, waiting = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        assert [status for status, _ in (each.result() for each in refused)] == [409]
        sim.updates.close()
        await asyncio.wait(waiting)
        await wire.refused("setMyName", name="x" * 99)
        for who in (ANN, TOM):
            calls = [(call["method"], call["about"]) for call in last_calls(sim, who)]
            assert calls == [
                ("setMyName", ""),
                ("answerCallbackQuery", str(who)),
                ("sendMessage", "a"),
            ]


def test_who_is_asked_for_is_somebody_new(tmp_path: Path) -> None:
    """Whoever is there, unless a fresh one is wanted: then who has not begun, in the language."""
    made = bench(tmp_path)
    made.open_as(fresh=False)
    you = made.first
    made.sim.people.say(you, "/start")
    made.open_as(fresh=False)
    assert made.first == you
    made.first_language = "es"
    made.open_as(fresh=True)
    assert made.first != you
    once = made.first
    made.open_as(fresh=True)
    assert made.first == once
    assert len(made.sim.state.people) == 2
    made.sim.store.close()


def test_a_station_has_its_own_name_or_none(tmp_path: Path) -> None:
    """The first of a text's variants would mislead, so a question without a name is its id."""
    library = load_library(tea.library(tmp_path))
    drawn = drawing(library, {"stack": ["tea"], "at": "extra", "path": ["drink"]})
    stations = {each["id"]: each for step in drawn["steps"] for each in step["questions"]}
    assert [stations[name]["words"] for name in ("drink", "extra", "page")] == [
        "Drink",
        "With it",
        "",
    ]
    assert stations["extra"]["state"] == "at"
