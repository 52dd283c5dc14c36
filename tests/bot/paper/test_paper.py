"""Paper beside the event loop: in order, bounded, closed cleanly, errors to whom they belong."""

import asyncio
import threading

import pytest

from bot.paper import BusyError, ClosedError, NotDrawnError, NothingToDrawError, Paper, press
from tests.bot.paper.reading import size
from tests.bot.paper.samples import chart_words, parts, plan_words, points

WORDS, SHOWN = chart_words("en"), points("en")


def papers() -> list[str]:
    """List the threads that make paper."""
    return [t.name for t in threading.enumerate() if t.name.startswith("paper")]


async def test_both_papers_are_made() -> None:
    """A picture and a page come back, as bytes."""
    async with Paper() as paper:
        assert size(await paper.chart(SHOWN, WORDS))[0] == 1080
        assert (await paper.plan_page(parts("en"), plan_words("en"))).startswith(b"%PDF-")


async def test_the_loop_goes_on_meanwhile() -> None:
    """While thirty pictures are made the loop is never held up for as long as one takes."""
    loop = asyncio.get_running_loop()
    longest, before = 0.0, loop.time()
    async with Paper() as paper:
        await paper.chart(SHOWN, WORDS)
        began = loop.time()
        await paper.chart(points("en", 29), WORDS)
        one = loop.time() - began
        made = asyncio.gather(*(paper.chart(points("en", n), WORDS) for n in range(1, 31)))
        before = loop.time()
        while not made.done():
            await asyncio.sleep(0)
            longest, before = max(longest, loop.time() - before), loop.time()
        assert len(set(await made)) == 30
    assert longest < 10 * one


async def test_the_queue_is_bounded() -> None:
    """One more than may wait is refused at once, and the others are made."""
    async with Paper(longest=3) as paper:
        asked = [asyncio.create_task(paper.chart(SHOWN, WORDS)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await paper.chart(SHOWN, WORDS)
        assert len({await each for each in asked}) == 1
        assert await paper.chart(SHOWN, WORDS)


async def test_an_error_is_its_askers_alone() -> None:
    """One that can't be drawn fails by itself; those before and after it are made."""
    async with Paper() as paper:
        asked = (paper.chart(SHOWN, WORDS), paper.chart((), WORDS), paper.chart(SHOWN, WORDS))
        first, second, third = await asyncio.gather(*asked, return_exceptions=True)
        assert first == third
        assert isinstance(second, NothingToDrawError)


async def test_a_typesetter_that_panics_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rust's panics are no Python exceptions; the asker is told, and the next picture is made."""
    async with Paper() as paper:
        with monkeypatch.context() as patch:
            patch.setattr(press, "PIXELS_PER_INCH", 1e9)
            with pytest.raises(NotDrawnError):
                await paper.chart(SHOWN, WORDS)
        assert await paper.chart(SHOWN, WORDS)


async def test_a_cancelled_asker_gives_its_place_back() -> None:
    """Nobody waits for what is no longer wanted."""
    async with Paper(longest=4) as paper:
        asked = [asyncio.create_task(paper.chart(SHOWN, WORDS)) for _ in range(4)]
        await asyncio.sleep(0)
        for each in asked[1:]:
            each.cancel()
        assert await asked[0]
        assert await paper.chart(SHOWN, WORDS)
        await asyncio.sleep(0)
        assert paper.waiting == 0


async def test_closing_finishes_what_was_begun() -> None:
    """What was asked for before is made, nothing is taken after, and the thread is gone."""
    paper = Paper()
    asked = [asyncio.create_task(paper.chart(SHOWN, WORDS)) for _ in range(3)]
    await asyncio.sleep(0)
    assert papers()
    await paper.close()
    assert len({await each for each in asked}) == 1
    assert papers() == []
    with pytest.raises(ClosedError):
        await paper.chart(SHOWN, WORDS)
    await paper.close()
