"""How each card opens: every opening somebody met, in one file, so that all can be read.

`UPDATE_OPENINGS=1 pytest tests/flows/test_openings.py` writes the file; review the difference.
"""

import os
import re
from pathlib import Path

from flows.engine import Engine
from flows.talk import Card
from tests.flows.walks import Met, said_in

FILE = Path(__file__).parent / "openings.txt"
UPDATE = os.environ.get("UPDATE_OPENINGS") == "1"
WHOLE = ("plan", "list")  # pages of their own, to be read in the golden conversations
ENDS = re.compile(r"[.?:]\"?$|\d$|\)$|findahelpline\.com$")


def openings(met: Met, engine: Engine) -> str:
    """Write each distinct opening below its question, in the order of the flow."""
    flows = [engine.library.flows[name] for name in ("checkup", "followup")]
    found: dict[str, dict[tuple[str, ...], str]] = {
        f"{flow.flow} {question}": {} for flow in flows for question in flow.questions
    }
    for (name, question, _), card in sorted(met.cards.items(), key=lambda item: item[0]):
        here = f"{name} {question}"
        if here in found and question not in WHOLE:
            found[here].setdefault(places(card), opening(card, engine))
    parts = []
    for question, texts in found.items():
        parts.append(f"## {question}\n")
        parts += sorted(f"{text}\n" for text in set(texts.values()))
    return "\n".join(parts)


def places(card: Card) -> tuple[str, ...]:
    """Tell an opening by the texts it is made of, not by the names filled in."""
    paragraphs = card.paragraphs[:-1] or card.paragraphs
    return tuple(place for p in paragraphs for place in list(said_in(p.says))[:2])


def opening(card: Card, engine: Engine) -> str:
    """Return all of a card but its last paragraph, which is the question itself."""
    paragraphs = card.paragraphs[:-1] or card.paragraphs
    return "\n".join(engine.words.say(p.says, "en") for p in paragraphs)


def test_every_card_composes(met: Met, engine: Engine) -> None:
    """Nothing is left unfilled or empty, no double space, and a sentence ends as one."""
    odd = []
    for (flow, question, _), card in met.cards.items():
        for paragraph in card.paragraphs:
            text = engine.words.say(paragraph.says, "en")
            ends = (
                paragraph.quote
                or ENDS.search(text)
                or question == "marked"
                or card.flow == "history"
            )
            whole = text.strip() == text and text and "  " not in text and "{" not in text
            if not (ends and whole and ".." not in text.replace("...", "")):
                odd.append((flow, question, text))
    assert odd == []


def test_every_recap_and_message_composes(met: Met) -> None:
    """The same for what stands beside the cards."""
    assert [t for t in met.others if "  " in t or "{" in t or not t.strip()] == []


def test_the_openings_are_those_that_were_read(met: Met, engine: Engine) -> None:
    """Whoever changes how a card opens reads the file again."""
    now = openings(met, engine)
    if UPDATE:
        FILE.write_text(now, "utf-8")
    assert now == FILE.read_text("utf-8")
