"""A saved edit is there at once, and a mistake in it takes nothing away."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.flowtools.check import Folders
from bot.simulator.run import Options, Trying, free_port, trying
from tests.browser.conftest import Opens
from tests.browser.hand import Hand

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Copy the flows and their words to where they can be changed."""
    found = Folders()
    shutil.copytree(found.library, tmp_path / "library")
    shutil.copytree(found.locales, tmp_path / "locales")
    return Folders(tmp_path / "library", tmp_path / "locales", found.released)


@pytest_asyncio.fixture(loop_scope="session")
async def edited(
    chromium: Browser, tmp_path: Path, folders: Folders
) -> AsyncIterator[tuple[Trying, Folders]]:
    """Run everything on flows of one's own."""
    assert chromium
    options = Options(free_port(0), browser=False, data=tmp_path / "try", folders=folders)
    async with trying(options) as made:
        yield made, folders


def rewrite(file: Path, old: str, new: str) -> int:
    """Put other words into a file; give the line they stand in."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


async def problem(hand: Hand, *words: str) -> None:
    """Wait until the page says what is wrong and where."""
    for each in words:
        await hand.page.wait_for_function(
            "(words) => document.getElementById('problems').textContent.includes(words)", arg=each
        )


async def nothing_wrong(hand: Hand) -> None:
    """Wait until the page has nothing to say of the files."""
    await hand.page.wait_for_function("() => !document.getElementById('problems').textContent")


async def test_an_edit_is_there_at_once(phone: Opens, edited: tuple[Trying, Folders]) -> None:
    """Words of a flow and of a translation change on the open card; broken ones are told."""
    tried, folders = edited
    flow = folders.library / "checkup" / "flow.yaml"
    hand, spanish = await phone(url=tried.url), await phone(url=tried.url, language="es")
    for each in (hand, spanish):
        await each.starts()
        await each.picks("begin")

    rewrite(flow, "- Are you safe right now?", "- Are you safe at this moment?")
    await hand.sees("Are you safe at this moment?")

    line = rewrite(flow, "name: Sessions so far", "nmae: Sessions so far")
    await problem(hand, f"flow.yaml:{line}", "goes on")
    assert await hand.faults() == []
    await hand.picks("yes")  # the bot still has what it had
    await hand.sees("sessions")
    await hand.presses("restart", "runs again")
    await hand.picks("many")

    rewrite(flow, "nmae: Sessions so far", "name: Sessions so far")
    await nothing_wrong(hand)
    words = folders.locales / "es" / "LC_MESSAGES" / "flows.po"
    safe = words.read_text("utf-8")
    line = rewrite(words, 'msgid "Are you safe right now?"', 'msgjd "Are you safe right now?"')
    await problem(hand, f"flows.po:{line}")
    words.write_bytes(safe.encode("latin-1", "replace"))
    await problem(hand, "flows.po:", "not UTF-8")
    words.write_text(safe, "utf-8")
    await nothing_wrong(hand)
    listed = folders.locales / "languages.yaml"
    kept = listed.read_text("utf-8")
    listed.write_text("", "utf-8")
    await problem(hand, "languages.yaml:1:", "the file is empty")
    listed.write_text(kept, "utf-8")
    await nothing_wrong(hand)
    await hand.picks("same")


async def test_one_flow_opens_by_itself(phone: Opens, chromium: Browser, tmp_path: Path) -> None:
    """Start leads right into it, with all behind it that it looks back at."""
    assert chromium
    data = tmp_path / "try"
    options = Options(free_port(0), browser=False, data=data, flow="before_session")
    async with trying(options) as tried:
        hand = await phone(url=tried.url)
        await hand.page.wait_for_function(
            "() => document.getElementById('bot-status').textContent === 'bot'"
        )
        await hand.starts()
        assert (await hand.asks("where"))["stack"] == ["before_session"]
        await hand.sees("This is the line you chose")
        for file in ("simulator.db", "checkup.db", "bot.log", "token"):
            assert (data / file).stat().st_mode & 0o077 == 0, file
        assert data.stat().st_mode & 0o077 == 0


async def test_a_first_start_with_a_broken_flow(
    phone: Opens, chromium: Browser, tmp_path: Path, folders: Folders
) -> None:
    """The page is there and says what to mend; mended, the bot starts by itself."""
    assert chromium
    flow = folders.library / "welcome" / "flow.yaml"
    line = rewrite(flow, "version: 1", "version: one")
    data = tmp_path / "try"
    options = Options(free_port(0), False, data, "checkup", folders=folders)  # noqa: FBT003 -- no browser
    async with trying(options) as tried:
        hand = await phone(url=tried.url)
        await problem(hand, f"flow.yaml:{line}", "can't start")
        await hand.presses("restart", "mend the flows")
        rewrite(flow, "version: one", "version: 1")
        await hand.page.wait_for_function(
            "() => document.getElementById('bot-status').textContent === 'bot'"
        )
        await hand.starts()
        assert (await hand.asks("where"))["stack"] == ["checkup"]
        await hand.sees("Are you safe right now?")
        await hand.page.click('[data-travel="next"]')
        await hand.page.wait_for_function(
            "() => document.getElementById('travelled').textContent.includes('Nothing is due')"
        )
