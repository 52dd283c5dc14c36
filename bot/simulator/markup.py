"""Keyboards: what may stand in a reply_markup.

Telegram drops a button without words and cuts a row that is too long, both silently; here they are
refused, because a bot that sends them has made a mistake.
"""

from typing import Any

import orjson

from bot.simulator.errors import Json, bad_request
from bot.simulator.text import link

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA_BYTES = 64
MAX_PLACEHOLDER = 64
STYLES = ("primary", "success", "danger")
KINDS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
NOT_A_BUTTON = (
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
)


def read(value: Any) -> Json | None:
    """Return a checked reply_markup of any of the four kinds, or None."""
    if value in (None, "", {}):
        return None
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    if "keyboard" in value:
        return _reply(value)
    if value.get("remove_keyboard") or value.get("force_reply"):
        return value
    return None


def read_inline(value: Any) -> Json | None:
    """Return a checked inline keyboard, the only kind that an edit takes."""
    markup = read(value)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def labels(markup: Json) -> list[str]:
    """Return the labels of a reply keyboard."""
    return [_text(button) for row in markup["keyboard"] for button in row]


def _inline(rows: Any) -> Json | None:
    checked = [[_button(button) for button in row] for row in _rows(rows)]
    return {"inline_keyboard": checked} if checked else None


def _reply(value: Json) -> Json:
    rows = _rows(value["keyboard"])
    if not rows:
        raise bad_request("reply markup is empty")
    if any(not _text(button) for row in rows for button in row):
        raise bad_request("keyboard button text must be non-empty")
    if len(str(value.get("input_field_placeholder") or "")) > MAX_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
    return value


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: expected an Array of Arrays of buttons")
    full = [row for row in rows if row]
    if sum(len(row) for row in full) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in full):
        raise bad_request("reply markup is too long")
    return full


def _button(button: Any) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in (None, *STYLES):
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    kinds = [kind for kind in KINDS if kind in button]
    if not kinds:
        raise bad_request(NOT_A_BUTTON)
    if "callback_data" in button:
        _data(button["callback_data"])
    elif "url" in button and link(str(button["url"])) is None:
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    return button


def _data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _text(button: Any) -> str:
    text = button.get("text", "") if isinstance(button, dict) else button
    return text.strip() if isinstance(text, str) else ""
