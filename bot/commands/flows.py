"""`checkup flows`: the dialogues and their words, for those who write, translate and review."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.refused import RefusedError

flows = typer.Typer(help="The dialogues.", no_args_is_help=True)
words = typer.Typer(help="The translations.", no_args_is_help=True)
flows.add_typer(words, name="words")

Language = Annotated[str, typer.Option(help="Language code, like en or pt-BR.")]


@flows.command()
def check(
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Languages called complete must be complete.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the flows' versions as released, if all is well.")
    ] = False,
) -> None:
    """Say everything that is wrong with the flows, with file and line."""
    from bot.flowtools.check import Folders
    from bot.flowtools.check import check as checked
    from bot.flowtools.places import RELEASED, in_checkout, shown
    from bot.flowtools.released import keep as kept
    from bot.flowtools.told import tell

    if keep:
        in_checkout()
    report = checked(_now().date(), Folders(), strict=strict, keeping=keep)
    if not tell(report.errors, report.warnings):
        raise typer.Exit(1)
    if keep and report.library:
        for file in kept(report.library, RELEASED):
            typer.echo(f"Kept: {shown(file)}")
    warned = len(report.warnings)
    typer.echo("The flows are fine." if not warned else f"The flows work. Warnings: {warned}.")


@flows.command()
def draw(
    folder: Annotated[Path | None, typer.Argument(help="Where to; docs/flows if not said.")] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say which drawings are stale.")
    ] = False,
) -> None:
    """Draw each flow as a Mermaid chart."""
    from bot.flowtools.draw import draw as drawn
    from bot.flowtools.draw import stale
    from bot.flowtools.places import DRAWINGS, in_checkout, shown
    from flows.load import load_library

    if folder is None:
        in_checkout()
    where = folder or DRAWINGS
    with _telling():
        library = load_library()
    if not check:
        for file in drawn(library, where):
            typer.echo(shown(file))
        return
    old = stale(library, where)
    for file in old:
        typer.echo(f"{shown(file)}: stale; run checkup flows draw", err=True)
    if old:
        raise typer.Exit(1)
    typer.echo("The drawings are up to date.")


@flows.command()
def play(
    flow: Annotated[str, typer.Option(help="Its folder's name; all of it if not said.")] = "",
    language: Language = "",
    *,
    answers: Annotated[
        Path | None, typer.Option(help="Replay a golden conversation from this file.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Record what is played as a golden conversation.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="With --answers: write what is seen now into the file.")
    ] = False,
) -> None:
    """Play a conversation here in the terminal, by numbers, names or typed words."""
    from bot.flowtools import play as playing

    if answers and (flow or language or save):
        what = "--answers replays what is written in its file; leave out"
        raise RefusedError(f"{what} --flow, --language and --save.")
    if update and not answers:
        raise RefusedError("--update writes into the file that --answers names; give both.")
    with _telling():
        if answers:
            raise typer.Exit(playing.replayed(answers, update=update))
        playing.play(flow, language or "en", save=save)


@flows.command(name="print")
def print_texts(
    language: Language = "en",
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Print all texts of a language on one page, in order, for review."""
    from bot.flowtools.pages import page

    with _telling():
        text = page(language)
    if output is None:
        typer.echo(text)
    else:
        output.write_text(text, "utf-8")
        typer.echo(f"Written: {output}")


@words.command(name="update")
def update_words() -> None:
    """Bring the catalogues up to the English texts."""
    from bot.flowtools.places import in_checkout
    from bot.flowtools.words import update
    from flows.load import load_library

    in_checkout()
    with _telling():
        for line in update(load_library(), _now()):
            typer.echo(line)


@words.command(name="check")
def check_words() -> None:
    """Say what is missing, uncertain or wrong in the translations."""
    from bot.flowtools.told import tell
    from bot.flowtools.wordcheck import findings
    from flows.load import load_library

    with _telling():
        found = findings(load_library())
    warnings = [finding.problem for finding in found if not finding.grave]
    if not tell([finding.problem for finding in found if finding.grave], warnings):
        raise typer.Exit(1)
    typer.echo("The translations are fine." if not warnings else "Nothing grave.")


@contextmanager
def _telling() -> Iterator[None]:
    """Tell what is wrong with the files that can't be read, in place of an error."""
    from bot.flowtools.told import tell
    from flows.load import LoadError

    try:
        yield
    except LoadError as error:
        tell(error.problems, [])
        raise typer.Exit(1) from None


def _now() -> datetime:
    return datetime.now(UTC)
