"""How each card reads, whoever meets it: `openings.py` writes all of it into one file.

`reasons.py` writes those of the decision for every combination of what they speak of.
"""

import re

from flows.content.library import Library
from flows.engine import Engine
from tests.flows.openings import FILE, openings
from tests.flows.reasons import FILE as REASONS
from tests.flows.reasons import reasons
from tests.flows.walks import RARE, Met

ENDS = re.compile(r"[.?:]\"?$|\d$|\)$|findahelpline\.com$")


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


def test_every_text_stands_among_the_openings(library: Library) -> None:
    """Whoever changes how a card opens writes the file anew, and reads it."""
    read = FILE.read_text("utf-8")
    missing = [
        f"{phrase.where}: {part}"
        for name in ("checkup", "followup")
        for question in library.flows[name].questions.values()
        if not (question.aside or question.keep)
        for phrase in question.text.phrases()
        if f"{phrase.where}: {phrase.text}" not in RARE
        for part in re.split(r"\{\w+\}", phrase.text)
        if part.strip() not in read
    ]
    assert missing == []


def test_the_openings_are_those_that_were_read(met: Met, engine: Engine) -> None:
    """No card opens in a way that the file has not."""
    read = set(FILE.read_text("utf-8").split("\n\n"))
    assert [text for text in openings(met, engine).split("\n\n") if text not in read] == []


def test_the_reasons_are_those_that_were_read(engine: Engine) -> None:
    """Every combination of answers gives reasons that stand in the file, and none is left in it."""
    assert reasons(engine) == REASONS.read_text("utf-8"), "run python -m tests.flows.reasons"


def test_no_reason_is_given_twice() -> None:
    """What is said already is not said again in the next breath."""
    twice = []
    for text in REASONS.read_text("utf-8").split("\n\n"):
        parts = [part.strip(" .").lower() for part in re.split(r"[.;:](?: |$)", text.strip())]
        headed = text.startswith("## ")
        if len({*parts}) < len(parts) or not (headed or ENDS.search(text.strip())):
            twice.append(text)
    assert twice == []
