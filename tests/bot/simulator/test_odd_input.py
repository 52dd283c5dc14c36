"""Whatever comes in, an answer of Telegram's kind goes out."""

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator import Clock, Refused, Simulator
from bot.simulator.html import parse
from bot.simulator.methods import METHODS, call
from bot.simulator.parameters import Parameters
from bot.simulator.rendering import rendered
from bot.simulator.text import finished, units
from tests.bot.simulator.conftest import ANN, NOON, TOKEN

PIECES = st.sampled_from(
    ["<", ">", "</", "b", "i", "a", " ", "=", '"', "&", "&lt;", "pre", "code", "😀", "я", "</b>",
     "<b>", "<i>", "</i>", "<a href='x.y'>", "</a>", "<code>", "</code>", "/go", "\n", "</>"]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=30).map("".join)
NAMES = (
    "chat_id", "text", "message_id", "reply_markup", "caption", "photo", "document", "media",
    "message_ids", "reply_parameters", "entities", "parse_mode", "commands", "scope",
    "language_code", "callback_query_id", "menu_button", "allowed_updates", "offset", "limit",
    "action", "link_preview_options", "name", "description", "file_id", "secret_token",
)  # fmt: skip
LEAVES = st.sampled_from(
    [None, True, 0, 1, 2, ANN, -1, 1.5, "", "1", "x", "HTML", "<b>", "{", "[]", "attach://x", "²"]
)
KEYS = st.sampled_from(
    ["type", "media", "message_id", "inline_keyboard", "keyboard", "text", "callback_data", "url",
     "command", "description", "offset", "length", "caption", "style", "chat_id"]
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)
WISHES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)


@given(SOURCES)
def test_any_html_is_parsed_or_refused(source: str) -> None:
    """Entities never leave the text, and what is shown is nested properly."""
    try:
        text, entities = finished(*parse(source))
    except Refused as refused:
        said = refused.description
        text, entities = "", []
    else:
        said = ""
    assert not said or said.startswith("Bad Request: can't parse entities: ")
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(text)
    html = rendered(text, entities)
    again, _ = parse(html.replace("<span", "<tg-spoiler").replace("</span", "</tg-spoiler"))
    assert again == text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(METHODS)), WISHES)
def test_any_parameters_get_an_answer(method: str, wishes: dict[str, Any]) -> None:
    """Never an exception: 200 or a refusal with a sentence."""

    async def ask() -> tuple[int, int]:
        simulator = Simulator(TOKEN, Clock(real=lambda: NOON))
        simulator.people.add(ANN, "Ann")
        simulator.people.say(ANN, "/start")
        known = {"chat_id": ANN, "message_id": 1, "text": "a", **wishes}
        first = await call(simulator, method, Parameters(wishes | {"timeout": 0}))
        second = await call(simulator, method, Parameters(known | {"timeout": 0}))
        await simulator.close()
        return first.status, second.status

    assert set(asyncio.run(ask())) <= {200, 400, 403, 404, 409}
