"""Reads a library of flows, and reports every problem of every file at once."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from flows.checks.check import cross_check
from flows.content.flow import Flow
from flows.content.kinds import Reminding
from flows.content.library import Commands, Library, Notices
from flows.content.lines import Lines
from flows.questions.base import Frozen
from flows.values import source
from flows.values.source import Problem, Source

LIBRARY = Path(__file__).parent / "library"
Part = TypeVar("Part", bound=Frozen)


class LoadError(Exception):
    """The library can't be used; `problems` says where and what to write instead."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load_library(folder: Path | None = None) -> Library:
    """Read all flows of a folder. Raises LoadError with every problem found."""
    root = folder or LIBRARY
    problems: list[Problem] = []
    read = {name: _read_flow(root / name, problems) for name in _flow_names(root)}
    flows = {name: flow for name, (_, flow) in read.items() if flow}
    sources = {name: src for name, (src, _) in read.items()}
    notices = _read_part(root / "notices.yaml", Notices, problems, sources)
    commands = _read_part(root / "commands.yaml", Commands, problems, sources)
    lines = _read_part(root / "lines.yaml", Lines, problems, sources)
    kinds: Reminding | None = Reminding()
    if (root / "reminders.yaml").exists():  # a library can do without
        kinds = _read_part(root / "reminders.yaml", Reminding, problems, sources)
    if notices and commands and lines and kinds and len(flows) == len(read):
        library = Library(flows, notices.notices, notices.typed, commands.commands, lines, kinds)
        problems += cross_check(library, sources)
        if not problems:
            return library
    raise LoadError(sorted(problems, key=lambda p: (p.file, p.line)))


def _flow_names(root: Path) -> list[str]:
    return sorted(file.parent.name for file in root.glob("*/flow.yaml"))


def _read_part(
    file: Path, kind: type[Part], problems: list[Problem], sources: dict[str, Source]
) -> Part | None:
    if not file.exists():
        problems.append(Problem(file.name, 1, "the file is missing"))
        return None
    sources[file.name] = source.read(file, file.name, file.stem)
    return _validated(kind, sources[file.name], problems)


def _read_flow(folder: Path, problems: list[Problem]) -> tuple[Source, Flow | None]:
    name = folder.name
    src = source.read(folder / "flow.yaml", f"{name}/flow.yaml", name)
    beside = {part: _beside(folder, part, src, problems) for part in ("advice", "cards")}
    if src.data is None:
        problems += src.problems
        return src, None
    data = _with_ids(src.data, beside["cards"])
    if beside["advice"]:
        data["advice"] = beside["advice"]
    flow = _validated(Flow, src, problems, data)
    if flow and flow.flow != name:
        problems.append(src.problem(("flow",), f"the folder is {name!r}; write flow: {name}"))
    return src, flow.model_copy(update={"fingerprint": fingerprint(flow)}) if flow else None


def _beside(folder: Path, part: str, flow: Source, problems: list[Problem]) -> Any:
    """Read a file beside the flow; its lines are kept under the part's name."""
    file = folder / f"{part}.yaml"
    if not file.exists():
        return None
    src = source.read(file, f"{folder.name}/{part}.yaml", f"{folder.name}.{part}")
    problems += src.problems
    flow.beside[part] = src
    return src.data


def _with_ids(data: Any, cards: Any) -> dict[str, Any]:
    """Give each question its id and step, and a browse question its cards."""
    if not isinstance(data, dict):
        return {}
    steps = {}
    for step_name, step in _items(data.get("steps")):
        questions = {}
        for name, question in _items(_get(step, "questions")):
            questions[name] = question
            if isinstance(question, dict):
                questions[name] = {**question, "id": str(name), "step": str(step_name)}
                wanted = question.get("cards")
                if isinstance(wanted, list):
                    found = _get(cards, "cards") or {}
                    questions[name]["cards"] = {c: found.get(c, "no such card") for c in wanted}
        steps[step_name] = {**step, "questions": questions} if isinstance(step, dict) else step
    return {**data, "steps": steps}


def _get(part: Any, key: str) -> Any:
    return part.get(key) if isinstance(part, dict) else None


def _items(part: Any) -> list[tuple[Any, Any]]:
    return list(part.items()) if isinstance(part, dict) else []


def _validated(
    kind: type[Part], src: Source, problems: list[Problem], data: Any = None
) -> Part | None:
    problems += src.problems
    data = src.data if data is None else data
    if data is None or src.problems:
        return None
    try:
        return kind.model_validate(data)
    except ValidationError as invalid:
        problems += [_problem(src, data, dict(error)) for error in invalid.errors()]
        return None


def _problem(src: Source, data: Any, error: Mapping[str, Any]) -> Problem:
    path = source.real_path(data, error["loc"])
    what = str(error["msg"]).removeprefix("Value error, ")
    key = error["loc"][-1] if error["loc"] else ""
    if error["type"] == "missing":
        what = f"{key!r} is missing; add it"
    elif error["type"] == "extra_forbidden":
        what = f"{key!r} is no key here; see docs/writing-a-flow.md for the keys"
    elif path:
        what = f"{path[-1]}: {what}"
    if path and path[0] in src.beside:
        return src.beside[str(path[0])].problem(path[1:], what)
    return src.problem(path, what)


def fingerprint(flow: Flow) -> str:
    """Return a short mark of a flow's structure: its questions and what can be answered."""
    parts = [
        f"{q.id}:{q.ask}:{','.join(q.choices)}:{sorted(q.next.items())}:{q.aside}:{q.end}"
        for q in flow.questions.values()
    ]
    text = f"{flow.version};" + ";".join(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
