"""The simulator as one object: the state, its two sides and what goes wrong between them."""

from pathlib import Path

from bot.simulator.calls import Calls
from bot.simulator.clock import Clock
from bot.simulator.faults import Faults
from bot.simulator.people import People
from bot.simulator.rates import Rates
from bot.simulator.state import State
from bot.simulator.store import Store
from bot.simulator.updates import Updates
from bot.simulator.webhook import Webhook


class Simulator:
    """A Telegram of one bot and any number of people.

    With a folder, chats, message ids, update ids, unconfirmed updates and the bot's profile go on
    after a restart; faults, rates and the log of calls start anew.
    """

    def __init__(self, token: str, clock: Clock | None = None, folder: Path | None = None) -> None:
        self.token = token
        self.clock = clock or Clock(folder)
        self.store = Store(folder)
        self.state = State(self.store, self.clock, token)
        self.updates = Updates(self.store, self.clock)
        self.webhook = Webhook(self.updates, self.store, self.clock)
        self.people = People(self.state, self.updates, self.webhook)
        self.faults = Faults()
        self.rates = Rates()
        self.calls = Calls(self.clock)

    def let_go(self) -> None:
        """End every request that waits, so that a server can stop."""
        self.updates.close()
        self.state.changes.close()

    async def close(self) -> None:
        """Stop delivering and write what is left."""
        self.let_go()
        await self.webhook.close()
        self.store.close()
