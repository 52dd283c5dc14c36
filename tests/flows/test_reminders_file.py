"""`reminders.yaml`: what is wrong in it is told, and what changes in it loses nobody's reminder."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows.content.kinds import Reminding
from flows.engine import Engine
from flows.load import LoadError, load_library
from flows.place.moments import rules
from flows.values.session import Reminder
from tests.flows.small import TEA, write
from tests.flows.weeks import Living

RULES = """
from flows.load import load_library
from flows.place.moments import rules
print(rules(load_library().reminding))
"""
REMINDERS = """\
kinds:
  cup:
    flow: tea
    name: A cup
    of: tea
    day: cup_on
    late: 0
    when: { drink: [tea], tea_state: [done] }
    text: Kept until {until}.
buttons: { go: Go on, tomorrow: Tomorrow, next_week: Next week, pick: Pick a day, stop: Stop }
"""


def test_a_second_process_goes_by_the_same_rules(engine: Engine) -> None:
    """What moves a moment has one name wherever it is read, and another once it changes."""
    done = subprocess.run([sys.executable, "-c", RULES], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == rules(engine.library.reminding)
    kinds = engine.library.reminding.kinds
    later = {**kinds, "window": kinds["window"].model_copy(update={"hour": 12})}
    assert rules(Reminding(kinds=later)) != rules(Reminding(kinds=kinds))


def test_a_kind_that_gets_another_name_keeps_what_is_to_come(engine: Engine) -> None:
    """It is due as before, and its older cards are answered."""
    person = Living(engine, zone="Europe/Berlin", country="DE").plans()
    name = person.reminded().name
    due = person.due
    reminding = engine.library.reminding
    kinds = {"view" if kind == "window" else kind: k for kind, k in reminding.kinds.items()}
    renamed = reminding.model_copy(update={"kinds": kinds, "renamed": {"window": "view"}})
    library = load_library()
    object.__setattr__(library, "reminding", renamed)
    person.engine = Engine(library, engine.words)
    assert person.due == due
    assert (
        Reminder("view", date(2026, 3, 16), date(2026, 3, 19), 1)
        in person.answers("go", name).talk.reminders
    )
    assert person.card.flow == "followup"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("drink: [tea]", "dring: [tea]", 8, "no question or fact 'dring'"),
        ("drink: [tea]", "drink: [cofee]", 8, "drink has no answer 'cofee'"),
        ("{ drink", "{ note: { not: [yes] }, drink", 8, "no question or fact 'note'"),
        ("[done]", "{ not: [don] }", 8, "tea_state has no answer 'don'"),
        ("{until}", "{untill}", 9, "{untill} is no question or fact"),
        ("Kept", "For {drink}, kept", 9, "{drink} is no question or fact"),
        ("late: 0", "answered_by: coffee\n    late: 0", 7, "there is no flow 'coffee'"),
        ("kinds:", "renamed: { cup: mug }\nkinds:", 1, "cup is still there"),
        ("kinds:", "renamed: { mug: pot }\nkinds:", 1, "there is no kind 'pot'"),
    ],
)
def test_a_reminder_speaks_only_of_what_is_there(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    """Names and answers are checked as in a flow, each told with its line."""
    text = TEA.replace("tea: { text: Tea,", "tea: { text: Tea, set: { cup_on: in 1 days },")
    folder = write(tmp_path, {"tea": text})
    (folder / "reminders.yaml").write_text(REMINDERS)
    assert load_library(folder)
    (folder / "reminders.yaml").write_text(REMINDERS.replace(old, new, 1))
    with pytest.raises(LoadError) as refused:
        load_library(folder)
    told = [str(problem) for problem in refused.value.problems]
    assert any(one.startswith(f"reminders.yaml:{line}: ") and says in one for one in told), told
