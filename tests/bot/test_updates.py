"""Updates of every kind, read or refused, and never an exception."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.clean import LONGEST, clean
from bot.intake.updates import Incoming, read
from flows.values.talk import Command, Tap, Text

ANN = {"id": 42, "is_bot": False, "first_name": "Ann", "language_code": "es-MX"}
CHAT = {"id": 42, "type": "private", "first_name": "Ann"}


def message(**content: Any) -> dict[str, Any]:
    """Make a message of Ann's."""
    return {"message_id": 7, "from": ANN, "chat": CHAT, "date": 1_800_000_000, **content}


def said(text: str) -> Any:
    """Read what Ann says with a text."""
    came = read({"update_id": 1, "message": message(text=text)})
    assert came is not None
    return came.said


def test_a_text_is_read_with_its_place_and_date() -> None:
    """What counts of a message: who, where, when, in which language."""
    came = read({"update_id": 1, "message": message(text="hello")})
    assert came is not None
    assert came.said == Text("hello", ref=7)
    assert (came.person, came.update, came.message, came.language) == (42, 1, 7, "es-MX")
    assert came.date is not None
    assert came.date.timestamp() == 1_800_000_000


@pytest.mark.parametrize(
    "text", ["/plan", "/PLAN", "/plan@checkup_bot", "/plan now please", "/plan\nfoo", "/plan@b x"]
)
def test_a_command_is_its_name_alone(text: str) -> None:
    """Case, the bot's name and what follows are left out."""
    assert said(text) == Command("plan")


@pytest.mark.parametrize("text", ["plan", "see /plan", "/", "/ plan", "/план", "//plan", "/plan!"])
def test_what_is_no_command_is_a_text(text: str) -> None:
    """Only a message that begins with a command is one."""
    assert said(text) == Text(text, ref=7)


def test_a_deep_link_is_a_plain_start() -> None:
    """What a link carries is never interpreted."""
    assert said("/start ref_12345") == Command("start")


def test_an_edit_names_the_message_it_changes() -> None:
    """An edited text is known as one; what was made a command by it is that command."""
    for text, meant in (
        ("hello", Text("hello", ref=7, edited=True)),
        ("/crisis", Command("crisis")),
    ):
        body = message(text=text, edit_date=1_800_000_009)
        came = read({"update_id": 1, "edited_message": body})
        assert came is not None
        assert came.said == meant


def test_a_tap_is_read_with_its_query() -> None:
    """The button's data, the message it stands in, and the query to answer."""
    body = {"id": "q", "from": ANN, "message": message(text="?"), "data": "ab12.3.yes"}
    came = read({"update_id": 1, "callback_query": body})
    assert came is not None
    assert (came.said, came.query, came.message) == (Tap("yes", "ab12", 3), "q", 7)


@pytest.mark.parametrize("data", [None, "", "yes", "a.b.c", "x" * 200, 5])
def test_junk_on_a_button_is_an_old_button(data: Any) -> None:
    """It is answered as stale, whatever it is."""
    body = {"id": "q", "from": ANN, "message": message(text="?"), "data": data}
    came = read({"update_id": 1, "callback_query": body})
    assert came is not None
    assert isinstance(came.said, Tap)
    assert came.said.turn < 0


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "document", "poll", "story"])
def test_media_is_no_answer(kind: str) -> None:
    """Only that something came is known, never what; a caption is not read."""
    came = read(
        {"update_id": 1, "message": message(**{kind: {}}, caption="kill", media_group_id="9")}
    )
    assert came == Incoming(1, 42, None, "media", "", 7, came.date if came else None, "es-MX", "9")


def test_a_forward_is_no_answer() -> None:
    """Words of somebody else are told from the person's own."""
    came = read({"update_id": 1, "message": message(text="yes", forward_origin={})})
    assert came is not None
    assert (came.said, came.refused) == (None, "forward")


def test_blocking_is_heard() -> None:
    """A person who shuts the bot out, and lets it in again."""
    for status, reachable in (("kicked", False), ("member", True)):
        body = {"chat": CHAT, "from": ANN, "date": 1, "new_chat_member": {"status": status}}
        came = read({"update_id": 1, "my_chat_member": body})
        assert came is not None
        assert came.reachable is reachable


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel", "sender", None])
def test_only_private_chats_come_through(kind: str | None) -> None:
    """Groups and channels are refused before anything is stored."""
    chat = {"id": -100, "type": kind}
    assert read({"update_id": 1, "message": message(text="hi") | {"chat": chat}}) is None
    assert read({"update_id": 1, "my_chat_member": {"chat": chat, "from": ANN}}) is None
    body = {"id": "q", "from": ANN, "data": "a.1.b", "message": message() | {"chat": chat}}
    assert read({"update_id": 1, "callback_query": body}) is None


@pytest.mark.parametrize("service", ["pinned_message", "write_access_allowed", "chat_shared"])
def test_service_messages_are_passed_over(service: str) -> None:
    """What Telegram itself puts into a chat is nothing that was said."""
    assert read({"update_id": 1, "message": message(**{service: {}})}) is None


def test_invisible_signs_are_taken_out() -> None:
    """Control characters and direction overrides go; joiners, emoji and Arabic stay."""
    assert clean("a\x00b\x07c\u202ed\u2066e") == "abcde"
    assert clean("👩‍👩‍👧 مرحبا \u200f\n\ttwo") == "👩‍👩‍👧 مرحبا \u200f\n two"
    assert clean("\ud800x") == "x"
    assert len(clean("x" * 10_000)) == LONGEST


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "chat", "from", "message", "text", "data", "date"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
kinds = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"])


@given(kinds, st.dictionaries(st.sampled_from([*message(), "text", "data", "id"]), junk))
def test_no_update_raises(kind: str, changes: dict[str, Any]) -> None:
    """Whatever stands where in an update, reading it ends in a value."""
    came = read({"update_id": 1, kind: {**message(text="hi"), **changes}})
    assert came is None or came.person == 42


@given(st.dictionaries(st.text(max_size=8), junk))
def test_what_is_no_update_is_nothing(update: dict[str, Any]) -> None:
    """An object of another shape is passed over."""
    assert read(update) is None
