"""Computing that never ends is ended, also under the loop that runs in production."""

import time

import pytest
import uvloop

from bot.turns.patience import TooLongError, patience


def spin() -> None:
    """Compute for ever."""
    number = 0
    while True:
        number += 1


def test_endless_computing_is_ended() -> None:
    """The limit counts the time of the processor."""
    started = time.monotonic()
    with pytest.raises(TooLongError), patience(0.1):
        spin()
    assert time.monotonic() - started < 5


def test_it_works_inside_a_running_loop() -> None:
    """A signal reaches synchronous code that a coroutine calls."""

    async def stuck() -> None:
        with patience(0.1):
            spin()

    with pytest.raises(TooLongError):
        uvloop.run(stuck())


def test_quick_work_is_left_alone() -> None:
    """Outside the block no timer is left."""
    with patience(0.05):
        pass
    until = time.process_time() + 0.15
    while time.process_time() < until:
        pass
    assert time.process_time() >= until
