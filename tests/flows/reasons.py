"""What the decision gives as its reasons, for every combination of the answers that it speaks of.

`python -m tests.flows.reasons` writes them to `reasons.txt`, below the step that comes first.
Review the difference.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from flows.engine import Engine
from flows.load import load_library
from flows.place.walk import speaker
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.words import Words

FILE = Path(__file__).parent / "reasons.txt"
FIT = ("yes", "not_really", None)
TALKED = ("not_yet", "hinted", "helped", "nothing", "unsafe")
CHANGES = ("better", "bit", "same", "worse")
# Used between sessions, what weighs, and what they miss.
AROUND = (
    ("often", ("none",), ("dread",)),
    ("nothing", ("none",), ("surface",)),
    ("hardly", ("sleep", "stress"), ("surface",)),
)


def answers() -> Iterator[dict[str, Held]]:
    """Go through the combinations."""
    fits = (
        dict(zip(("heard", "open", "challenged"), fit, strict=True))
        for fit in product(FIT, repeat=3)
    )
    for fit, change, (practice, weighs, signs) in product([*fits], CHANGES, AROUND):
        said: dict[str, Held] = {**fit, "safe": "yes", "flag": "none", "change": change}
        said |= {"weighs": weighs, "signs": signs}
        yield {**said, "sessions": "none", "kind": "between"}
        for sessions, talked in product(("few", "many", "more"), TALKED):
            used = practice if sessions != "few" else None
            yield {**said, "sessions": sessions, "talked": talked, "practice": used}


def opened(engine: Engine) -> Iterator[tuple[str, str]]:
    """Give the step that comes first, and how the decision's card opens, for each of them."""
    flow = engine.library.flows["checkup"]
    assert flow.advice
    facts, text = flow.advice.all_facts, flow.questions["decision"].text
    for said in answers():
        held: dict[str, Held] = {name: value for name, value in said.items() if value is not None}
        scope = Scope(
            known={"language": "en"},
            facts=facts,
            answers=held,
            spoken=lambda here, name: speaker(flow, None, here, name),
        )
        for paragraph in text.say(scope)[:-1]:
            yield str(scope.get("suggested")), engine.words.say(paragraph.says, "en")


def reasons(engine: Engine) -> str:
    """Write each distinct paragraph once, below its step."""
    found: dict[str, set[str]] = {}
    for step, paragraph in opened(engine):
        found.setdefault(step, set()).add(paragraph)
    return "\n".join(
        "\n".join((f"## {step}\n", *(f"{text}\n" for text in sorted(found[step]))))
        for step in sorted(found)
    )


if __name__ == "__main__":
    FILE.write_text(reasons(Engine(load_library(), Words())), "utf-8")
