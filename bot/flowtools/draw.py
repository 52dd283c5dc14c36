"""Flows as pictures, drawn from each flow's own state machine.

What the machine draws of itself is a flat list of states and moves. Here the moves are taken from
that drawing as arrows. `chart` sets them into a Mermaid chart that GitHub shows well: a box for
each step, each question with its first words, and `pass` dashed, which a Mermaid state diagram
can't do. The page where the bot is tried draws the same arrows beside its list of questions.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.content.flow import Flow
from flows.content.library import Library
from flows.content.machine import OVER, Table

MOVE = re.compile(r"^  (\w+) --> (\w+): (.+)$", re.MULTILINE)
LONGEST = 48
HERE = "fill:#22604b,color:#ffffff,stroke-width:3px"
HOW = """\
An arrow is the way on; what stands on it is the answer that leads there. A dashed arrow passes a
question whose condition fails. An arrow with two heads is a question visited out of turn."""
MADE = "<!-- Drawn by `checkup flows draw`; changes made here are overwritten. -->"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow of a drawing, from a question to another or to the end.

    A way on has the answers that lead along it as its label, none if any does. A pass is drawn
    dashed, a visit with two heads.
    """

    at: str
    to: str
    kind: Literal["way", "pass", "visit"]
    label: str = ""


def pages(library: Library) -> Mapping[str, str]:
    """Return each drawing by its file's name, and the index."""
    found = {f"{name}.md": _page(library, name) for name in library.flows}
    return {**found, "README.md": _index(library)}


def draw(library: Library, folder: Path) -> list[Path]:
    """Write the drawings into a folder, take away those of flows that are gone; give the files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pages(library)
    for name, text in drawn.items():
        (folder / name).write_text(text, "utf-8")
    for old in _gone(folder, drawn):
        old.unlink()
    return [folder / name for name in drawn]


def stale(library: Library, folder: Path) -> list[Path]:
    """Return the drawings that are not as the flows are now."""
    drawn = pages(library)
    other = [folder / name for name, text in drawn.items() if _text(folder / name) != text]
    return [*other, *_gone(folder, drawn)]


def _gone(folder: Path, drawn: Mapping[str, str]) -> list[Path]:
    files = sorted(folder.glob("*.md"))
    return [file for file in files if file.name not in drawn and MADE in _text(file)]


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _index(library: Library) -> str:
    rows = [
        f"| [{name}]({name}.md) | {flow.version} | {len(flow.steps)} | {len(flow.questions)} |"
        for name, flow in library.flows.items()
    ]
    head = ["# The flows, drawn", "", MADE, "", HOW, ""]
    return "\n".join(
        [*head, "| flow | version | steps | questions |", "|---|---|---|---|", *rows, ""]
    )


def _page(library: Library, name: str) -> str:
    return f"# {name}\n\n{MADE}\n\n{HOW}\n\n```mermaid\n{chart(library, name)}\n```\n"


def chart(library: Library, name: str, at: str = "") -> str:
    """Return the chart of a flow as Mermaid reads it, the question `at` marked."""
    lines = [*_chart(library.flows[name], library.tables[name])]
    if at in library.flows[name].questions:
        lines += [f"  classDef here {HERE}", f"  class {_id(at)} here"]
    return "\n".join(lines)


def _chart(flow: Flow, table: Table) -> Iterator[str]:
    yield "flowchart TD"
    yield f"  start(( )) --> {_id(table.first)}"
    for name, step in flow.steps.items():
        yield f'  subgraph s_{name}["{_plain(step.title.text if step.title else name)}"]'
        for question in step.questions:
            yield f'    {_id(question)}["{_words(flow, question)}"]'
        yield "  end"
    arrows = arrows_of(table)
    if any(arrow.to == OVER for arrow in arrows):
        yield f"  {_id(OVER)}((( )))"
    yield from map(_line, arrows)


def arrows_of(table: Table) -> list[Arrow]:
    """Return the moves that the machine draws as arrows; the way back is part of a visit."""
    drawn = MOVE.findall(table.draw())
    return [arrow for at, to, triggers in drawn for arrow in _read(at, to, triggers.split(" | "))]


def _read(at: str, to: str, triggers: list[str]) -> Iterator[Arrow]:
    if f"visit_{to}" in triggers:
        yield Arrow(at, to, "visit")
    if "pass" in triggers:
        yield Arrow(at, to, "pass")
    if "answered" in triggers:
        yield Arrow(at, to, "way")
    elif named := [t for t in triggers if t != "pass" and not t.startswith(("visit_", "back_"))]:
        yield Arrow(at, to, "way", ", ".join(named))


def _line(arrow: Arrow) -> str:
    label = f"|{arrow.label}|" if arrow.label else ""
    line = {"way": f"-->{label}", "pass": "-. pass .->", "visit": "<-->"}[arrow.kind]
    return f"  {_id(arrow.at)} {line} {_id(arrow.to)}"


def _words(flow: Flow, name: str) -> str:
    question = flow.questions[name]
    first = next((phrase.text for phrase in question.text.phrases()), "")
    own = question.name.text if question.name else first
    cut = own if len(own) <= LONGEST else own[:LONGEST].rsplit(" ", 1)[0] + " …"
    return f"<b>{name}</b><br>{_plain(cut)}" if cut else f"<b>{name}</b>"


def _plain(words: str) -> str:
    return words.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;")


def _id(name: str) -> str:
    return f"q_{name}"  # a bare `end` is a word of Mermaid's own
