"""Texts: conditions, the first that fits, names, quotes, lists and plurals."""

from pathlib import Path
from typing import Any

import pytest

from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.source import read
from flows.values.talk import Paragraph
from flows.values.texts import read_phrase, read_text
from flows.values.words import Words


def text_of(tmp_path: Path, written: str) -> Any:
    """Read YAML as the library does."""
    file = tmp_path / "text.yaml"
    file.write_text(f"text:\n{written}")
    return read(file, "text.yaml", "x").data["text"]


def scope(**known: Held) -> Scope:
    """Give a scope in which every name reads as it is."""
    return Scope(known=known, spoken=lambda here, name: here.get(name))


def said(tmp_path: Path, written: str, **known: Held) -> list[str]:
    """Read a text, and say it."""
    found = read_text(text_of(tmp_path, written)).say(scope(**known))
    return [Words().say(p.says, "en") for p in found]


def test_paragraphs_whose_condition_fails_are_left_out(tmp_path: Path) -> None:
    """The others keep their order."""
    written = "  - One.\n  - { when: { a: [x] }, text: Two. }\n  - Three.\n"
    assert said(tmp_path, written, a="x") == ["One.", "Two.", "Three."]
    assert said(tmp_path, written) == ["One.", "Three."]


def test_the_first_that_fits_is_said(tmp_path: Path) -> None:
    """Later ones only where none before fits; none fitting, nothing is said."""
    written = (
        "  - first:\n      - { when: { a: [x] }, text: X. }\n"
        "      - { when: { a: [y] }, text: Y. }\n  - End.\n"
    )
    assert said(tmp_path, written, a="x") == ["X.", "End."]
    assert said(tmp_path, written, a="y") == ["Y.", "End."]
    assert said(tmp_path, written) == ["End."]


def test_words_with_an_unknown_name_are_not_said(tmp_path: Path) -> None:
    """A paragraph with a hole in it is left out, and `first` goes on to the next."""
    written = '  - first: ["You said {a}.", "You said {b}.", Nothing yet.]\n'
    assert said(tmp_path, written, a="so", b="else") == ["You said so."]
    assert said(tmp_path, written, b="else") == ["You said else."]
    assert said(tmp_path, written) == ["Nothing yet."]


def test_a_quote_is_set_apart(tmp_path: Path) -> None:
    """It carries a mark for the screen."""
    found = read_text(text_of(tmp_path, '  - { quote: "{a}" }\n')).say(scope(a="words"))
    assert [p.quote for p in found] == [True]


def test_a_list_stands_where_it_is_named(tmp_path: Path) -> None:
    """What is in the list is the scope's business."""
    here = scope()
    here.lists = {"lines": lambda _scope, kind: (Paragraph(kind),)}
    found = read_text(text_of(tmp_path, "  - { lines: crisis }\n  - End.\n")).say(here)
    assert found[0] == Paragraph("crisis")


def test_a_plural_goes_by_its_number(tmp_path: Path) -> None:
    """One form for one, another for others."""
    written = '  - { one: "in {n} week", other: "in {n} weeks", number: n }\n'
    assert said(tmp_path, written, n=1) == ["in 1 week"]
    assert said(tmp_path, written, n=6) == ["in 6 weeks"]


def test_a_doubled_brace_is_a_brace(tmp_path: Path) -> None:
    """It reads as one."""
    assert said(tmp_path, '  - "a {{b}}"\n') == ["a {b}"]


def test_braces_that_people_type_stay_as_typed(tmp_path: Path) -> None:
    """Own words are never read as a text of the library."""
    assert said(tmp_path, '  - "You said {a}."\n', a="{b} {0} {{") == ["You said {b} {0} {{."]


@pytest.mark.parametrize(
    "wrong",
    [
        "  {}\n",
        "  - { when: { a: [x] } }\n",
        "  - { text: a, quote: b }\n",
        "  - { lines: [a] }\n",
        "  - { first: a }\n",
        "  - { one: a, other: b }\n",
        '  - ""\n',
        "  - { sings: a }\n",
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, wrong: str) -> None:
    """The error says what to write."""
    raw = text_of(tmp_path, wrong)
    with pytest.raises(ValueError, match="write"):
        read_text(raw)


@pytest.mark.parametrize("wrong", ["{a", "a}", "{}", "{a.b}", "{a!r}", "{0}", "{a:d}"])
def test_a_broken_name_is_refused(tmp_path: Path, wrong: str) -> None:
    """Only plain names stand in braces."""
    raw = text_of(tmp_path, f'  "{wrong}"\n')
    with pytest.raises(ValueError, match=r"name|brace"):
        read_phrase(raw)


def test_the_place_of_a_text_is_flow_question_and_key(tmp_path: Path) -> None:
    """A translation goes by it; moving a paragraph leaves it as it is."""
    file = tmp_path / "flow.yaml"
    file.write_text(
        "steps:\n  a:\n    title: T\n    questions:\n      q:\n        text:\n"
        "          - first: [{ text: P }]\n        choices:\n          c: { text: C, said: S }\n"
    )
    data = read(file, "flow.yaml", "tea").data["steps"]["a"]
    question = data["questions"]["q"]
    places = [
        data["title"].where,
        question["text"][0]["first"][0]["text"].where,
        question["choices"]["c"]["text"].where,
        question["choices"]["c"]["said"].where,
    ]
    assert places == ["tea.a.title", "tea.q", "tea.q.choices.c", "tea.q.choices.c.said"]
