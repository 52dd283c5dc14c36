"""What the bot sends, through raw HTTP."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.simulator import Server, Simulator
from tests.bot.simulator.conftest import ANN, NOON, TOKEN, Wire

DATA = "Bad Request: BUTTON_DATA_INVALID"
LONG = "Bad Request: reply markup is too long"
PARSE = "Bad Request: can't parse inline keyboard button: "
BUTTON = {"text": "a", "callback_data": "b"}
KEYBOARDS: list[tuple[Any, str]] = [
    ([[{"text": "a", "callback_data": ""}]], DATA),
    ([[{"text": "a", "callback_data": "я" * 33}]], DATA),
    (
        [[{"text": " ", "callback_data": "b"}]],
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    ([[{"text": "a"}]], PARSE + "Text buttons are unallowed in the inline keyboard"),
    ([[{"callback_data": "a"}]], PARSE + 'Can\'t find field "text"'),
    ([[BUTTON] * 9], LONG),
    ([[BUTTON]] * 101, LONG),
]


@pytest.mark.parametrize(("rows", "description"), KEYBOARDS)
async def test_a_faulty_keyboard_is_refused(wire: Wire, rows: Any, description: str) -> None:
    """Data of 1 to 64 bytes, words on every button, at most 100 of them and 8 in a row."""
    markup = {"inline_keyboard": rows}
    said = await wire.refused("sendMessage", chat_id=ANN, text="a", reply_markup=markup)
    assert said == description


async def test_the_largest_keyboard_is_taken(wire: Wire) -> None:
    """Twelve rows of eight and one of four, with data of 64 bytes."""
    button = {"text": "a", "callback_data": "я" * 32, "style": "danger"}
    markup = {"inline_keyboard": [[button] * 8] * 12 + [[button] * 4]}
    sent = await wire.result("sendMessage", chat_id=ANN, text="a", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_a_markup_that_is_no_object_is_refused(wire: Wire) -> None:
    """A keyboard must be an object, and an edit takes inline ones only."""
    said = await wire.refused("sendMessage", chat_id=ANN, text="a", reply_markup="[1]")
    assert said == "Bad Request: object expected as reply markup"
    sent = await wire.result("sendMessage", chat_id=ANN, text="a")
    edit = {"chat_id": ANN, "message_id": sent["message_id"], "text": "b"}
    markup = {"keyboard": [["a"]]}
    said = await wire.refused("editMessageText", **edit, reply_markup=markup)
    assert said == "Bad Request: inline keyboard expected"


@pytest.mark.parametrize("chat", [43, -100, "nobody", "@nobody"])
async def test_people_who_never_wrote_cannot_be_reached(
    wire: Wire, simulator: Simulator, chat: int | str
) -> None:
    """An account that exists is no chat before its first message."""
    simulator.people.add(43, "Bob")
    said = await wire.refused("sendMessage", chat_id=chat, text="a")
    assert said == "Bad Request: chat not found"


async def test_a_call_without_a_chat_says_so(wire: Wire) -> None:
    """The chat_id is needed."""
    assert await wire.refused("sendMessage", text="a") == "Bad Request: chat_id is empty"


async def test_blocked_and_deactivated_are_403(wire: Wire) -> None:
    """The two ways to be out of reach differ in words."""
    await wire.sim(f"people/{ANN}/block")
    said = await wire.refused("sendMessage", chat_id=ANN, text="a")
    assert said == "Forbidden: bot was blocked by the user"
    await wire.sim(f"people/{ANN}/unblock")
    await wire.result("sendMessage", chat_id=ANN, text="a")
    await wire.sim(f"people/{ANN}/deactivate")
    said = await wire.refused("sendMessage", chat_id=ANN, text="a")
    assert said == "Forbidden: user is deactivated"


async def test_the_wrong_token_and_an_unknown_method(server: Server, wire: Wire) -> None:
    """401 and 404, as JSON."""
    async with wire.session.get(f"{server.url}/bot1:x/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    assert await wire.bot("sendWishes") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )


async def test_every_way_to_write_parameters_works(server: Server, wire: Wire) -> None:
    """The address, a form and a multipart body, whatever the case of the method's name."""
    address = f"{server.url}/bot{TOKEN}"
    async with wire.session.get(f"{address}/SENDmessage?chat_id={ANN}&text=one") as answer:
        assert (await answer.json())["result"]["text"] == "one"
    form = {"chat_id": str(ANN), "text": "two", "reply_markup": '{"inline_keyboard":[]}'}
    async with wire.session.post(f"{address}/sendmessage", data=form) as answer:
        assert (await answer.json())["result"]["text"] == "two"
    body = aiohttp.FormData({"chat_id": str(ANN), "document": "attach://plan"}, quote_fields=False)
    body.add_field("plan", b"%PDF", filename="план.pdf", content_type="application/pdf")
    async with wire.session.post(f"{address}/sendDocument", data=body) as answer:
        assert (await answer.json())["result"]["document"]["file_name"] == "план.pdf"
    async with wire.session.post(f"{address}/getMe", data=b"{", headers=JSON) as answer:
        assert answer.status == 400


JSON = {"Content-Type": "application/json"}


async def test_protection_and_silence_are_remembered(wire: Wire) -> None:
    """The person's side knows both, and a protected message can't be forwarded."""
    options = {"protect_content": True, "disable_notification": True}
    sent = await wire.result("sendMessage", chat_id=ANN, text="a", **options)
    shown = (await wire.look(f"chats/{ANN}"))["messages"][-1]
    assert (shown["protected"], shown["silent"]) == (True, True)
    status, said = await wire.sim(f"people/{ANN}/forward", message_id=sent["message_id"])
    assert (status, said["error"]) == (409, "a protected message can't be forwarded")


async def test_a_reply_to_a_missing_message_is_refused(wire: Wire) -> None:
    """Unless the bot says it may go without."""
    options: dict[str, Any] = {"chat_id": ANN, "text": "a"}
    said = await wire.refused("sendMessage", **options, reply_parameters={"message_id": 999})
    assert said == "Bad Request: message to be replied not found"
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await wire.result("sendMessage", **options, reply_parameters=lenient)
    assert "reply_to_message" not in sent


async def test_a_reply_keyboard_stays_until_it_is_removed(wire: Wire) -> None:
    """It belongs to the chat, not to the message; one for one time goes with its use."""
    markup = {"keyboard": [["Yes", "No"]], "one_time_keyboard": True}
    sent = await wire.result("sendMessage", chat_id=ANN, text="a", reply_markup=markup)
    assert "reply_markup" not in sent
    assert (await wire.look(f"chats/{ANN}"))["keyboard"] == markup
    await wire.sim(f"people/{ANN}/say", text="Yes")
    assert (await wire.look(f"chats/{ANN}"))["keyboard"] is None


async def test_typing_shows_for_five_seconds_or_until_a_message(
    wire: Wire, simulator: Simulator
) -> None:
    """The sign goes by itself, and with the next message."""
    await wire.result("sendChatAction", chat_id=ANN, action="typing")
    typing = (await wire.look(f"chats/{ANN}"))["typing"]
    assert typing == {"action": "typing", "until": NOON + 5}
    simulator.clock.travel(6)
    assert (await wire.look(f"chats/{ANN}"))["typing"] is None
    said = await wire.refused("sendChatAction", chat_id=ANN, action="dancing")
    assert said == "Bad Request: wrong parameter action in request"


async def test_many_hands_at_once_lose_nothing(wire: Wire, simulator: Simulator) -> None:
    """Messages sent by twenty hands all arrive, none twice, with ids that rise."""

    async def hand(number: int) -> None:
        for turn in range(20):
            await wire.result("sendMessage", chat_id=ANN, text=f"{number} {turn}")

    await asyncio.gather(*(hand(number) for number in range(20)))
    counters = simulator.calls.chats[ANN]
    assert (counters["sent"], counters["twins"]) == (400, 0)
    numbers = list(simulator.state.messages[ANN])
    assert numbers == sorted(set(numbers))


async def test_a_message_sent_twice_counts_as_a_twin(wire: Wire) -> None:
    """The same content again, with nothing said in between, is the mark of a double sending."""
    for text in ("a", "b", "a"):
        await wire.result("sendMessage", chat_id=ANN, text=text)
    await wire.sim(f"people/{ANN}/say", text="hm")
    await wire.result("sendMessage", chat_id=ANN, text="a")
    counters = (await wire.look(f"chats/{ANN}"))["counters"]
    assert counters == {"sent": 4, "twins": 1}
