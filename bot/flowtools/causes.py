"""Which problems are told, and in which order: the cause before what only follows from it."""

from collections.abc import Collection
from pathlib import PurePath

from flows.values.source import Problem

UNREADABLE = ("not YAML", "not UTF-8", "the file is empty", "the file is missing", "anchors and")
UNKNOWN = ("is no key here", "is missing; add it", "stands twice here")
ADVICE = "advice.yaml"
OF_A_FLOW = ("flow.yaml", "cards.yaml", ADVICE)


def causes_first(problems: list[Problem], saved: Collection[str] = ()) -> list[Problem]:
    """Return each problem once; what the files just `saved` have comes first, then causes."""
    once = list(dict.fromkeys(problems))
    broken = [problem.file for problem in once if _rank(problem) == 0]
    kept = [problem for problem in once if _rank(problem) == 0 or not _follows(problem, broken)]
    return sorted(kept, key=lambda p: (_rank(p) > 0, p.file not in saved, _rank(p)))


def _rank(problem: Problem) -> int:
    if problem.what.startswith(UNREADABLE):
        return 0
    return 1 if any(words in problem.what for words in UNKNOWN) else 2


def _follows(problem: Problem, broken: Collection[str]) -> bool:
    """Tell whether a problem is only that a file it needs can't be read.

    The flow and what lies beside it are one. What the advice table names is known in every flow,
    and a library is searched for such names only where all else in it is right.
    """
    flows = {PurePath(file) for file in broken if PurePath(file).name in OF_A_FLOW}
    beside = PurePath(problem.file).parent in {file.parent for file in flows}
    return beside or any(file.name == ADVICE for file in flows)
