"""The decision table once more, written by hand in Python, to hold the data against."""

from dataclasses import dataclass, replace

STEPS = {
    1: {"help"},
    2: {"home_first"},
    3: {"outside"},
    4: {"next_care"},
    5: {"second_view"},
    6: {"tell_soon"},
    7: {"move_on"},
    8: {"plan_move"},
    9: {"say_hopes"},
    10: {"talk", "talk_us", "note"},
    11: {"keep_going"},
    12: {"load", "use", "practise"},
    13: {"approach"},
    14: {"wait"},
}
TALKS = frozenset({"talk", "talk_us", "note", "tell_soon", "say_hopes"})
WORKED_ON = frozenset({"load", "use", "practise"})


@dataclass(frozen=True, slots=True)
class Case:
    """A person's answers and history, in the words of the table.

    `safe`: yes, no, unsure, went_on. `home`: yes, unsafe, went_on. `line`: none, crossed,
    rather_not. `longer`: longer work; `course`: an 8-to-12-session course. `asked` is their mark.
    """

    sessions: str = "many"
    change: str = "same"
    talked: str | None = "not_yet"
    low: int = 0
    load: bool = False
    practice: str | None = "often"
    asked: bool = False
    line: str = "none"
    safe: str = "yes"
    home: str = "yes"
    course: bool = False
    longer: bool = False
    full: int = 0
    talks: int = 0
    worse_before: bool = False
    tried: frozenset[str] = frozenset()

    def but(self, **changes: object) -> "Case":
        """Return this case with other answers."""
        return replace(self, **changes)  # type: ignore[arg-type]


def expected(case: Case) -> tuple[int, int]:
    """Return the row of the table and its weeks."""
    ruled_out = _before_therapy(case)
    if ruled_out:
        return ruled_out
    row = _row(case)
    return row, _weeks(case, row)


def _before_therapy(case: Case) -> tuple[int, int] | None:
    """Rows 1 to 4: safety, home, a crossed line, nobody to talk to."""
    if case.safe in ("no", "unsure"):
        return 1, 0
    if case.home == "unsafe":
        return 2, 0
    if case.line == "crossed":
        return 3, 2
    if case.sessions == "none":
        return 4, 2 if case.change == "worse" else 4
    return None


def _row(case: Case) -> int:  # noqa: PLR0911  (one return for each row)
    talk_open = case.talked in ("not_yet", "hinted")
    better, worse = case.change == "better", case.change == "worse"
    moved_little = case.change in ("same", "bit")
    if _needs_second_view(case, talk_open=talk_open, worse=worse):
        return 5
    if worse:
        return 6
    if moved_little and _time_to_move_on(case):
        return 7
    if moved_little and case.low >= 2 and _talk_did_nothing(case):
        return 8
    if case.sessions == "few" and "say_hopes" not in case.tried:
        return 9
    if _talk_first(case, talk_open=talk_open):
        return 10
    young = case.talked == "helped" or case.sessions in ("few", "some")
    if better or (case.change == "bit" and not case.full and young):
        return 11
    return _remaining(case)


def _needs_second_view(case: Case, *, talk_open: bool, worse: bool) -> bool:
    # Home that is not safe rules out talk and waiting, also after Go on; a good start may go on.
    at_home = case.home == "went_on" and (case.change != "better" or case.low >= 2)
    return (
        case.talked == "unsafe"
        or case.line == "rather_not"
        or (worse and (case.talked == "nothing" or case.worse_before))
        or (case.talks >= 2 and talk_open)
        or at_home
    )


def _time_to_move_on(case: Case) -> bool:
    return case.full >= 2 or (
        case.full == 1 and case.sessions == "more" and "approach" in case.tried
    )


def _talk_did_nothing(case: Case) -> bool:
    had_one = case.talks > 0 or case.talked in ("helped", "nothing")
    return case.talked == "nothing" or (case.full >= 1 and had_one)


def _talk_first(case: Case, *, talk_open: bool) -> bool:
    long_and_little = case.change == "bit" and case.sessions in ("many", "more")
    if talk_open and (case.change == "same" or long_and_little or case.low >= 2):
        return True
    spoken = case.tried & {"talk", "talk_us", "note"}
    return case.talked == "helped" and case.low >= 2 and not spoken


def _remaining(case: Case) -> int:
    loaded = case.load or case.practice in ("hardly", "nothing")
    if loaded and not case.tried & WORKED_ON:
        return 12
    another = case.asked or case.talked == "nothing" or case.sessions == "more"
    return 13 if another and "approach" not in case.tried else 14


def _weeks(case: Case, row: int) -> int:
    if row == 11:
        return 4 if case.low >= 2 else 12 if case.longer else 8
    if row in (13, 14) and case.low >= 2:
        return 4  # as in row 11, or "a bit" turning into "no change" would make the wait longer
    if row == 13:
        return 8 if case.course else 6
    if row == 14:
        return 8 if case.change == "bit" else 6
    return {5: 2, 6: 2, 7: 4, 8: 4, 9: 4, 10: 2, 12: 4}[row]
