"""How each card reads: every opening somebody met, in one file, so that all can be read.

`python -m tests.flows.openings` walks many times, chooses the few walks that meet all that any of
them meets, for other tests to use, and writes `openings.txt`, what those meet first. Review the
difference. It takes some minutes.
"""

from pathlib import Path

from flows.engine import Engine
from flows.load import load_library
from flows.values.talk import Card
from flows.values.words import Words
from tests.flows.walks import WALKED, Met, all_met, few_of, said_in

FILE = Path(__file__).parent / "openings.txt"
MANY = 1_500
WHOLE = ("plan", "list")  # pages of their own, to be read in the golden conversations


def openings(met: Met, engine: Engine) -> str:
    """Write each distinct opening below its question, then what it asks, in the flow's order."""
    flows = [engine.library.flows[name] for name in ("checkup", "followup")]
    found: dict[str, dict[tuple[str, ...], str]] = {
        f"{flow.flow} {question}": {} for flow in flows for question in flow.questions
    }
    asked: dict[str, set[str]] = {}
    for (name, question, _), card in met.cards.items():
        here = f"{name} {question}"
        if here in found and question not in WHOLE:
            found[here].setdefault(places(card), opening(card, engine))
            asked.setdefault(here, set()).add(engine.words.say(card.paragraphs[-1].says, "en"))
    parts = []
    for question, texts in found.items():
        parts.append(f"## {question}\n")
        parts += sorted(f"{text}\n" for text in set(texts.values()) if text)
        parts += [f"> {text}\n" for text in sorted(asked.get(question, ()))]
    return "\n".join(parts)


def places(card: Card) -> tuple[str, ...]:
    """Tell an opening by the texts it is made of, not by the names filled in."""
    paragraphs = card.paragraphs[:-1] or card.paragraphs
    return tuple(place for p in paragraphs for place in list(said_in(p.says))[:2])


def opening(card: Card, engine: Engine) -> str:
    """Return all of a card but its last paragraph, which is the question itself."""
    paragraphs = card.paragraphs[:-1]
    return "\n".join(engine.words.say(p.says, "en") for p in paragraphs)


def write() -> None:
    """Write the openings, and the walks that are chosen."""
    engine = Engine(load_library(), Words())
    met = {number: all_met(engine, [number]) for number in range(MANY)}
    few = few_of(met)
    WALKED.write_text(" ".join(map(str, few)) + "\n", "utf-8")
    found = Met()
    for number in (*few, *sorted(met.keys() - set(few))):
        found.join(met[number])
    FILE.write_text(openings(found, engine), "utf-8")


if __name__ == "__main__":
    write()
