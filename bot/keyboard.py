"""A card's buttons: how many stand in a row, and what each carries."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bot.callback import encode
from flows.talk import Card, Option, Value

Keyboard = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of buttons, each (label, data)."""

SHORT: Final = 16
"""The longest label of which two fit beside each other."""

TINY: Final = 8
MOST: Final = 8
"""Buttons in one row, at most."""

TICK: Final = "✓ "


def keyboard(card: Card, tag: str, turn: int, say: Callable[[Value], str]) -> Keyboard:
    """Lay out a card's buttons: the options, the foot in one row, help in a row of its own."""

    def button(option: Option) -> tuple[str, str]:
        label = (TICK if option.ticked else "") + say(option.label)
        return label, encode(tag, turn, option.id)

    columns = _columns(card, [say(option.label) for option in card.options])
    rows = list(_rows([button(option) for option in card.options], columns))
    rows += [tuple(button(option) for option in card.foot)] if card.foot else []
    rows += [(button(card.help),)] if card.help else []
    return tuple(rows)


def markup(rows: Keyboard) -> dict[str, object]:
    """Write a keyboard as Telegram's reply_markup."""
    return {
        "inline_keyboard": [
            [{"text": text, "callback_data": data} for text, data in row] for row in rows
        ]
    }


def _columns(card: Card, labels: Sequence[str]) -> int:
    longest = max(map(len, labels), default=0)
    if longest > SHORT:
        return 1
    wish = card.columns or 2
    return min(wish, MOST) if longest <= TINY else min(wish, 2)


def _rows(
    buttons: Sequence[tuple[str, str]], columns: int
) -> Iterable[tuple[tuple[str, str], ...]]:
    return (tuple(buttons[at : at + columns]) for at in range(0, len(buttons), columns))
