"""A local Telegram Bot API with people in it: the far end of the end-to-end tests.

It stands alone and imports nothing else of the bot. The bot's side is `/bot<token>/<method>`, the
people's side is described in `control`.
"""

from bot.simulator.clock import Clock
from bot.simulator.errors import Impossible, Refused
from bot.simulator.faults import Fault
from bot.simulator.simulator import Simulator
from bot.simulator.web import Server, application, serve

__all__ = [
    "Clock",
    "Fault",
    "Impossible",
    "Refused",
    "Server",
    "Simulator",
    "application",
    "serve",
]
