"""The loader: whatever is wrong in a file is told with its line, and what to write instead."""

import re
from pathlib import Path

import pytest

from flows.load import LoadError, load_library
from tests.flows.small import COMMANDS, LINES, TEA, tea, write

CAKES = """\
        own_words_choice: else
        text: Which ones?
        choices:
          scone: { text: Scone, said: a scone }
          bun: { text: Bun, said: a bun }
          else: { text: Something else, when: { drink: [tea] } }
          none: { text: None of these, alone: yes }
"""
# What is written wrong, the line where it is, and what is said about it.
WRONG = {
    "a word that is no YAML": ("title: Something warm", "title: [x", None, "not YAML"),
    "a doubled key": ("      milk:\n", "      drink:\n", 18, "'drink' stands twice here; keep one"),
    "an anchor": ("title: With it", "title: &a With it", 30, "are not used; write it out"),
    "an unknown key": ("        skip: yes\n", "        hop: yes\n", 22, "'hop' is no key here"),
    "a missing text": ("        text: Which ones?\n", "", 33, "'text' is missing; add it"),
    "a wrong flag": ("lasts: yes", "lasts: often", 3, "write yes or no"),
    "an unknown kind": ("ask: several", "ask: many", 33, "ask"),
    "a broken brace": ("You chose {drink}.", "You chose {drink.", 7, "write {name}, or {{ for"),
    "a name with a form": ("You chose {drink}.", "You chose {drink:>3}.", 7, "is no name"),
    "an unknown name": ("You chose {drink}.", "You chose {drunk}.", 7, "{drunk} is no question"),
    "a test that is none": ("when: { cakes: [scone] }", "when: { cakes: more or so }", 47, "is no"),
    "an unknown answer": ("[tea, coffee]", "[tea, cofee]", 21, "drink has no answer 'cofee'"),
    "an unknown question": ("{ drink: [tea, coffee] }", "{ dring: [tea] }", 21, "'dring'"),
    "a way that leads back": ("{ none: bye }", "{ none: drink }", 17, "leads forwards"),
    "a way from no answer": ("{ none: bye }", "{ nix: bye }", 17, "is no outcome of drink"),
    "a visit to nothing": ("visit: list", "visit: lost", 63, "`aside: yes`"),
    "an end without a way out": (", close: yes", "", 53, "add `close: yes` to one"),
    "a flow that isn't there": ("close: yes", "anew: soup", 64, "there is no flow 'soup'"),
    "a message that isn't there": ("close: yes", "close: yes, say: x", 64, "no message 'x'"),
    "nothing that can be chosen": (
        CAKES,
        "        text: Which ones?\n",
        33,
        "it has no choices; add some",
    ),
    "no name": ("        name: Cakes\n", "", 33, "`name` is missing; add it, or `unlisted: yes`"),
    "other words for nothing": (
        "        skip: yes\n",
        "        other_words: oat\n",
        22,
        "'oat' is no choice",
    ),
    "an effect nobody has": ("close: yes", "close: yes, do: dance", 64, "'dance' is nothing"),
    "another folder's name": ("flow: tea", "flow: soup", 1, "the folder is 'tea'"),
    "a version that is none": ("version: 1", "version: new", 2, "version"),
    "an id with capitals": ("          tea: { text", "          Tea: { text", 14, "Tea"),
    "a fact's name": ("      milk:\n", "      country:\n", 18, "rename the question"),
    "the id of own words": ("          coffee: Coffee", "          own: Own", 15, "own words"),
    "a part nobody can choose": ("- With milk?", "- { part: x, text: Milk? }", 23, "be chosen"),
    "words and a quote at once": ("With milk?", "{ text: a, quote: b }", 23, "write words"),
}


def problems(folder: Path) -> list[str]:
    """Load a library that can't be, and return what is said about it."""
    with pytest.raises(LoadError) as refused:
        load_library(folder)
    assert str(refused.value) == "\n".join(str(p) for p in refused.value.problems)
    return [str(problem) for problem in refused.value.problems]


def test_a_library_that_is_right_loads(tmp_path: Path) -> None:
    """The flow that the other tests spoil has nothing wrong in it."""
    assert list(tea(tmp_path).flows) == ["tea"]


@pytest.mark.parametrize("what", WRONG)
def test_a_problem_is_told_with_its_line(what: str, tmp_path: Path) -> None:
    """Each mistake is told at the line where it stands, with what to write instead."""
    old, new, line, says = WRONG[what]
    assert old in TEA
    found = problems(write(tmp_path, {"tea": TEA.replace(old, new, 1)}))
    place = f"tea/flow.yaml:{line}: " if line else "tea/flow.yaml:"
    assert any(each.startswith(place) and says in each for each in found), found


def test_several_problems_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    """One run of the loader tells all that is wrong, in the order of files and lines."""
    spoiled = TEA.replace("lasts: yes", "lasts: often").replace("title: With it", "titel: With it")
    found = problems(
        write(
            tmp_path,
            {"tea": spoiled, "soup": TEA},
            commands=COMMANDS.replace("description: Pause", "opens: x"),
            lines=LINES.replace("hours: always", "hours: often"),
        )
    )
    assert [each.split(" ")[0] for each in found] == [
        "commands.yaml:4:",
        "commands.yaml:4:",
        "lines.yaml:7:",
        "soup/flow.yaml:1:",
        "tea/flow.yaml:3:",
        "tea/flow.yaml:30:",
    ]


def test_standard_typed_words_that_are_missing_are_named(tmp_path: Path) -> None:
    """Without them words could not be read, so it is told before anybody types one."""
    folder = write(tmp_path, {"tea": TEA})
    notices = folder / "notices.yaml"
    text = notices.read_text("utf-8")
    notices.write_text(re.sub(r"(?m)^  (ahead|day): .*\n", "", text), "utf-8")
    line = text[: text.index("\ntyped:")].count("\n") + 2
    assert problems(folder) == [f"notices.yaml:{line}: typed: write ahead, day as well"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """Without the lines of help there is no bot."""
    folder = write(tmp_path, {"tea": TEA})
    (folder / "lines.yaml").unlink()
    assert problems(folder) == ["lines.yaml:1: the file is missing"]


def test_an_empty_file_and_one_in_another_encoding_are_told(tmp_path: Path) -> None:
    """Neither is guessed at."""
    folder = write(tmp_path, {"tea": TEA}, commands="")
    (folder / "tea" / "flow.yaml").write_bytes("flow: thé".encode("latin-1"))
    assert problems(folder) == [
        "commands.yaml:1: the file is empty",
        "tea/flow.yaml:1: not UTF-8; save the file as UTF-8",
    ]


def test_a_command_that_opens_nothing_is_told(tmp_path: Path) -> None:
    """Every command leads somewhere."""
    folder = write(tmp_path, {"tea": TEA}, commands=COMMANDS.replace("open: tea", "open: soup", 1))
    (said,) = problems(folder)
    assert said.startswith("commands.yaml:2: ")
    assert "'soup'" in said


def test_problems_of_the_advice_table_are_told_in_its_own_file(tmp_path: Path) -> None:
    """A mistake in advice.yaml names advice.yaml and its line."""
    folder = write(tmp_path, {"tea": TEA})
    (folder / "tea" / "advice.yaml").write_text(
        "steps:\n  rest: { text: rest a little, weeks: 2 }\nrows:\n  - row: 1\n"
        "    when: { drunk: [tea] }\n    step: rest\n    weeks: two\n    reason: So.\n"
    )
    (said,) = problems(folder)
    assert said.startswith("tea/advice.yaml:7: weeks: write weeks as 6")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    step: rest\n", "    step: sleep\n", "'sleep'"),
        ("because: [why]", "because: [how]", "'how'"),
        ("  - row: 14\n", "  - row: 14\n    when: { drink: [tea] }\n", "last row"),
        ("  - row: 14\n", "  - row: 14\n    when: { step: [rest] }\n", "worked out from this"),
        ("facts:\n", "facts:\n  odd: { any: [{ odd: yes }] }\n", "worked out from this"),
        ("facts:\n", "facts:\n  odd: { any: [{ tired: yes }] }\n", "worked out from this"),
        ("    weeks: 2\n", "    weeks: [{ when: { drink: [tea] }, weeks: 8 }]\n", "no condition"),
        ("question: drink", "question: drunk", "'drunk'"),
    ],
)
def test_the_advice_table_names_only_what_it_has(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    """Its steps and phrases exist, and its last row always holds."""
    folder = write(tmp_path, {"tea": TEA})
    table = (
        "facts:\n  tired: { any: [{ drink: [coffee] }] }\n"
        "decision: { question: drink, takes: tea }\n"
        "steps:\n  rest: { text: rest a little, weeks: 2 }\nsaid:\n  why: you are tired\n"
        "rows:\n  - row: 14\n    step: rest\n    weeks: 2\n    because: [why]\n    reason: So.\n"
    )
    (folder / "tea" / "advice.yaml").write_text(table)
    assert load_library(folder)
    (folder / "tea" / "advice.yaml").write_text(table.replace(old, new, 1))
    assert any(each.startswith("tea/advice.yaml:") and says in each for each in problems(folder))


@pytest.mark.parametrize(
    ("whens", "most"),
    [
        ([""], 12),
        (["language: [en]"], 12),
        (["language: [en]", "language: { not: [en] }"], 0),
        (["language: [en]", "looks: at least 1"], 12),
        (["looks: at least 2", "looks: at most 1"], 0),
    ],
)
def test_a_choice_with_too_many_buttons_is_told(
    tmp_path: Path, whens: list[str], most: int
) -> None:
    """Nine buttons fit on a screen; only those that can stand there at once are counted."""
    when = [f", when: {{ {each} }}" if each else "" for each in whens]
    many = "".join(f"          c{n}: {{ text: Cup {n}{when[n % len(when)]} }}\n" for n in range(9))
    text = TEA.replace("          coffee: Coffee\n", many + "          coffee: Coffee\n")
    folder = write(tmp_path, {"tea": text})
    if most:
        (said,) = problems(folder)
        assert said.startswith(f"tea/flow.yaml:9: {most} buttons at once (")
    else:
        assert load_library(folder)


def test_a_text_over_the_limit_is_told(tmp_path: Path) -> None:
    """A text leaves room for names and answers within Telegram's limit."""
    text = TEA.replace("text: What would you like?", "text: " + "tea " * 900)
    (said,) = problems(write(tmp_path, {"tea": text}))
    assert said.startswith("tea/flow.yaml:12: the text can grow over")
