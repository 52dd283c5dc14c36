"""Every combination of answers and history that the decision table can tell apart."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product
from types import MappingProxyType

from flows.content.advice import Advice
from flows.values.scope import Scope
from flows.values.session import Held
from tests.flows.oracle import Case

Said = Mapping[str, Held]
Changed = tuple[Case, Mapping[str, object]]
"""A case and what is otherwise in it: to put them together takes longer than to pass them over."""

DAY = date(2026, 3, 2)
FIT = ("heard", "open", "challenged")
SESSIONS = ("few", "some", "many", "more")
CHANGES = ("better", "bit", "same", "worse")
TALKED = ("not_yet", "hinted", "helped", "nothing", "unsafe")
# Nothing, too much around it, hardly used, nothing to use.
AROUND = ((False, "often"), (True, "often"), (False, "hardly"), (False, "nothing"))
TRIED = ("say_hopes", "talk", "load", "approach")
HISTORIES = tuple(
    (full, talks, frozenset(name for name, done in zip(TRIED, each, strict=True) if done))
    for full, talks, *each in product((0, 1, 2), (0, 1, 2), *((False, True),) * 4)
)


def with_therapist() -> Iterator[Changed]:
    """Go through the answers of people who have a therapist, each with every history."""
    answers = product(SESSIONS, CHANGES, TALKED, range(4), AROUND, (False, True))
    for sessions, change, talked, low, (load, practice), asked in answers:
        case = Case(sessions, change, talked, low, load, practice, asked)
        for full, talks, tried in HISTORIES:
            history = {"full": full, "talks": talks, "tried": tried}
            yield case, history
            if change == "worse":
                yield case, {**history, "worse_before": True}


def first_things() -> Iterator[Changed]:
    """Go through what comes before therapy: safety, home, a line, nobody to talk to."""
    safety = product(
        ("yes", "no", "unsure", "went_on"),
        ("yes", "unsafe", "went_on"),
        ("none", "crossed", "rather_not"),
    )
    for (safe, home, line), change, low in product(safety, CHANGES, range(4)):
        case = Case(change=change, low=low, safe=safe, home=home, line=line)
        yield case, {"sessions": "none", "talked": None, "practice": None}
        for sessions, talked in product(SESSIONS, TALKED):
            for full, talks, tried in HISTORIES[::12]:
                history = {"full": full, "talks": talks, "tried": tried}
                yield case, {"sessions": sessions, "talked": talked, **history}


def courses() -> Iterator[Changed]:
    """Go through the kinds of therapy that change a window."""
    kinds = ((True, False), (False, True))
    answers = product(SESSIONS, CHANGES, TALKED, range(4), (False, True), kinds, (0, 1))
    for sessions, change, talked, low, asked, (course, longer), full in answers:
        case = Case(sessions, change, talked, low, asked=asked, course=course, longer=longer)
        yield case, {"full": full}


def scope_of(case: Case, advice: Advice, otherwise: Said = MappingProxyType({})) -> Scope:
    """Put a case into the answers that the flow would hold, some of them said `otherwise`."""
    known: Mapping[str, Held] = {
        "full_windows": case.full,
        "talk_suggested": case.talks,
        "worse_before": "yes" if case.worse_before else None,
        "tried": tuple(case.tried),
    }
    answers: dict[str, Held] = {"sessions": case.sessions, "change": case.change}
    for at, name in enumerate(FIT):
        answers[name] = ("no" if at % 2 else "not_really") if at < case.low else "mostly"
    answers["weighs"] = ("sleep", "stress") if case.load else ("none",)
    answers["talked"], answers["practice"] = case.talked, case.practice
    answers["signs"] = ("direction",) if case.asked else ("dread",)
    answers["having"] = "cbt" if case.course else "dbt" if case.longer else None
    answers |= {**_first_answers(case), **otherwise}
    return Scope(known=known, facts=advice.all_facts, answers=answers)


def ways_to_say(case: Case) -> Iterator[Said]:
    """Go through other answers that are the same case, each with one thing said another way."""
    for low in combinations(FIT, case.low):
        for no, yes in (("no", "yes"), ("not_really", "mostly"), ("no", None)):
            yield {name: no if name in low else yes for name in FIT}
    if case.load:
        yield from ({"weighs": ("partner",)}, {"weighs": ("drink",)}, {"weighs": ("miss",)})
        yield {"weighs": ("food", "alone"), "home_partner": None}
    if case.asked:
        none = {"signs": ("dread",)}
        yield from ({**none, "line": line} for line in ("tools", "goals", "deeper"))
        yield from ({"signs": ("surface",)}, {**none, "marked": ("cbt",)})
    if case.line == "crossed":
        yield from ({"flag": flag} for flag in ("touch", "told", "scared", "silent"))
        yield {"flag": "none", "talked": "unsafe", "why": "crossed"}
    if case.safe == "went_on":
        yield {"safe": "no", "go_on": "safe_now"}
    yield from _other_homes(case)


def _other_homes(case: Case) -> Iterator[Said]:
    """Go through the other places at which home may be told to be unsafe."""
    if case.home == "yes":
        return
    went_on = "go" if case.home == "went_on" else None
    yield {"home_partner": "unsure"}
    partner: Said = {"home_partner": None, "partner_card": None}
    if case.line == "crossed":  # someone at home was told
        told: Said = {"flag": "told", "told_card": went_on}
        yield from ({**partner, **told, "home_told": home} for home in ("unsure", "no"))
    if case.talked == "unsafe":  # others might hear of it
        others: Said = {"why": "others", "others_card": went_on}
        yield from ({**partner, **others, "home_others": home} for home in ("unsure", "no"))


def _first_answers(case: Case) -> dict[str, Held]:
    safe, go_on = (case.safe, None) if case.safe != "went_on" else ("unsure", "go")
    flag = {"none": "none", "crossed": "money", "rather_not": "rather_not"}[case.line]
    home: dict[str, Held] = {}
    if case.home != "yes":
        home = {
            "home_partner": "no",
            "partner_card": "go" if case.home == "went_on" else None,
        }
    return {"safe": safe, "go_on": go_on, "flag": flag, **home}
