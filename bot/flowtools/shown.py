"""A turn in plain words: what a person would see of it, in their language."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.screen.screen import EMPTY, FULL
from flows.engine import Engine
from flows.taking.reminded import MARK
from flows.values.talk import ENDINGS, Card, Message, Option, Paragraph, Recap, Turn, Value


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in words."""

    words: str
    quote: bool = False

    def __str__(self) -> str:
        if not self.quote:
            return self.words
        return "\n".join(f"> {line}" for line in self.words.split("\n"))


@dataclass(frozen=True, slots=True)
class Button:
    """A button in words, and the choice it stands for."""

    id: str
    label: str
    ticked: bool = False

    def named(self, name: str) -> bool:
        """Tell whether `#id`, with or without its sign, or a label names this button."""
        if not name.startswith("#"):
            return self.label == name
        bare = self.id[1:] if self.id[0] in "+-!?*@#<>" else self.id
        if self.id.startswith(MARK):  # a reminder's: its answer, without its name
            bare = self.id[1:].partition(".")[0]
        return name[1:] in (self.id, bare)


@dataclass(frozen=True, slots=True)
class Block:
    """A message in words; `mark` is empty unless it is a card that has one, as `2 of 6`."""

    lines: tuple[Line, ...]
    title: str = ""
    mark: str = ""
    at: tuple[int, int] | None = None
    buttons: tuple[Button, ...] = ()
    foot: tuple[Button, ...] = ()
    help: Button | None = None
    keep: str | None = None

    @property
    def bar(self) -> str:
        """The mark as a bar."""
        return FULL * self.at[0] + EMPTY * (self.at[1] - self.at[0]) if self.at else ""

    @property
    def every(self) -> tuple[Button, ...]:
        """All buttons, in the order they stand on the screen."""
        return (*self.buttons, *self.foot, *((self.help,) if self.help else ()))

    def text(self) -> str:
        """Return the words without the buttons, a blank line between paragraphs."""
        head = "\n".join(part for part in (self.title, f"{self.mark}  {self.bar}".strip()) if part)
        return "\n\n".join(part for part in (head, *map(str, self.lines)) if part)

    def pieces(self) -> Iterator[str]:
        """Go through everything in it that can be read."""
        yield from (self.title, self.mark, *(line.words for line in self.lines))
        yield from (button.label for button in self.every)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a person sees of one turn; `did` names what the bot does besides."""

    card: Block | None
    messages: tuple[Block, ...] = ()
    toast: str = ""
    did: tuple[str, ...] = ()

    def pieces(self) -> list[str]:
        """List everything that can be read, each once."""
        blocks = (*self.messages, *((self.card,) if self.card else ()))
        found = [self.toast, *(piece for block in blocks for piece in block.pieces())]
        return [piece for piece in dict.fromkeys(found) if piece]


def seen(engine: Engine, turn: Turn, language: str) -> Seen:
    """Put a turn into words."""
    did = tuple(effect.name for effect in turn.effects)
    messages = [_recap(engine, recap, language) for recap in turn.recaps]
    messages += [Block(_lines(engine, say.paragraphs, language)) for say in turn.says]
    toast = engine.words.say(turn.toast, language) if turn.toast else ""
    gone = next((ENDINGS[name] for name in did if name in ENDINGS), None)
    if gone is None:
        card = block(engine, turn.card, language) if turn.card else None
        return Seen(card, tuple(messages), toast, did)
    if not turn.says:
        messages.append(Block((Line(engine.words.say(engine.notice(gone), language)),)))
    return Seen(None, tuple(messages), toast, did)


def block(engine: Engine, card: Card, language: str) -> Block:
    """Put a card into words."""
    buttons = [_button(engine, option, language) for option in card.options]
    foot = [_button(engine, option, language) for option in card.foot]
    mark = engine.notice("step_mark", n=card.mark[0], of=card.mark[1]) if card.mark else None
    return Block(
        lines=_lines(engine, card.paragraphs, language),
        title=_said(engine, card.title, language),
        mark=_said(engine, mark, language),
        at=card.mark,
        buttons=tuple(buttons),
        foot=tuple(foot),
        help=_button(engine, card.help, language) if card.help else None,
        keep=card.keep,
    )


def _recap(engine: Engine, recap: Recap, language: str) -> Block:
    lines = _lines(engine, recap.paragraphs, language)
    return Block(lines, title=_said(engine, recap.title, language))


def _lines(engine: Engine, paragraphs: tuple[Paragraph, ...], language: str) -> tuple[Line, ...]:
    return tuple(Line(_said(engine, p.says, language), p.quote) for p in paragraphs)


def _button(engine: Engine, option: Option, language: str) -> Button:
    return Button(option.id, _said(engine, option.label, language), bool(option.ticked))


def _said(engine: Engine, value: Value | Message | None, language: str) -> str:
    return "" if value is None else engine.words.say(value, language)
