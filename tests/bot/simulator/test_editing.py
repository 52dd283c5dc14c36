"""What the bot changes, takes back and answers."""

from typing import Any

import pytest

from bot.simulator import Simulator
from tests.bot.simulator.conftest import ANN, Wire

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
OTHER = {"inline_keyboard": [[{"text": "No", "callback_data": "n"}]]}
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
DAY = 86_400


@pytest.fixture
async def place(wire: Wire) -> dict[str, Any]:
    """Give the place of a card with one button."""
    sent = await wire.result("sendMessage", chat_id=ANN, text="card", reply_markup=KEYS)
    return {"chat_id": ANN, "message_id": sent["message_id"]}


async def test_an_edit_changes_the_text_and_takes_the_buttons(
    wire: Wire, place: dict[str, Any]
) -> None:
    """Buttons that are not sent along are gone; the message is marked as edited."""
    edited = await wire.result("editMessageText", **place, text="new")
    assert edited["text"] == "new"
    assert "reply_markup" not in edited
    shown = (await wire.look(f"chats/{ANN}"))["messages"][-1]
    assert (shown["text"], shown["edited"], shown["buttons"]) == ("new", True, [])


async def test_an_unchanged_edit_is_refused(wire: Wire, place: dict[str, Any]) -> None:
    """Text, entities and buttons all the same: 400 with the long sentence."""
    assert await wire.refused("editMessageText", **place, text="card", reply_markup=KEYS) == SAME
    assert await wire.refused("editMessageReplyMarkup", **place, reply_markup=KEYS) == SAME
    await wire.result("editMessageReplyMarkup", **place, reply_markup=OTHER)
    bold = {"text": "<b>card</b>", "parse_mode": "HTML", "reply_markup": OTHER}
    await wire.result("editMessageText", **place, **bold)
    assert await wire.refused("editMessageText", **place, **bold) == SAME


async def test_what_cannot_be_edited(wire: Wire, place: dict[str, Any]) -> None:
    """Not there, not the bot's own, or without the thing to change."""
    missing = {"chat_id": ANN, "message_id": 999, "text": "a"}
    said = await wire.refused("editMessageText", **missing)
    assert said == "Bad Request: message to edit not found"
    said = await wire.refused("editMessageText", chat_id=ANN, message_id=1, text="a")
    assert said == "Bad Request: message can't be edited"
    said = await wire.refused("editMessageCaption", **place, caption="a")
    assert said == "Bad Request: there is no caption in the message to edit"
    said = await wire.refused("editMessageText", chat_id=ANN, text="a")
    assert said == "Bad Request: message identifier is not specified"


async def test_deleting(wire: Wire, place: dict[str, Any]) -> None:
    """Either side's message goes once, on both sides."""
    assert await wire.result("deleteMessage", **place) is True
    assert await wire.result("deleteMessage", chat_id=ANN, message_id=1) is True
    said = await wire.refused("deleteMessage", **place)
    assert said == "Bad Request: message to delete not found"
    assert (await wire.look(f"chats/{ANN}"))["messages"] == []


async def test_after_48_hours_a_message_stays(
    wire: Wire, place: dict[str, Any], simulator: Simulator
) -> None:
    """It can still be edited, but no longer deleted."""
    simulator.clock.travel(2 * DAY + 1)
    said = await wire.refused("deleteMessage", **place)
    assert said == "Bad Request: message can't be deleted for everyone"
    assert (await wire.result("editMessageText", **place, text="·"))["text"] == "·"


async def test_deleting_several_passes_over_the_missing(wire: Wire, place: dict[str, Any]) -> None:
    """Up to a hundred at once."""
    several = {"chat_id": ANN, "message_ids": [1, place["message_id"], 999]}
    assert await wire.result("deleteMessages", **several) is True
    assert (await wire.look(f"chats/{ANN}"))["messages"] == []
    said = await wire.refused("deleteMessages", chat_id=ANN, message_ids=list(range(101)))
    assert said == "Bad Request: too many message identifiers specified"


async def test_a_tap_is_answered_once_on_the_phone(wire: Wire, place: dict[str, Any]) -> None:
    """The first answer shows as a toast or an alert; a second one is taken and not shown."""
    _, (query,) = await wire.sim(f"people/{ANN}/tap", label="Yes")
    assert (query["message_id"], query["data"]) == (place["message_id"], "y")
    answer = {"callback_query_id": query["id"], "text": "Kept", "show_alert": True}
    assert await wire.result("answerCallbackQuery", **answer) is True
    assert await wire.result("answerCallbackQuery", callback_query_id=query["id"]) is True
    first, second = (await wire.look(f"chats/{ANN}"))["answers"]
    assert (first["text"], first["show_alert"], first["shown"]) == ("Kept", True, True)
    assert second["shown"] is False


@pytest.mark.usefixtures("place")
async def test_late_and_unknown_queries_are_refused(wire: Wire, simulator: Simulator) -> None:
    """A tap has 150 seconds to be answered, in at most 200 characters."""
    _, (query,) = await wire.sim(f"people/{ANN}/tap", data="y")
    long = {"callback_query_id": query["id"], "text": "a" * 201}
    assert await wire.refused("answerCallbackQuery", **long) == "Bad Request: MESSAGE_TOO_LONG"
    simulator.clock.travel(151)
    assert await wire.refused("answerCallbackQuery", callback_query_id=query["id"]) == OLD
    assert await wire.refused("answerCallbackQuery", callback_query_id="12") == OLD
