"""`checkup flows`: the dialogues and their words, for those who write, translate and review."""

from pathlib import Path
from typing import Annotated

import typer

flows = typer.Typer(help="The dialogues.", no_args_is_help=True)
words = typer.Typer(help="The translations.", no_args_is_help=True)
flows.add_typer(words, name="words")

Language = Annotated[str, typer.Option(help="Language code, like en or pt-BR.")]


@flows.command()
def check() -> None:
    """Say everything that is wrong with the flows, with file and line."""
    from bot.flowtools.check import problems

    _tell(problems(), "The flows are fine.")


@flows.command()
def draw(folder: Annotated[Path, typer.Argument()] = Path("docs/flows")) -> None:
    """Draw each flow as a Mermaid diagram."""
    from bot.flowtools.draw import draw as drawn

    for file in drawn(folder):
        typer.echo(file)


@flows.command()
def play(
    flow: Annotated[str, typer.Option(help="Its folder's name.")] = "checkup",
    language: Language = "en",
) -> None:
    """Play a flow here in the terminal."""
    from bot.flowtools.play import play as played

    played(flow, language)


@flows.command(name="print")
def print_texts(language: Language = "en") -> None:
    """Print all texts of a language on one page, in order, for review."""
    from bot.flowtools.pages import page

    typer.echo(page(language))


@words.command(name="update")
def update_words() -> None:
    """Bring the catalogues up to the English texts."""
    from bot.flowtools.words import update

    for line in update():
        typer.echo(line)


@words.command(name="check")
def check_words() -> None:
    """Say what is missing or out of date in the translations."""
    from bot.flowtools.words import problems

    _tell(problems(), "The translations are complete.")


def _tell(problems: list[str], fine: str) -> None:
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(2)
    typer.echo(fine)
