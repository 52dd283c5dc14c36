"""How updates reach the bot: polling and its rules."""

import asyncio
import time

from bot.simulator import Simulator
from tests.bot.simulator.conftest import ANN, Wire

DAY = 86_400


async def test_an_offset_confirms_everything_below_it(wire: Wire, simulator: Simulator) -> None:
    """Unconfirmed updates come again, confirmed ones never."""
    for text in ("one", "two"):
        simulator.people.say(ANN, text)
    first = await wire.result("getUpdates")
    assert [u["message"]["text"] for u in first] == ["/start", "one", "two"]
    assert await wire.result("getUpdates", limit=1) == first[:1]
    assert await wire.result("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await wire.result("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert await wire.result("getUpdates") == []


async def test_a_negative_offset_keeps_only_the_last(wire: Wire, simulator: Simulator) -> None:
    """Everything before is forgotten."""
    simulator.people.say(ANN, "one")
    simulator.people.say(ANN, "two")
    assert [u["message"]["text"] for u in await wire.result("getUpdates", offset=-1)] == ["two"]
    assert len(await wire.result("getUpdates")) == 1


async def test_a_long_poll_ends_with_the_first_update(wire: Wire, simulator: Simulator) -> None:
    """The request waits, and no longer than it must."""
    (start,) = await wire.result("getUpdates")
    began = time.monotonic()
    poll = asyncio.create_task(wire.result("getUpdates", offset=start["update_id"] + 1, timeout=20))
    await asyncio.sleep(0.1)
    simulator.people.say(ANN, "hello")
    (update,) = await poll
    assert update["message"]["text"] == "hello"
    assert update["update_id"] == start["update_id"] + 1
    assert time.monotonic() - began < 5


async def test_a_second_poller_ends_the_first(wire: Wire, simulator: Simulator) -> None:
    """The older request gets 409, the newer one goes on waiting."""
    simulator.updates.clear()
    older = asyncio.create_task(wire.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(wire.result("getUpdates", timeout=20))
    assert await older == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    simulator.people.say(ANN, "hello")
    assert len(await newer) == 1


async def test_polling_is_refused_while_a_webhook_is_set(wire: Wire) -> None:
    """409 until the webhook is deleted; http is taken on loopback only."""
    await wire.result("setWebhook", url="http://127.0.0.1:9/", secret_token="s")
    said = await wire.refused("getUpdates")
    assert said.startswith("Conflict: can't use getUpdates method while webhook is active")
    await wire.result("deleteWebhook", drop_pending_updates=True)
    assert await wire.result("getUpdates") == []
    said = await wire.refused("setWebhook", url="http://example.org/")
    assert said == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_a_tap_lives_150_seconds_and_a_message_a_day(
    wire: Wire, simulator: Simulator
) -> None:
    """After an outage of three minutes the taps are gone and the messages are not."""
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await wire.result("sendMessage", chat_id=ANN, text="a", reply_markup=markup)
    await wire.sim(f"people/{ANN}/tap", label="Yes", times=2)
    assert [len(u) for u in await wire.result("getUpdates")] == [2, 2, 2]
    simulator.clock.travel(151)
    assert ["message" in u for u in await wire.result("getUpdates")] == [True]
    simulator.clock.travel(DAY)
    assert await wire.result("getUpdates") == []


async def test_allowed_updates_are_remembered(wire: Wire, simulator: Simulator) -> None:
    """What is not allowed is never queued, until an empty list brings the default back."""
    await wire.result("getUpdates", offset=-1, allowed_updates=["callback_query"])
    simulator.updates.clear()
    simulator.people.say(ANN, "unheard")
    assert await wire.result("getUpdates") == []
    await wire.result("getUpdates", allowed_updates=[])
    simulator.people.say(ANN, "heard")
    assert len(await wire.result("getUpdates")) == 1


async def test_update_ids_may_start_anew(wire: Wire) -> None:
    """After a quiet week Telegram counts on from somewhere else, even lower."""
    await wire.sim("updates/next", id=5)
    await wire.sim(f"people/{ANN}/say", text="hello")
    updates = await wire.result("getUpdates")
    assert updates[-1]["update_id"] == 5
