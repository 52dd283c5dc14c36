"""A conversation in the terminal, with the same engine and the same words as the bot's."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.flowtools import panels
from bot.flowtools.golden import known_at_first, read_script, replay
from bot.flowtools.person import Person
from bot.flowtools.rewriting import as_it_went
from bot.flowtools.script import ScriptError, span
from bot.flowtools.shown import Seen
from bot.flowtools.words import read_words
from bot.refused import RefusedError
from flows.engine import Engine
from flows.load import load_library
from flows.values.session import Held

LEAVE = "q"
HOW = """\
Type a button's number, or words. /start and the like are commands, +3 days lets time pass,
q leaves.
"""


class Played:
    """A person at the terminal; holds what was done as the turns of a golden conversation."""

    def __init__(self, engine: Engine, language: str, now: datetime, flow: str) -> None:
        self.opened = flow
        consent: dict[str, Held] = {"consent": "1"} if flow else {}
        self.person = Person(engine, now, {**known_at_first(language), **consent})
        self.began = now
        self.language = language
        self.turns: list[tuple[str, str]] = []
        self.plan: str | None = None

    def begins(self) -> Seen:
        """Open the wanted flow, or start as everyone does."""
        return self._did("opens", self.opened) if self.opened else self._did("sends", "/start")

    def takes(self, line: str) -> Seen:
        """Take one line as typed: a command, a number of a button, a wait, or words."""
        if line.startswith("/"):
            return self._did("sends", line)
        if line.startswith("+"):
            try:
                span(line[1:].strip())
            except ValueError as wrong:
                return Seen(None, toast=str(wrong))
            return self._did("waits", line[1:].strip())
        every = self.person.seen.card.every if self.person.seen.card else ()
        if (
            line.isdecimal()
            and line not in {b.label for b in every}
            and 0 < int(line) <= len(every)
        ):
            button = every[int(line) - 1]
            alone = [b.label for b in every].count(button.label) == 1
            return self._did("taps", button.label if alone else f"#{button.id}")
        return self._did("says", line)

    def _did(self, deed: str, of: str) -> Seen:
        self.turns.append((deed, of))
        seen = self.person.does(deed, of)
        if seen.card and seen.card.keep:
            self.plan = seen.card.text()
        return seen


def play(flow: str = "", language: str = "en", *, save: Path | None = None) -> None:
    """Play until `q` or the end of the input; raises RefusedError for what there is not."""
    library, words = load_library(), read_words()
    if save and not save.absolute().parent.is_dir():
        raise RefusedError(
            f"There is no folder {save.absolute().parent} to write {save.name} into."
        )
    if flow and flow not in library.flows:
        raise RefusedError(f"There is no flow {flow!r}. There are: {', '.join(library.flows)}.")
    nearest = words.nearest(language)
    if nearest is None:
        raise RefusedError(f"There are no words in {language!r}: {', '.join(words.languages)}.")
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    played = Played(Engine(library, words), nearest, now, flow)
    _write(HOW)
    _show(played.begins())
    for line in _lines():
        _show(played.takes(line))
    if save:
        save.write_text(as_yaml(played), "utf-8")
        _write(f"Written: {save}")


def replayed(file: Path, *, update: bool = False) -> int:
    """Replay a golden conversation and print it; the exit code says whether it is as written.

    Raises RefusedError for a file that can't be read.
    """
    try:
        script = read_script(file)
    except FileNotFoundError:
        raise RefusedError(f"There is no file {file}.") from None
    except OSError as wrong:
        raise RefusedError(f"{file} can't be read: {wrong.strerror}.") from None
    except ScriptError as wrong:
        _write(str(wrong), wrong=True)
        return 1
    engine = Engine(load_library(), read_words())
    went = replay(engine, script)
    _write(went.text())
    if update:
        file.write_text(as_it_went(file.read_text("utf-8"), went), "utf-8")
        went = replay(engine, read_script(file))
    for problem in went.problems:
        _write(str(problem), wrong=True)
    return 1 if went.problems else 0


def as_yaml(played: Played) -> str:
    """Return what was played as the file of a golden conversation."""
    lines = [
        "conversation: as it was played",
        f"language: {played.language}",
        f"now: {played.began:%Y-%m-%d %H:%M}",
        *(["known: { consent: 1 }"] if played.opened else ()),
        "turns:",
    ]
    for deed, of in played.turns:
        quoted = json.dumps(of, ensure_ascii=False)  # which is a YAML text, too
        lines.append(f"  - {quoted}" if deed == "sends" else f"  - {deed}: {quoted}")
    if played.plan:
        lines += ["plan: |", *(f"  {line}".rstrip() for line in played.plan.split("\n"))]
    return "\n".join(lines) + "\n"


def _lines() -> Iterator[str]:
    """Give what is typed, line by line, until `q` or the end."""
    prompt = "> " if _on_screen() else ""
    while True:
        try:
            line = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line == LEAVE:
            return
        if line:
            yield line


def _show(seen: Seen) -> None:
    if _on_screen():
        panels.show(Console(highlight=False), seen)
    else:
        _write("\n".join(panels.plain(seen)))


def _on_screen() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(text: str, *, wrong: bool = False) -> None:
    print(text, file=sys.stderr if wrong else sys.stdout)
