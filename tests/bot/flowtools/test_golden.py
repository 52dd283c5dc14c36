"""Golden conversations: written as a clinician reads them, played as a person plays them."""

from pathlib import Path

import pytest

from bot.flowtools.golden import Script, ScriptError, read_script, replay
from bot.flowtools.rewriting import as_it_went
from tests.bot.flowtools import tea

CONVERSATION = """\
# What someone wants in the morning.
conversation: Sam, half awake
language: en
now: 2026-11-23 10:00
turns:
  - /start
  - { sees: [What would ... like?, Tea], unseen: Milk, mark: 1 of 2 }
  - says: the usual
  - sees: I kept your words. ...
  - edits: the usual one
  - taps: Coffee
  - taps: [Milk, "#sugar", Done]
    sees: Something warm
    mark: 2 of 2
plan: |
  Done
  2 of 2  ▰▰

  Coffee with Milk and Sugar.

  In your words:

  > the usual one
"""


def script(folder: Path, text: str) -> Script:
    """Write a conversation and read it."""
    file = folder / "sam.yaml"
    file.write_text(text, "utf-8")
    return read_script(file)


def test_a_conversation_that_is_as_written_has_no_problems(tmp_path: Path) -> None:
    """Commands, words, taps by label, by id and in a row; what is seen, unseen, and the page."""
    went = replay(tea.engine(tmp_path), script(tmp_path, CONVERSATION))
    assert went.problems == ()
    assert went.plan == CONVERSATION.partition("plan: |\n")[2].replace("\n  ", "\n").strip()
    assert "» taps: Coffee" in went.text()
    assert "[✓ Milk]" in went.text()


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("taps: Coffee", "taps: Cocoa", 11, "there is no button 'Cocoa'; there are: Tea (#tea)"),
        ("unseen: Milk", "unseen: Coffee", 7, "'Coffee' is to be seen and should not be"),
        ("mark: 1 of 2", "mark: 1 of 3", 7, "the mark is '1 of 2', not '1 of 3'"),
        ("I kept your words. ...", "I kept.", 9, "'I kept.' is not to be seen; there is:"),
    ],
)
def test_what_differs_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    """A reader finds the place in the file at once."""
    went = replay(tea.engine(tmp_path), script(tmp_path, CONVERSATION.replace(old, new)))
    assert went.problems[0].startswith(f"sam.yaml:{line}: {what}")


def test_another_plan_is_a_problem_and_can_be_written_down(tmp_path: Path) -> None:
    """The page as it is now goes into the file; everything before it stays, comments too."""
    text = CONVERSATION.replace("Coffee with Milk and Sugar", "Tea")
    engine = tea.engine(tmp_path)
    went = replay(engine, script(tmp_path, text))
    assert went.problems[0].startswith("sam.yaml: the plan is not as written")
    assert as_it_went(text, went) == CONVERSATION
    assert replay(engine, script(tmp_path, as_it_went(text, went))).problems == ()


def test_changed_words_can_be_written_down_everywhere_at_once(tmp_path: Path) -> None:
    """What came in place of a text or a mark stands there, and nothing else is touched."""
    text = CONVERSATION.replace("mark: 2 of 2", "unseen: [Which hot drink?, Black.]")
    text = text.replace("What would ... like?", "Which hot drink?").replace("1 of 2", "1 of 3")
    kept = "  - says: the usual\n  - sees: I kept your words. ...\n"
    own = "I kept your words. Which one?"
    text = text.replace(kept, f"  - says: {own}\n    sees: >-\n      {own}\n")
    asked = tea.TEA.replace("What would you like?", "Which drink do you like?")
    engine = tea.engine(tmp_path, asked)
    went = replay(engine, script(tmp_path, text))
    now = as_it_went(text, went, {"Black.": "Black it is."})
    assert [line for line in now.split("\n") if line not in CONVERSATION.split("\n")] == [
        '  - { sees: ["Which drink do you like?", Tea], unseen: Milk, mark: "1 of 2" }',
        f"  - says: {own}",
        '    sees: "I kept your words. Which of these is nearest?"',
        '    unseen: ["Which drink do you like?", "Black it is."]',
    ]
    assert replay(engine, script(tmp_path, now)).problems == ()


def test_what_can_not_be_found_is_left_to_a_reader(tmp_path: Path) -> None:
    """A text that nothing is like, a button that is gone, and the plan that was not come to."""
    text = CONVERSATION.replace("Something warm\n", "Zzz\n").replace("taps: Coffee", "taps: Mate")
    went = replay(tea.engine(tmp_path), script(tmp_path, text))
    assert "there is no button 'Mate'" in went.problems[0]
    assert as_it_went(text, went) == text
    whole = CONVERSATION.replace("Something warm\n", "Zzz\n")
    assert as_it_went(whole, replay(tea.engine(tmp_path), script(tmp_path, whole))) == whole


def test_time_passes_where_it_is_written(tmp_path: Path) -> None:
    """Texts within seconds are one; after a wait they are not."""
    turns = "turns:\n  - /start\n  - says: a\n  - waits: 3 days\n  - says: b\n"
    head = "conversation: x\nnow: 2026-11-23 10:00\n"
    went = replay(tea.engine(tmp_path), script(tmp_path, head + turns))
    assert went.problems == ()
    assert went.moments[-1].seen.pieces()[0] == "Something warm"


def test_everything_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Line and what to write instead, for each."""
    text = "now: noon\nturns:\n  - start\n  - { tap: Tea }\n  - waits: a while\nplans: x\n"
    with pytest.raises(ScriptError) as wrong:
        script(tmp_path, text)
    told = sorted(str(problem) for problem in wrong.value.problems)
    assert [one.split(": ")[0] for one in told] == [
        "sam.yaml:1",
        "sam.yaml:1",
        "sam.yaml:3",
        "sam.yaml:4",
        "sam.yaml:5",
        "sam.yaml:6",
    ]


def test_what_is_known_at_first_is_known(tmp_path: Path) -> None:
    """Words, numbers and lists; the way the flow goes depends on them."""
    asked = tea.TEA.replace("{ drink: [tea, coffee] }", "{ looks: at least 2, tried: [cocoa] }")
    head = "conversation: x\nnow: 2026-11-23 10:00\nturns:\n  - /start\n  - taps: Coffee\n"
    for known, seen in (("{ looks: 2, tried: [talk, cocoa] }", "With what?"), ("{}", "Done")):
        text = f"{head}  - sees: {seen}\nknown: {known}\n"
        assert replay(tea.engine(tmp_path, asked), script(tmp_path, text)).problems == ()
