"""Flows as pictures: Mermaid charts, drawn from each flow's own state machine.

What the machine draws of itself is a flat list of states and moves. Here the moves are taken from
that drawing and set into a chart that GitHub shows well: a box for each step, each question with
its first words, and `pass` dashed, which a Mermaid state diagram can't do.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.flow import Flow
from flows.library import Library
from flows.machine import OVER, Table

MOVE = re.compile(r"^  (\w+) --> (\w+): (.+)$", re.MULTILINE)
LONGEST = 48
HERE = "fill:#22604b,color:#ffffff,stroke-width:3px"
HOW = """\
An arrow is the way on; what stands on it is the answer that leads there. A dashed arrow passes a
question whose condition fails. An arrow with two heads is a question visited out of turn."""
MADE = "<!-- Drawn by `checkup flows draw`; changes made here are overwritten. -->"


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
    moves = moves_of(table, flow.flow)
    if any(dest == OVER for _, dest in moves):
        yield f"  {_id(OVER)}((( )))"
    for (at, dest), triggers in moves.items():
        yield from _arrows(at, dest, triggers)


def moves_of(table: Table, title: str) -> dict[tuple[str, str], list[str]]:
    """Return the moves that the machine draws: from and to, with the triggers that lead so."""
    return {
        (at, dest): triggers.split(" | ") for at, dest, triggers in MOVE.findall(table.draw(title))
    }


def _arrows(at: str, dest: str, triggers: list[str]) -> Iterator[str]:
    if f"visit_{dest}" in triggers:
        yield f"  {_id(at)} <--> {_id(dest)}"
    if "pass" in triggers:
        yield f"  {_id(at)} -. pass .-> {_id(dest)}"
    on = [t for t in triggers if t != "pass" and not t.startswith(("visit_", "back_"))]
    if "answered" in on:
        yield f"  {_id(at)} --> {_id(dest)}"
    elif on:
        yield f"  {_id(at)} -->|{', '.join(on)}| {_id(dest)}"


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
