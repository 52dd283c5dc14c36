"""YAML as the library is written in it: text only, no doubled keys, every line remembered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
STRUCTURE = frozenset({"steps", "questions", "text", "quote", "first", "other", "one"})


class Scalar(str):
    """A text from a file, with the place its translation goes by (flow, question, key)."""

    __slots__ = ("where",)
    where: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, and what to write instead."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(slots=True)
class Source:
    """A file read: its plain data, the line of each key and entry, and the files beside it."""

    file: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    beside: dict[str, "Source"] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """Return the line of the nearest place on the way to `path`."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path_, what: str) -> Problem:
        """Tell of something wrong at a place."""
        return Problem(self.file, self.line(path), what)


def real_path(data: Any, loc: tuple[str | int, ...]) -> Path_:
    """Return the part of an error's place that stands in the file; tags of a union do not."""
    path: Path_ = ()
    for part in loc:
        within = range(len(data)) if isinstance(data, list) else data
        if isinstance(data, dict | list) and part in within:
            data, path = data[part], (*path, part)  # type: ignore[index]
    return path


def read(file: Path, shown: str, prefix: str) -> Source:
    """Read one file; `prefix` begins the place of each of its texts. Problems are collected."""
    source = Source(shown)
    try:
        loader = yaml.CSafeLoader(file.read_text("utf-8"))
        aliased = _refused_events(file.read_text("utf-8"))
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        source.problems.append(Problem(shown, line, f"not YAML: {error.problem}"))
        return source
    except UnicodeDecodeError:
        source.problems.append(Problem(shown, 1, "not UTF-8; save the file as UTF-8"))
        return source
    for line in aliased:
        what = "anchors and aliases (&, *, <<) are not used; write it out"
        source.problems.append(Problem(shown, line, what))
    if node is None:
        source.problems.append(Problem(shown, 1, "the file is empty"))
    elif not source.problems:
        source.data = _plain(node, (), source, prefix)
    return source


def _refused_events(text: str) -> list[int]:
    return [
        event.start_mark.line + 1
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        if event.start_mark
        and (isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None))
    ]


def _plain(node: yaml.Node, path: Path_, source: Source, prefix: str) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, source, prefix))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, (*path, i), source, prefix) for i, n in enumerate(node.value)]
    if node.value == "~":
        return None
    scalar = Scalar(node.value)
    scalar.where = _where(path, prefix)
    return scalar


def _pairs(
    node: yaml.MappingNode, path: Path_, source: Source, prefix: str
) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        if key in seen:
            line = key_node.start_mark.line + 1
            what = f"{key!r} stands twice here; keep one"
            source.problems.append(Problem(source.file, line, what))
        seen.add(key)
        source.lines[here] = key_node.start_mark.line + 1
        yield key, _plain(value_node, here, source, prefix)


def _where(path: Path_, prefix: str) -> str:
    """Name a text by flow, question and key, so that moving a paragraph keeps its translation."""
    named = [str(part) for part in path if not isinstance(part, int)]
    if named[:1] == ["steps"] and named[2:3] == ["questions"]:
        named = named[3:]
    kept = [part for part in named if part not in STRUCTURE]
    return ".".join((prefix, *kept))
