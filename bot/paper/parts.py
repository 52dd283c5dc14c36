"""From a plan's card, as shown, to the parts of its page."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from bot.paper.sheets import Line, Said
from flows.talk import Card, Message, Paragraph, Value

LONGEST_LEAD: Final = 60
_ENDS: Final = frozenset(".!?؟。…")


def plan_parts(card: Card, say: Callable[[Value], str]) -> tuple[Said, ...]:
    """Return a part for each paragraph; a quote stands with the words that announce it.

    `say` renders a value in the person's language. A part's `id` is made of the library's English,
    so it is the same in every language and wherever the part stands; own words without an
    announcement are `own`, `own~2` and so on. The first words up to a colon are set in bold, and
    the last paragraph is set as the last line.
    """
    groups: list[list[Paragraph]] = []
    for paragraph in card.paragraphs:
        if paragraph.quote and groups and _announces(groups[-1], say):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    parts: list[Said] = []
    for group in groups:
        lines = tuple(_line(paragraph, say) for paragraph in group)
        parts.append(Said(_id(group[0], parts), lines))
    if parts and parts[-1].lines[-1].style == "plain":
        text = say(groups[-1][0].says)
        parts[-1] = Said(parts[-1].id, (Line(text, style="last"),))
    return tuple(parts)


def _announces(group: list[Paragraph], say: Callable[[Value], str]) -> bool:
    return len(group) == 1 and not group[0].quote and say(group[0].says).rstrip().endswith(":")


def _line(paragraph: Paragraph, say: Callable[[Value], str]) -> Line:
    text = say(paragraph.says)
    if paragraph.quote:
        return Line(text, style="quote")
    before, colon, after = text.partition(":")
    apart = colon and not after[:1].strip()
    if apart and len(before) <= LONGEST_LEAD and not _ENDS & set(before):
        return Line(after.strip(), lead=before + colon)
    return Line(text)


def _id(paragraph: Paragraph, before: Sequence[Said]) -> str:
    name = "own"
    if isinstance(paragraph.says, Message):
        name = sha256(paragraph.says.text.encode()).hexdigest()[:8]
    same = sum(part.id.partition("~")[0] == name for part in before)
    return f"{name}~{same + 1}" if same else name
