"""From a plan as shown to the parts of its page."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bot.paper.sheets import Line, Said
from flows.values.talk import Paragraph, Value

LONGEST_LEAD: Final = 60
_ENDS: Final = frozenset(".!?؟。…")


def plan_parts(paragraphs: Iterable[Paragraph], say: Callable[[Value], str]) -> tuple[Said, ...]:
    """Return a part for each paragraph; a quote stands with the words that announce it.

    `say` renders a value in the person's language. A part's `id` is the one that the library
    names; several may share it. The first words up to a colon are set in bold. What the library
    puts into no part is set as a last line.
    """
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if paragraph.quote and groups and _announces(groups[-1], paragraph, say):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return tuple(_part(group, say) for group in groups)


def _part(group: Sequence[Paragraph], say: Callable[[Value], str]) -> Said:
    first = group[0]
    if not first.part and not first.quote and len(group) == 1:
        return Said("", (Line(say(first.says), style="last"),))
    return Said(first.part, tuple(_line(paragraph, say) for paragraph in group))


def _announces(group: list[Paragraph], quote: Paragraph, say: Callable[[Value], str]) -> bool:
    alone = len(group) == 1 and not group[0].quote and group[0].part == quote.part
    return alone and say(group[0].says).rstrip().endswith(":")


def _line(paragraph: Paragraph, say: Callable[[Value], str]) -> Line:
    text = say(paragraph.says)
    if paragraph.quote:
        return Line(text, style="quote")
    before, colon, after = text.partition(":")
    apart = colon and not after[:1].strip()
    if apart and len(before) <= LONGEST_LEAD and not _ENDS & set(before):
        return Line(after.strip(), lead=before + colon)
    return Line(text)
