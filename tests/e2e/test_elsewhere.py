"""Groups, channels and updates of every other kind: nothing is said, and nothing is stored."""

from typing import Any

import pytest

from bot.people.records import Records
from bot.store import KeyRing, open_store
from tests.e2e.world import BOT_ID, KEY, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

GROUP = {"id": -100_77, "type": "supergroup", "title": "Some group"}
CHANNEL = {"id": -100_88, "type": "channel", "title": "Some channel"}
ANN = {"id": 8_800_001, "is_bot": False, "first_name": "Ann", "language_code": "en"}
MINE = {"id": ANN["id"], "type": "private", "first_name": "Ann"}
TEXT = {"message_id": 7, "date": 1_790_000_000, "text": "/start"}
MEMBER = {"date": 1_790_000_000, "from": ANN, "old_chat_member": {"status": "left"}}

UPDATES: dict[str, dict[str, Any]] = {
    "words in a group": {"message": {**TEXT, "chat": GROUP, "from": ANN}},
    "an edit in a group": {"edited_message": {**TEXT, "chat": GROUP, "from": ANN}},
    "an anonymous admin": {"message": {**TEXT, "chat": GROUP, "sender_chat": GROUP}},
    "a tap in a group": {
        "callback_query": {
            "id": "1",
            "from": ANN,
            "data": "ab.1.yes",
            "message": {**TEXT, "chat": GROUP},
        }
    },
    "a tap below an inline message": {
        "callback_query": {"id": "2", "from": ANN, "data": "ab.1.yes", "inline_message_id": "x"}
    },
    "a tap on what is too old to see": {
        "callback_query": {"id": "3", "from": ANN, "data": "ab.1.yes"}
    },
    "added to a group": {
        "my_chat_member": {**MEMBER, "chat": GROUP, "new_chat_member": {"status": "member"}}
    },
    "a post in a channel": {"channel_post": {**TEXT, "chat": CHANNEL, "sender_chat": CHANNEL}},
    "a poll": {"poll": {"id": "1", "question": "?", "options": []}},
    "an answer to a poll": {"poll_answer": {"poll_id": "1", "user": ANN, "option_ids": [0]}},
    "an inline query": {"inline_query": {"id": "1", "from": ANN, "query": "x", "offset": ""}},
    "a business message": {"business_message": {**TEXT, "chat": MINE, "from": ANN}},
    "a reaction": {"message_reaction": {"chat": MINE, "message_id": 7, "user": ANN}},
    "a kind nobody knows": {"hologram": {"from": ANN, "chat": MINE}},
    "a title that changed": {
        "message": {"message_id": 8, "date": 1, "chat": MINE, "from": ANN, "new_chat_title": "x"}
    },
    "nobody's words": {"message": {**TEXT, "chat": MINE}},
    "words for somebody else": {
        "message": {**TEXT, "chat": {**MINE, "id": 8_800_002}, "from": ANN}
    },
    "an empty message": {"message": {}},
}


@pytest.mark.parametrize("name", UPDATES)
async def test_nobody_is_answered_and_nothing_is_stored(here: World, name: str) -> None:
    """It is taken off the queue, and that is all."""
    here.server.simulator.updates.allowed.clear()  # as if Telegram sent what was not asked for
    last = (await here.line.get("calls", limit=1))["count"]
    await here.line.post("updates", **UPDATES[name])
    await here.caught_up()
    spoken = [each["method"] for each in await here.calls(after=last)]
    beside = ("getUpdates", "answerCallbackQuery", "setMy")  # it may be dressing just now
    assert [each for each in spoken if not each.startswith(beside)] == []
    store = open_store(here.database.url, KeyRing([KEY]))
    await store.open()
    try:
        records = Records(store, BOT_ID, 400)
        for chat in (GROUP["id"], CHANNEL["id"], ANN["id"], 8_800_002):
            assert await records.look(int(str(chat))) is None
    finally:
        await store.close()
