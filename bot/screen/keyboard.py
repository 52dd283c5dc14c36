"""A card's buttons: how many stand in a row, and what each carries."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bot.screen.callback import encode
from flows.values.talk import Card, Option, Value

Keyboard = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of buttons, each (label, data)."""

ROOM: Final = {2: 16, 3: 9, 4: 6, 6: 3, 8: 2}
"""How many letters of a label a phone shows where so many stand in a row; at most eight do."""

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
    fitting = [columns for columns, room in ROOM.items() if longest <= room]
    return min(card.columns or 2, max(fitting, default=1))


def _rows(
    buttons: Sequence[tuple[str, str]], columns: int
) -> Iterable[tuple[tuple[str, str], ...]]:
    return (tuple(buttons[at : at + columns]) for at in range(0, len(buttons), columns))
