"""What must hold across a loaded library: names that exist, ways that lead on, texts that fit."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flows.checks.lookcheck import Names, look_problems, names_at, part_problems, reminder_problems
from flows.checks.tablecheck import table_problems
from flows.checks.together import together
from flows.content.advice import FactRule, Weeks
from flows.content.flow import Flow
from flows.content.kinds import UNTIL
from flows.content.library import Library
from flows.content.machine import Table
from flows.questions.base import OWN, Frozen, Question
from flows.values.source import Path_, Problem, Source
from flows.values.texts import Phrase, Text
from flows.values.when import Test, When

KNOWN = frozenset(
    {"language", "country", "quiet", "paused", "consent", "looks", "tried", "full_windows"}
    | {"talk_suggested", "worse_before", "operator", "days", "privacy_url", "crisis", "hour"}
    | {"ahead", "any_coming", "any_looks", "any_chart", "any_kept", "any_words"}
)
COMMANDS = "commands.yaml"
REMINDERS = "reminders.yaml"
LONGEST_CARD = 3_500  # UTF-16 units; Telegram's limit is 4,096, names and answers need the rest
MOST_BUTTONS = 9


def cross_check(library: Library, sources: Mapping[str, Source]) -> list[Problem]:
    """Return everything wrong between the parts of a library that are right by themselves."""
    found: list[Problem] = []
    for name, flow in library.flows.items():
        src = sources[name]
        for path, what in _flow_problems(flow, library):
            beside = src.beside.get(str(path[0])) if path else None
            found.append(beside.problem(path[1:], what) if beside else src.problem(path, what))
    for name, command in library.commands.items():
        for _, opened in command.open.cases:
            if opened not in library.flows:
                what = f"{name}: there is no flow {opened!r}; write one of {sorted(library.flows)}"
                found.append(sources[COMMANDS].problem(("commands", name, "open"), what))
    for path, what in (*reminder_problems(library), *_reminder_names(library)):
        found.append(sources[REMINDERS].problem(path, what))
    return found


Found = Iterator[tuple[Path_, str]]


def _flow_problems(flow: Flow, library: Library) -> Found:
    if not flow.order:
        yield ("steps",), "every question is aside; one must be on the way"
        return
    yield from _ways(flow)
    yield from _doings(flow, library)
    yield from look_problems(flow, library)
    yield from part_problems(flow)
    yield from _names(flow, library)
    for name, question in flow.questions.items():
        yield from _shape(flow, question, library, ("steps", question.step, "questions", name))
    if flow.otherwise and flow.otherwise not in library.flows:
        yield ("otherwise",), f"there is no flow {flow.otherwise!r}"
    if flow.advice:
        for path, what in table_problems(flow.advice, frozenset(flow.questions)):
            yield ("advice", *path), what


def _ways(flow: Flow) -> Found:
    """Check that every question can be come by, and that `next:` leads forwards."""
    place = {name: at for at, name in enumerate(flow.order)}
    sound = True
    for name, question in flow.questions.items():
        path: Path_ = ("steps", question.step, "questions", name)
        for outcome, dest in question.next.items():
            here = (*path, "next", outcome)
            if dest not in place or name not in place or place[dest] <= place[name]:
                sound = False
                yield here, f"{dest!r} is no later question on the way; `next` leads forwards"
            if outcome not in question.choices and outcome != "skipped":
                sound = False
                yield here, f"{outcome!r} is no outcome of {name}; write one of its choices"
        if question.other_words and question.other_words not in question.choices:
            here = (*path, "other_words")
            yield here, f"{question.other_words!r} is no choice of {name}; write one of them"
        for choice_id, choice in question.choices.items():
            visited = flow.questions.get(choice.visit or "")
            if choice.visit and not (visited and visited.aside):
                sound = False
                here = (*path, "choices", choice_id)
                yield here, f"visit: {choice.visit!r} is no question with `aside: yes` in this flow"
    if sound:
        for name in sorted(set(flow.questions) - Table(flow).reachable()):
            path = ("steps", flow.questions[name].step, "questions", name)
            yield path, f"{name} can't be reached; name it in a `next:` or `visit:`, or take it out"


def _doings(flow: Flow, library: Library) -> Found:
    """Check that what choices open, send and do exists."""
    for name, question in flow.questions.items():
        for choice_id, choice in question.choices.items():
            here = ("steps", question.step, "questions", name, "choices", choice_id)
            for key in ("open", "anew"):
                wanted = getattr(choice, key)
                if wanted and wanted not in library.flows:
                    yield here, f"{key}: there is no flow {wanted!r}"
            if choice.say and choice.say not in flow.messages:
                yield here, f"say: there is no message {choice.say!r} under `messages`"
            if choice_id == OWN:
                yield here, f"{OWN!r} stands for own words; choose another id"


def _shape(flow: Flow, question: Question, library: Library, path: Path_) -> Found:
    """Check that a question can be left, fits a screen and Telegram's limits."""
    kind = getattr(question, "ask", "")
    always = [c for c in question.choices.values() if c.when is None]
    if kind in ("choice", "several", "offer") and not question.choices:
        yield path, "it has no choices; add some"
    elif kind in ("choice", "offer", "several") and not always and not question.skip:
        yield path, "all its choices have a condition; a person could be left without any button"
    many = kind == "choice" and len(question.choices) > MOST_BUTTONS
    at_once = together(question, library.flows.values()) if many else ()
    if len(at_once) > MOST_BUTTONS:
        names = ", ".join(at_once)
        yield path, f"{len(at_once)} buttons at once ({names}); {MOST_BUTTONS} fit on a screen"
    if question.end and not any(c.leaves for c in question.choices.values()):
        yield path, "the flow ends here but no choice leads out; add `close: yes` to one"
    listed = flow.lasts and not (question.aside or question.end or question.unlisted)
    if listed and question.name is None:
        yield path, "`name` is missing; add it, or `unlisted: yes`"
    if _longest(question.text) > LONGEST_CARD:
        yield (*path, "text"), f"the text can grow over {LONGEST_CARD} characters; shorten it"


def _longest(text: Text) -> int:
    return sum(len(phrase.text.encode("utf-16-le")) // 2 for phrase in text.phrases())


def _names(flow: Flow, library: Library) -> Found:
    """Check every name in a condition or a text, and every answer a condition speaks of."""
    there = names_at(flow, library, KNOWN)
    for name in sorted(there.facts & set(flow.questions)):
        here: Path_ = ("steps", flow.questions[name].step, "questions", name)
        yield here, f"{name!r} is also a fact's name; rename the question"
    yield from _unknown(flow, there, ())


def _reminder_names(library: Library) -> Found:
    """Check the same in reminders: what they look at is a flow's, what they say is known anyhow."""
    outside = names_at(None, library, KNOWN)
    spoken = replace(outside, spoken=outside.spoken | {UNTIL})
    for name, kind in library.reminding.kinds.items():
        here: Path_ = ("kinds", name)
        of = library.flows.get(kind.of or "")
        yield from _unknown(kind.when, names_at(of, library, KNOWN), (*here, "when"))
        for key in ("text", "last"):
            yield from _unknown(getattr(kind, key), spoken, (*here, key))


def _unknown(whole: Any, there: Names, at: Path_) -> Found:
    """Find the names and answers, in a part of the library, that are not there."""
    for path, part in _parts(whole, at):
        if isinstance(part, When):
            for test in part.tests():
                if test.name not in there.tested:
                    yield path, f"there is no question or fact {test.name!r}"
                else:
                    yield from _values(there, test, path)
        elif isinstance(part, Phrase):
            for name in part.names:
                if name not in there.spoken:
                    yield path, f"{{{name}}} is no question or fact; see docs/writing-a-flow.md"


def _values(there: Names, test: Test, path: Path_) -> Found:
    question = there.questions.get(test.name)
    possible: tuple[str, ...] = there.values.get(test.name, test.values)
    if question is not None:
        listed = getattr(question, "ask", "") in ("choice", "several", "offer", "browse")
        cards = getattr(question, "cards", ())
        possible = (*question.choices, *cards, OWN) if listed else test.values
    for value in sorted(set(test.values) - set(possible)):
        allowed = sorted(set(possible) - {OWN})
        yield path, f"{test.name} has no answer {value!r}; write one of {allowed}"


def _parts(part: Any, path: Path_) -> Iterator[tuple[Path_, When | Phrase]]:
    """Go through all conditions and words of a flow, with the place each stands at."""
    if isinstance(part, When | Phrase):
        yield path, part
    for key, child in _children(part):
        yield from _parts(child, path if key is None else (*path, key))


def _children(part: Any) -> Iterator[tuple[str | int | None, Any]]:
    match part:
        case Text():
            yield from ((None, p) for item in part.every() for p in (item.when, item.phrase))
        case Weeks():
            yield from ((None, when) for when, _ in part.cases)
        case FactRule():
            yield None, part.when
        case Mapping():
            yield from part.items()
        case list() | tuple():
            yield from enumerate(part)
        case Frozen():
            yield from ((name, getattr(part, name)) for name in type(part).model_fields)
