"""The words of the library: short, plain, our own, and no number without a source."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import textstat

from flows.content.library import Library
from flows.engine import Engine
from flows.questions.base import Question
from flows.values.talk import Card
from flows.values.texts import Phrase, Text
from flows.values.words import Words
from tests.flows.person import Person
from tests.flows.walks import Met, said_in

HIGHEST_GRADE = 6.0
HARDEST_PARAGRAPH = 8.5  # of a text that is easy as a whole; few words are measured coarsely
LONGEST_LABEL = 24
FORBIDDEN = re.compile(r"\b(just|should|journey)\b", re.IGNORECASE)
NAME = re.compile(r"\{\w+\}")
# Names are read as names, however long.
NAMES = re.compile(
    r"Cognitive behavioral therapy|Eye movement desensitization and reprocessing"
    r"|Dialectical behavior therapy|Psychodynamic|psychodynamic|EMDR|European Union"
)
# What this is about has no shorter words.
TOPIC = re.compile(r"\btherap(?:y|ist|ists)\b|\bemergency\b|PTSD", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Z\"].*[.?]\"?", re.DOTALL)
TELLING = {
    "en": re.compile("therap|psych|check-up|session|crisis|safe|danger|your plan|feel|mood|help"),
    "es": re.compile(
        "terap|psic|revisi|chequeo|sesi|crisis|salvo|segur|peligro|tu plan|sient|ayud"
    ),
}
"""What would tell others what this is about. A language that is added has its own."""
# Paragraphs of the cards that may have more than two; without a question, of any in that flow.
MORE = {"help_now": 4, "welcome": 3, "history": 100, "checkup.how_long": 3, "checkup.marked": 5}
MORE |= {"checkup.decision": 3, "followup.decision": 3, "followup.seen": 5}
MORE |= {"checkup.plan": 100, "followup.plan": 100}
RUN = 7
COPIED = frozenset((Path(__file__).parent / "kept" / "source_runs.txt").read_text().split())

# Every number a person may see, and what it rests on.
RANGES = "bounds of the answers to how many sessions (the table's 1-3, 4-8, 9-20, more than 20)"
NUMBERS = {
    **dict.fromkeys(("1", "3", "4", "8", "9", "20", "1–3", "4–8", "9–20"), RANGES),  # noqa: RUF001
    "13": "half improved by 13-18 sessions, Hansen 2002, doi 10.1093/clipsy.9.3.329",
    "18": "as 13; and the age for whom this is made",
    "7": "72.6 % not honest about the therapy itself, Blanchard & Farber 2016",
    "10": "as 7: in 10",
    "12": "no window is longer than 12 weeks",
    "6": "breathing out, to a count of six",
    "5": "five things to see; five days of the same bedtime",
    "48": "hours that Telegram lets a bot delete what was written",
    "112": "emergency number in the European Union",
    "14": "an hour, as an example of typing one",
    "35": "minutes, as an example of typing them",
    "0": "the lowest of 0 to 10, our own question how therapy is going",
    **dict.fromkeys(("16", "00"), "an hour of the day"),
    "24": "a day of May, as an example of typing one",
}


def own(phrase: Phrase) -> bool:
    """Tell whether a phrase is said by the bot; the others are what people may type."""
    typed = (".also", ".typed")
    return not (phrase.where.endswith(typed) or phrase.where.startswith("notices.typed."))


def texts(library: Library) -> Iterator[tuple[str, str]]:
    """Go through all the bot says, with its place."""
    for phrase in library.phrases():
        if own(phrase):
            yield from ((phrase.where, text) for text in (phrase.text, phrase.other) if text)


def grade(*paragraphs: str) -> float:
    """Return the school grade that reads this; what ends a line ends a sentence."""
    plain = (NAMES.sub("it", NAME.sub("this", p)).rstrip(".:?") for p in paragraphs)
    return float(textstat.flesch_kincaid_grade(". ".join(plain) + "."))


def test_each_card_as_shown_reads_easily(met: Met, engine: Engine) -> None:
    """All paragraphs of a card together, as somebody met them."""
    said = {key: sentences(card, engine) for key, card in met.cards.items()}
    hard = {key: grade(*paragraphs) for key, paragraphs in said.items() if paragraphs}
    assert {key: g for key, g in hard.items() if g > HIGHEST_GRADE} == {}


def sentences(card: Card, engine: Engine) -> list[str]:
    """Return a card's paragraphs without the help lines in it, which are numbers and names."""
    lines = "notices.notices.lines_"
    kept = [p for p in card.paragraphs if not any(w.startswith(lines) for w in said_in(p.says))]
    return [engine.words.say(p.says, "en") for p in kept]


def test_a_card_has_two_paragraphs_at_most(met: Met) -> None:
    """But lines, quotes, and the few cards that docs/adr/0046 names with their reason."""
    long = {}
    for (flow, question, _), card in met.cards.items():
        said = [p for p in card.paragraphs if not (p.lines or p.quote)]
        if len(said) > MORE.get(f"{flow}.{question}", MORE.get(flow, 2)):
            long[f"{flow}.{question}"] = len(said)
    assert long == {}


def written(library: Library) -> Iterator[tuple[str, list[str]]]:
    """Go through each text of the library with all its variants."""
    for name, flow in library.flows.items():
        whole: dict[str, Text] = {f"message {m}": text for m, text in flow.messages.items()}
        whole |= {f"recap {s}": step.recap for s, step in flow.steps.items() if step.recap}
        whole |= {q.id: q.text for q in flow.questions.values()}
        for question in flow.questions.values():
            whole |= cards_of(question)
        for place, text in whole.items():
            yield f"{name} {place}", [p.text for p in text.phrases()]
    yield "the menu", [command.description.text for command in library.commands.values()]
    for name, kind in library.reminding.kinds.items():
        for text in filter(None, (kind.text, kind.last)):
            yield f"reminder {name}", [p.text for p in text.phrases()]


def cards_of(question: Question) -> dict[str, Text]:
    """Return the long and short texts of the cards shown in a question."""
    found = getattr(question, "cards", {})
    return {f"{n} {key}": getattr(c, key) for n, c in found.items() for key in ("short", "long")}


def test_each_text_with_all_its_variants_reads_easily(library: Library) -> None:
    """Also what few people meet."""
    hard = {where: grade(*said) for where, said in written(library) if said}
    labels = {where for where in hard if "recap fit" in where}  # a list of three labels
    assert {w: g for w, g in hard.items() if g > HIGHEST_GRADE and w not in labels} == {}


def test_each_notice_reads_easily(library: Library) -> None:
    """Sentences only; a label has no grade, and a line of help is a number and a name."""
    sentences = {
        name: phrase.text
        for name, phrase in library.notices.items()
        if len(phrase.text.split()) > 5 and not name.startswith("lines_")
    }
    hard = {name: grade(text) for name, text in sentences.items()}
    assert {name: g for name, g in hard.items() if g > HIGHEST_GRADE} == {}


def test_no_paragraph_is_hard_by_itself(library: Library) -> None:
    """An easy text has no hard paragraph in it; the words of the topic are read as names."""
    said = {part for _, text in texts(library) for part in text.split("\n\n")}
    plain = {part: TOPIC.sub("it", NAMES.sub("it", part)) for part in said}
    graded = {part: grade(text) for part, text in plain.items() if SENTENCE.fullmatch(part)}
    assert len(graded) > 500
    assert {part: g for part, g in graded.items() if g > HARDEST_PARAGRAPH} == {}


@pytest.mark.parametrize("language", Words().languages)
def test_nothing_is_given_away_on_a_lock_screen(engine: Engine, language: str) -> None:
    """Nothing of therapy, feelings or plans stands in a reminder; a phone may show it all."""
    said = [
        (name, engine.words.say(phrase.plain(until="a day"), language).lower())
        for name, kind in engine.library.reminding.kinds.items()
        for text in filter(None, (kind.text, kind.last))
        for phrase in text.phrases()
    ]
    assert [(name, words) for name, words in said if TELLING[language].search(words)] == []
    assert len(said) > len(engine.library.reminding.kinds)


def test_no_exclamation_marks(library: Library) -> None:
    """Nobody is shouted at."""
    assert [(where, text) for where, text in texts(library) if "!" in text] == []


def test_no_words_that_press_or_promise(library: Library) -> None:
    """Neither just nor should, and no journey."""
    assert [(where, text) for where, text in texts(library) if FORBIDDEN.search(text)] == []


def runs(text: str) -> set[str]:
    """Return each run of seven words of a text, as a short mark of it."""
    words = re.findall(r"[a-z0-9']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    found = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return {sha256(run.encode()).hexdigest()[:12] for run in found}


def test_no_sentence_is_taken_from_the_article(library: Library) -> None:
    """No seven words in a row are the same."""
    assert len(COPIED) > 600
    assert [(where, text) for where, text in texts(library) if runs(text) & COPIED] == []


def test_every_number_has_a_source(library: Library) -> None:
    """A number that stands nowhere in the list needs a source before it is shown."""
    numbers = re.compile(r"\d+(?:[.,–]\d+)*")  # noqa: RUF001  (as on the buttons)
    found = {n: where for where, text in texts(library) for n in numbers.findall(text)}
    assert {n: where for n, where in found.items() if n not in NUMBERS} == {}


def test_labels_fit_a_button(library: Library) -> None:
    """24 characters, as wide as one column shows them; a number may take the place of a name."""
    long = {
        f"{flow.flow}.{question.id}.{name}": choice.text.text
        for flow in library.flows.values()
        for question in flow.questions.values()
        if question.ask != "offer"
        for name, choice in question.choices.items()
        if len(NAME.sub("12", choice.text.text)) > LONGEST_LABEL
    }
    assert long == {}


def test_labels_fit_a_button_in_every_language(engine: Engine, met: Met) -> None:
    """A translation has half as much room again; beyond that a phone cuts it off."""
    long = {
        (language, text)
        for card in met.cards.values()
        for option in card.options
        for language in engine.words.languages
        if option.id[:1] not in ("#", "@")
        if len(text := engine.words.say(option.label, language)) > LONGEST_LABEL * 1.5
    }
    assert long == set()


@pytest.mark.parametrize("quiet", [None, "yes"])
def test_the_main_path_is_25_taps_at_most(engine: Engine, quiet: str | None) -> None:
    """From /start to the plan, with two signs and two things that weigh."""
    person = Person(engine, quiet=quiet, days=400).sends("start")
    for taps in (
        ("#begin", "#yes"),
        ("#many", "#same", "#no_progress", "#same", "#!done", "#none"),
        ("#hinted", "#tools"),
        ("#stay", "#yes", "#mostly", "#not_really"),
        ("#sometimes", "#stress", "#sleep", "#!done", "#bedtime"),
        ("#change", "#weekly", "#take"),
    ):
        person.taps(*taps)
    while person.card.question not in ("plan", "show_plan"):
        person.taps("Skip")  # the next session, and the hour where they are: only for reminders
    if quiet:
        person.taps("#show")
    assert person.card.question == "plan"
    assert person.taps_made <= 25
