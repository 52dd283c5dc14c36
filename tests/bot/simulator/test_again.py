"""`checkup try` ended and begun again on one folder, over HTTP as the page does it."""

import asyncio
import io
import shutil
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import logs
from bot.flowtools.check import Folders
from bot.refused import RefusedError
from bot.simulator.errors import Impossible
from bot.simulator.run import HOST, LAST_PORT, Options, free_port, trying

DAY = 86_400
OLD_NAME, NEW_NAME = "before_session", "before_it"


@dataclass(frozen=True)
class Page:
    """What a page asks for."""

    session: aiohttp.ClientSession
    url: str

    async def get(self, path: str) -> Any:
        """Read something."""
        async with self.session.get(f"{self.url}/{path}") as answer:
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        """Do something."""
        async with self.session.post(f"{self.url}/{path}", json=body) as answer:
            assert answer.ok, await answer.text()
            return await answer.json()

    async def comes(self, look: Callable[[], Awaitable[Any]]) -> Any:
        """Wait until there is something to see."""
        async with asyncio.timeout(30):
            while not (seen := await look()):
                await asyncio.sleep(0.05)
        return seen

    async def taps(self, who: int, choice: str) -> None:
        """Tap a choice of the open card once it is there."""

        async def offered() -> Any:
            chat = await self.get(f"try/people/{who}/chat")
            rows = [(one["message_id"], row) for one in chat["messages"] for row in one["buttons"]]
            each = [(number, button["callback_data"]) for number, row in rows for button in row]
            return [one for one in each if one[1].endswith(f".{choice}")][-1:]

        ((message, data),) = await self.comes(offered)
        await self.post(f"sim/people/{who}/tap", message_id=message, data=data)

    async def runs(self) -> Any:
        """Tell how everything stands once the bot runs."""
        state = await self.get("try/state")
        return state if state["bot"]["state"] == "running" else None

    async def stands_at(self, who: int, question: str) -> Any:
        """Wait until a person is at a question."""

        async def there() -> Any:
            place = await self.get(f"try/people/{who}/where")
            return place if place.get("at") == question else None

        return await self.comes(there)


async def test_everything_goes_on_and_what_is_asked_for_is_somebody_new(tmp_path: Path) -> None:
    """The same chat, place, day and people; with a flow and a language somebody new has these."""
    plain = Options(free_port(0), browser=False, data=tmp_path / "try")
    async with trying(plain) as tried, aiohttp.ClientSession() as session:
        page = Page(session, tried.url)
        who = (await page.get("try/state"))["first"]
        await page.comes(page.runs)
        await page.post(f"sim/people/{who}/say", text="/start")
        for choice in ("begin", "yes", "many"):
            await page.taps(who, choice)
        await page.stands_at(who, "change")
        await page.post("try/travel", seconds=DAY)
        before = (await page.get(f"try/people/{who}/chat"))["messages"]

    asked = replace(plain, port=free_port(0), flow="help_now", language="es")
    async with trying(asked) as tried, aiohttp.ClientSession() as session:
        page = Page(session, tried.url)
        state = await page.comes(page.runs)
        assert state["clock"]["offset"] > DAY - 60
        assert (await page.get(f"try/people/{who}/chat"))["messages"] == before
        steps = (await page.stands_at(who, "change"))["steps"]
        been = [one["id"] for step in steps for one in step["questions"] if one["state"] == "been"]
        assert been == ["safe", "sessions"]
        async with session.post(f"{tried.url}/try/people/{who}/resend") as answer:
            assert answer.status == 409
            assert "since this start" in (await answer.json())["error"]
        await page.taps(who, "same")
        await page.stands_at(who, "signs")

        fresh = state["first"]
        assert fresh != who
        await page.post(f"sim/people/{fresh}/say", text="/start")
        place = await page.stands_at(fresh, "help")
        assert (place["stack"], place["language"]) == (["help_now"], "es")
        assert (await page.post("try/people"))["language_code"] == "es"


async def test_a_flow_of_another_name_takes_nothing_down(tmp_path: Path) -> None:
    """Nothing is drawn, what the bot fails to answer is said, and it runs on."""
    logs.set_up("WARNING", io.StringIO())  # as `checkup try` does: without the values
    found = Folders()
    library, locales = tmp_path / "library", tmp_path / "locales"
    shutil.copytree(found.library, library)
    shutil.copytree(found.locales, locales)
    folders = Folders(library, locales, found.released)
    data = tmp_path / "try"
    asked = Options(free_port(0), browser=False, data=data, flow=OLD_NAME, folders=folders)
    async with trying(asked) as tried, aiohttp.ClientSession() as session:
        page = Page(session, tried.url)
        who = (await page.comes(page.runs))["first"]
        await page.post(f"sim/people/{who}/say", text="/start")
        await page.stands_at(who, "ready")

        (library / OLD_NAME).rename(library / NEW_NAME)
        for file in library.rglob("*.yaml"):
            file.write_text(file.read_text("utf-8").replace(OLD_NAME, NEW_NAME), "utf-8")

        async def renewed() -> Any:
            state = await page.get("try/state")
            return state if NEW_NAME in str(state["warnings"]) else None

        await page.comes(renewed)
        place = await page.get(f"try/people/{who}/where")
        assert "flow" not in place
        assert (place["stack"], place["language"]) == ([OLD_NAME], "en")
        assert "nothing to draw" in (await page.get(f"try/people/{who}/diagram"))["error"]
        with pytest.raises(Impossible, match="failed at this"):
            await tried.bench.bot.ask("something that nobody knows")
        state = await page.get("try/state")
        assert (state["problems"], state["bot"]["state"]) == ([], "running")
        assert state["bot"]["starts"] == 1


def test_after_the_last_port_there_is_none_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    """It is named as taken, and no port beyond it is promised."""
    with socket.socket() as held:
        held.bind((HOST, LAST_PORT))
        held.listen()
        with pytest.raises(RefusedError, match="all taken"):
            free_port(LAST_PORT)
    assert capsys.readouterr().out == ""
