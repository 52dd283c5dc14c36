"""A local Telegram Bot API with people in it: the far end of the end-to-end tests.

It stands alone and imports nothing else of the bot; only what `checkup try` builds on it does:
`run`, the `bench` and the `child` in which the real bot runs. The bot's side is
`/bot<token>/<method>`, the people's side is described in `control`.

Simulated are the methods in `methods.METHODS`, private chats, and groups as far as a raw update
brings the bot into one. Not simulated: Markdown, inline mode, payments, business, uploads by URL.
Stricter than Telegram: a button without words and a row of more than eight are refused, where
Telegram drops and cuts silently. The wording of refusals that Telegram's own servers leave
undocumented (too long a name or description, a wrong language code) is a guess.
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
