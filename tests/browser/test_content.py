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
from tests.browser.walk import on_to

DAY = 86_400
SIGNS = "      signs:\n        ask: several"
MOOD = """\
      mood:
        ask: choice
        name: Mood
        text: How is your mood?
        choices: { fine: Fine, low: Low }
"""
TALK = ("    step: talk\n    weeks: 2\n", "    step: talk\n    weeks: 4\n")
"""A row of the advice table, before and after."""
MENU_SAYS = """(words) => {
  const list = document.getElementById('commands');
  list.hidden = true;
  document.getElementById('menu').click();
  return list.innerText.includes(words);
}"""

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


@pytest.mark.timeout(300)  # each save is read by the page and by the bot, and then checked
async def test_an_edit_is_there_at_once(edited: tuple[Trying, Folders], phone: Opens) -> None:
    """Words, a question, a row of the table and the menu change for all; broken ones are told."""
    tried, folders = edited
    flow = folders.library / "checkup" / "flow.yaml"
    words = folders.locales / "es" / "LC_MESSAGES" / "flows.po"
    hand, spanish = await phone(url=tried.url), await phone(url=tried.url, language="es")
    for each in (hand, spanish):
        await each.starts()
        await each.picks("begin")
    await hand.does("/try/travel", seconds=8 * DAY)  # long ago, and their cards are open still

    rewrite(flow, "- Are you safe right now?", "- Are you safe at this moment?")
    rewrite(flow, SIGNS, f"{MOOD}{SIGNS}")
    rewrite(words, 'from anyone else."\nmsgstr "', 'from anyone else."\nmsgstr "Ahora: ')
    await hand.sees("Are you safe at this moment?")
    await spanish.sees("Ahora: ")

    line = rewrite(flow, "name: Sessions so far", "nmae: Sessions so far")
    await problem(hand, f"flow.yaml:{line}", "goes on")
    assert await hand.faults() == []
    await hand.picks("yes")  # the bot still has what it had
    await hand.sees("sessions")
    await hand.presses("restart", "runs again")
    await hand.picks("many", "same")
    await hand.sees("How is your mood?")
    assert "safe" in await hand.page.locator(".drawing .been code").all_inner_texts()

    rewrite(flow, "nmae: Sessions so far", "name: Sessions so far")
    line = rewrite(words, 'msgid "Are you safe right now?"', 'msgjd "Are you safe right now?"')
    await problem(hand, f"flows.po:{line}")
    await on_to(hand, "decision")
    starts = (await hand.state())["bot"]["starts"]
    rewrite(words, 'msgjd "Are you safe right now?"', 'msgid "Are you safe right now?"')
    rewrite(folders.library / "checkup" / "advice.yaml", *TALK)
    rewrite(folders.library / "commands.yaml", ": See your plan", ": Look at your plan")
    await nothing_wrong(hand)
    await hand.page.wait_for_selector('#log button:has-text("look in 4 weeks")')
    await hand.page.wait_for_function(MENU_SAYS, arg="Look at your plan")
    assert (await hand.state())["bot"]["starts"] == starts + 1  # its menu it tells at a start


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
        first = (await hand.state())["first"]
        await hand.page.goto(tried.url)
        await hand.page.wait_for_selector(f'#people [aria-current="true"][data-who="{first}"]')
        for file in ("simulator.db", "checkup.db", "bot.log", "token"):
            assert (data / file).stat().st_mode & 0o077 == 0, file
        assert data.stat().st_mode & 0o077 == 0
    for _ in range(2):  # once as the bot goes, and again as nobody takes up the line
        await hand.page.wait_for_selector("#bot-status:text-is('no answer from checkup try')")
        await hand.page.evaluate("() => document.getElementById('bot-status').replaceChildren()")
    hand.errors.clear()  # the browser's own words for it
    await hand.page.close()


async def test_a_first_start_with_a_broken_flow(
    phone: Opens, chromium: Browser, tmp_path: Path, folders: Folders
) -> None:
    """The page is there and says what to mend; mended, the bot starts by itself."""
    assert chromium
    flow = folders.library / "welcome" / "flow.yaml"
    line = rewrite(flow, "version: 1", "version: one")
    data = tmp_path / "try"
    options = Options(free_port(0), browser=False, data=data, flow="checkup", folders=folders)
    async with trying(options) as tried:
        hand = await phone(url=tried.url)
        await problem(hand, f"flow.yaml:{line}", "can't start")
        await hand.presses("restart", "mend the flows")
        await hand.page.wait_for_selector("#opens:has-text('Start opens the flow checkup.')")
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
        rewrite(flow, "version: 1", "version: one")
        await problem(hand, "goes on")
        await tried.bench.bot.stop()
        await problem(hand, "can't start")
        await tried.bench.bot.start()
        await problem(hand, "goes on")
        (data / "content").rename(data / "away")
        await hand.presses("restart", "It ended by itself with code 1; see")
        (data / "away").rename(data / "content")
        await hand.presses("restart", "runs again")
        await hand.page.close()
