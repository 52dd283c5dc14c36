"""What is seen of a turn, put on a terminal: in panels on a screen, as plain lines in a pipe."""

from collections.abc import Iterator

from rich.box import ROUNDED, SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.flowtools.shown import Block, Button, Line, Seen
from bot.screen.keyboard import TICK

WIDEST = 76


def plain(seen: Seen) -> Iterator[str]:
    """Give what is seen as plain lines, the buttons numbered."""
    for message in seen.messages:
        yield f"{message.text()}\n"
    if seen.toast:
        yield f"({seen.toast})\n"
    for effect in seen.did:
        yield f"[{effect}]\n"
    if seen.card:
        yield f"{seen.card.text()}\n"
        yield from (f"  {number}  {_label(b)}" for number, b in enumerate(seen.card.every, 1))
        yield ""


def show(console: Console, seen: Seen) -> None:
    """Put what is seen on a screen."""
    width = min(WIDEST, console.width)
    for message in seen.messages:
        title = Text(message.title, "dim") if message.title else None
        lines = Group(*map(_line, message.lines))
        console.print(Panel(lines, box=SIMPLE, title=title, title_align="left", width=width))
    if seen.toast:
        console.print(Text(f"  {seen.toast}", "italic yellow"))
    for effect in seen.did:
        console.print(Text(f"  the bot does: {effect}", "dim"))
    if seen.card:
        console.print(_card(seen.card, width))


def _card(card: Block, width: int) -> Panel:
    parts: list[RenderableType] = []
    if card.mark:
        parts += [Text(f"{card.mark}  {card.bar}", "cyan"), Text("")]
    for line in card.lines:
        parts += [_line(line), Text("")]
    numbers = {button.id: number for number, button in enumerate(card.every, 1)}
    parts += [_button(numbers[b.id], b) for b in card.buttons]
    if card.foot:
        row = Text("  ").join(_button(numbers[b.id], b) for b in card.foot)
        parts += [Text(""), row]
    if card.help:
        parts.append(_button(numbers[card.help.id], card.help, "red"))
    title = Text(card.title, "bold") if card.title else None
    style = "green" if card.keep else "blue"
    return Panel(
        Group(*parts), box=ROUNDED, title=title, title_align="left", width=width, border_style=style
    )


def _line(line: Line) -> RenderableType:
    if not line.quote:
        return Text(line.words)
    bars = "\n".join(f"▎ {words}" for words in line.words.split("\n"))
    return Padding(Text(bars, "italic"), (0, 0, 0, 2))


def _button(number: int, button: Button, style: str = "") -> Text:
    wanted = style or ("bold green" if button.ticked else "")
    return Text.assemble((f"{number:>3} ", "bold cyan"), (_label(button), wanted))


def _label(button: Button) -> str:
    return (TICK if button.ticked else "") + button.label
