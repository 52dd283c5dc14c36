"""What people do, over the control API, and what the bot hears of it."""

import asyncio
import base64
from typing import Any

import pytest

from bot.simulator import Simulator
from tests.bot.simulator.conftest import ANN, Wire

KEYS = {
    "inline_keyboard": [
        [{"text": "Yes", "callback_data": "y"}, {"text": "More", "url": "https://example.org/"}]
    ]
}


async def heard(wire: Wire) -> Any:
    """Return the newest update."""
    return (await wire.result("getUpdates", offset=-1))[0]


async def test_words_come_with_sender_chat_and_commands(wire: Wire) -> None:
    """An update looks like Telegram's own."""
    await wire.sim("people", id=7, first_name="Bo", username="bo", language_code="de")
    await wire.sim("people/7/say", text="/start plan")
    message = (await heard(wire))["message"]
    assert message["from"] == {
        "id": 7,
        "is_bot": False,
        "first_name": "Bo",
        "username": "bo",
        "language_code": "de",
    }
    assert message["chat"] == {"id": 7, "first_name": "Bo", "username": "bo", "type": "private"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_long_text_is_split_by_the_phone(wire: Wire) -> None:
    """5,000 letters are two messages."""
    await wire.sim(f"people/{ANN}/say", text="a" * 5000)
    shown = (await wire.look(f"chats/{ANN}"))["messages"]
    assert [len(m["text"]) for m in shown] == [6, 4096, 904]


async def test_a_double_tap_is_two_queries(wire: Wire) -> None:
    """Each has an id of its own and carries the message as it was."""
    await wire.result("sendMessage", chat_id=ANN, text="card", reply_markup=KEYS)
    _, queries = await wire.sim(f"people/{ANN}/tap", label="Yes", times=2)
    assert len({query["id"] for query in queries}) == 2
    query = (await heard(wire))["callback_query"]
    assert (query["id"], query["data"]) == (queries[1]["id"], "y")
    assert query["message"]["text"] == "card"
    assert query["from"]["id"] == ANN


async def test_taps_on_links_on_nothing_and_on_old_buttons(wire: Wire) -> None:
    """A link tells the bot nothing; a button that is gone can still be tapped by its data."""
    sent = await wire.result("sendMessage", chat_id=ANN, text="card", reply_markup=KEYS)
    status, said = await wire.sim(f"people/{ANN}/tap", label="More")
    assert (status, said[0]["url"]) == (200, "https://example.org/")
    status, _ = await wire.sim(f"people/{ANN}/tap", label="Perhaps")
    assert status == 409
    place = {"message_id": sent["message_id"]}
    await wire.result("editMessageReplyMarkup", chat_id=ANN, **place)
    status, _ = await wire.sim(f"people/{ANN}/tap", label="Yes", **place)
    assert status == 409
    status, _ = await wire.sim(f"people/{ANN}/tap", data="y", **place)
    assert (status, (await heard(wire))["callback_query"]["data"]) == (200, "y")


async def test_an_edited_message_is_an_update_of_its_own(wire: Wire, simulator: Simulator) -> None:
    """Only one's own words, for 48 hours."""
    _, message = await wire.sim(f"people/{ANN}/say", text="befor")
    edit = {"message_id": message["message_id"], "text": "before"}
    await wire.sim(f"people/{ANN}/edit", **edit)
    edited = (await heard(wire))["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("before", message["message_id"])
    assert (await wire.look(f"chats/{ANN}"))["messages"][-1]["edited"] is True
    simulator.clock.travel(49 * 3600)
    status, _ = await wire.sim(f"people/{ANN}/edit", **edit)
    assert status == 409


@pytest.mark.parametrize(
    "kind",
    ["sticker", "photo", "voice", "video", "document", "location", "contact", "dice", "animation"],
)
async def test_every_kind_of_media_comes_as_telegrams_field(wire: Wire, kind: str) -> None:
    """The message has the field of its kind and no text."""
    status, message = await wire.sim(f"people/{ANN}/send", kind=kind)
    assert status == 200
    assert kind in message
    assert "text" not in message


async def test_an_album_is_several_messages_of_one_group(wire: Wire) -> None:
    """They share a media_group_id; a caption stands at its own."""
    items = [{"kind": "photo", "caption": "two"}, {"kind": "photo"}]
    _, (first, second) = await wire.sim(f"people/{ANN}/album", items=items)
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("two", False)


async def test_a_forwarded_message_names_its_origin(wire: Wire) -> None:
    """From the bot itself or from somebody hidden."""
    sent = await wire.result("sendMessage", chat_id=ANN, text="a", reply_markup=KEYS)
    _, message = await wire.sim(f"people/{ANN}/forward", message_id=sent["message_id"])
    assert (message["text"], message["forward_origin"]["type"]) == ("a", "user")
    assert "reply_markup" not in message
    _, message = await wire.sim(f"people/{ANN}/forward_text", text="b", sender="Cy")
    assert message["forward_origin"]["sender_user_name"] == "Cy"


async def test_the_bot_hears_of_a_block_and_of_its_end(wire: Wire) -> None:
    """my_chat_member says kicked, then member; a blocked chat takes no words."""
    await wire.sim(f"people/{ANN}/block")
    change = (await heard(wire))["my_chat_member"]
    assert change["new_chat_member"]["status"] == "kicked"
    assert (await wire.sim(f"people/{ANN}/say", text="a"))[0] == 409
    await wire.sim(f"people/{ANN}/unblock")
    assert (await heard(wire))["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_deleted_chat_is_empty_for_both(wire: Wire) -> None:
    """The old card can't be edited any more; a new message can be sent."""
    sent = await wire.result("sendMessage", chat_id=ANN, text="a")
    await wire.sim(f"people/{ANN}/delete_chat")
    edit = {"chat_id": ANN, "message_id": sent["message_id"], "text": "b"}
    said = await wire.refused("editMessageText", **edit)
    assert said == "Bad Request: message to edit not found"
    await wire.result("sendMessage", chat_id=ANN, text="b")
    assert [m["text"] for m in (await wire.look(f"chats/{ANN}"))["messages"]] == ["b"]


async def test_a_group_comes_by_a_raw_update_and_can_be_left(wire: Wire) -> None:
    """Any kind of update can be given as it is."""
    group = {"id": -100_5, "title": "Some", "type": "supergroup"}
    body = {"chat": group, "date": 1, "new_chat_member": {"status": "member"}}
    status, _ = await wire.sim("updates", my_chat_member=body)
    assert status == 200
    assert (await heard(wire))["my_chat_member"] == body
    await wire.result("sendMessage", chat_id=-100_5, text="a")
    await wire.result("leaveChat", chat_id=-100_5)
    said = await wire.refused("sendMessage", chat_id=-100_5, text="a")
    assert said == "Forbidden: bot is not a member of the supergroup chat"
    assert (await wire.sim("updates", a={}, b={}))[0] == 409


async def test_waiting_for_a_chat_ends_with_its_change(wire: Wire, simulator: Simulator) -> None:
    """A look with `after` waits for the next revision."""
    before = await wire.look(f"chats/{ANN}")
    waiting = asyncio.create_task(wire.look(f"chats/{ANN}?after={before['revision']}&timeout=20"))
    await asyncio.sleep(0.05)
    simulator.people.add(43, "Bob")
    assert not waiting.done()
    await wire.result("sendMessage", chat_id=ANN, text="new")
    after = await asyncio.wait_for(waiting, 5)
    assert after["messages"][-1]["text"] == "new"
    assert after["revision"] > before["revision"]
    same = await wire.look(f"chats/{ANN}?after={after['revision']}&timeout=0")
    assert same["revision"] == after["revision"]


async def test_events_tell_which_chat_has_changed(wire: Wire) -> None:
    """Server-sent events carry the chat and its revision."""
    async with wire.session.get(f"{wire.url}/sim/events?chat={ANN}") as stream:
        assert await stream.content.readline() == b": listening\n"
        await stream.content.readline()
        await wire.result("sendMessage", chat_id=ANN, text="new")
        revision = (await wire.look(f"chats/{ANN}"))["revision"]
        lines = [await asyncio.wait_for(stream.content.readline(), 5) for _ in range(3)]
    assert lines[1] == b"event: change\n"
    assert lines[2] == b'data: {"chat":%d,"revision":%d}\n' % (ANN, revision)


async def test_a_file_of_the_bot_can_be_opened(wire: Wire) -> None:
    """The person's side sees its name and gets its bytes, for the page as plain data."""
    sent = await wire.sim(
        f"people/{ANN}/send",
        kind="document",
        name="a.txt",
        content_base64=base64.b64encode(b"bytes").decode(),
    )
    assert sent[0] == 200
    shown = (await wire.look(f"chats/{ANN}"))["messages"][-1]["file"]
    assert (shown["kind"], shown["name"], shown["size"]) == ("document", "a.txt", 5)
    async with wire.session.get(wire.url + shown["url"]) as answer:
        assert await answer.read() == b"bytes"


async def test_another_sites_page_is_turned_away(wire: Wire) -> None:
    """A browser names the page's origin; only the simulator's own is let in."""
    for origin, status in (("http://evil.example", 403), (wire.url, 200)):
        headers = {"Origin": origin}
        async with wire.session.get(f"{wire.url}/sim/chats/{ANN}", headers=headers) as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("people/9/say", {"text": "a"}, 409),
        (f"people/{ANN}/sing", {}, 400),
        (f"people/{ANN}/say", {}, 400),
        (f"people/{ANN}/say", {"text": " "}, 409),
        (f"people/{ANN}/change", {"age": 9}, 409),
        ("faults", {"kind": "flood"}, 400),
        ("clock", {}, 400),
    ],
)
async def test_a_wrong_wish_says_what_is_wrong(
    wire: Wire, path: str, body: dict[str, Any], status: int
) -> None:
    """409 for what no phone allows, 400 for what is no wish."""
    answered, said = await wire.sim(path, **body)
    assert answered == status
    assert said["error"]
