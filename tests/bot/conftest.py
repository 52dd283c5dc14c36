"""The parts of the bot are tried on the event loop that the whole of it has."""

import uvloop


def pytest_asyncio_loop_factories() -> dict[str, object]:
    """Give the loop of `checkup run`."""
    return {"uvloop": uvloop.new_event_loop}
