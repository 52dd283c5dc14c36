"""Kept versions of flows: which questions and answers people may have given under each.

A record is a small JSON file, `flows/released/<flow>-<version>.json`. What a record has and the
flow no longer has must stand in the flow's `renamed:`, so that running sessions are carried over.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.content.flow import Flow
from flows.content.library import Library
from flows.values.source import Path_

Found = Iterator[tuple[Path_, str]]
"""Places in a flow's file, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Record:
    """What people could answer under one version of a flow."""

    flow: str
    version: int
    fingerprint: str
    questions: Mapping[str, tuple[str, ...]]

    @property
    def file(self) -> str:
        """The name of the file it is kept in."""
        return f"{self.flow}-{self.version}.json"


def record(flow: Flow) -> Record:
    """Return the record of a flow as it is now."""
    questions = {name: _answers(question) for name, question in flow.questions.items()}
    return Record(flow.flow, flow.version, flow.fingerprint, questions)


def kept(folder: Path) -> list[Record]:
    """Read all records of a folder, by flow and version."""
    files = folder.glob("*.json") if folder.is_dir() else ()
    found = [_read(json.loads(file.read_text("utf-8"))) for file in files]
    return sorted(found, key=lambda one: (one.flow, one.version))


def keep(library: Library, folder: Path) -> Iterator[Path]:
    """Write a record of every version that has none yet; give the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for flow in library.flows.values():
        one = record(flow)
        file = folder / one.file
        if not file.exists():
            file.write_text(_written(one), "utf-8")
            yield file


def compare(flow: Flow, records: list[Record], *, keeping: bool = False) -> Found:
    """Find what people answered under a kept version and this one would lose.

    When `keeping`, a version that is kept already may not have changed at all.
    """
    mine = [one for one in records if one.flow == flow.flow]
    for one in mine:
        gone = [*_gone(flow, one)]
        yield from gone
        if one.version > flow.version:
            yield ("version",), f"version {one.version} is released; write that or a higher one"
        elif one.version == flow.version and one.fingerprint != flow.fingerprint:
            taken = [
                name for name, answers in one.questions.items() if not _has(flow, name, answers)
            ]
            if taken or keeping:
                names = ", ".join(taken) or "what was added"
                what = f"version {one.version} is released and another ({names})"
                yield ("version",), f"{what}; write version: {one.version + 1}"
    yield from _wrong_entries(flow)


def _gone(flow: Flow, one: Record) -> Found:
    """Find what a record has that is neither here nor in `renamed`."""
    here = record(flow).questions
    for name, answers in one.questions.items():
        if name not in here and name not in flow.renamed:
            what = f"question {name} of version {one.version} is gone; write {name}: its new name"
            yield ("renamed",), f"{what}, or {name}: ~"
            continue
        now = name if name in here else flow.renamed[name]
        if now is None or now not in here:
            continue
        for answer in answers:
            entry = f"{name}.{answer}"
            if answer not in here[now] and entry not in flow.renamed:
                what = f"answer {entry} of version {one.version} is gone; write {entry}: "
                yield ("renamed",), f"{what}{now}.its_new_name, or {entry}: ~"


def _wrong_entries(flow: Flow) -> Found:
    """Find entries of `renamed` that lead nowhere, or from something that is still there."""
    here = record(flow).questions
    for old, new in flow.renamed.items():
        place: Path_ = ("renamed", old)
        question, dot, answer = old.partition(".")
        still = answer in here.get(question, ()) if dot else question in here
        if still:
            yield place, f"{old} is still there; take the entry out"
        if new is None:
            continue
        question, dot, answer = new.partition(".")
        there = answer in here.get(question, ()) if dot else question in here
        if not there or bool(dot) != ("." in old):
            yield place, f"{old} leads to {new}, which is not there; write what it is called now"


def _has(flow: Flow, name: str, answers: tuple[str, ...]) -> bool:
    return set(answers) <= set(record(flow).questions.get(name, ())) and name in flow.questions


def _answers(question: Any) -> tuple[str, ...]:
    return (*question.choices, *getattr(question, "cards", ()))


def _read(data: Mapping[str, Any]) -> Record:
    questions = {name: tuple(answers) for name, answers in data["questions"].items()}
    return Record(data["flow"], data["version"], data["fingerprint"], questions)


def _written(one: Record) -> str:
    questions = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(answers)}" for name, answers in one.questions.items()
    )
    return (
        f'{{\n  "flow": {json.dumps(one.flow)},\n  "version": {one.version},\n'
        f'  "fingerprint": {json.dumps(one.fingerprint)},\n'
        f'  "questions": {{\n{questions}\n  }}\n}}\n'
    )
