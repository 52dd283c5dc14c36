"""Problems as they are told in a terminal: in colour where it has any, else plain lines."""

import sys

from rich.console import Console
from rich.text import Text

from flows.values.source import Problem


def tell(errors: list[Problem], warnings: list[Problem]) -> bool:
    """Write problems to the error output, `file:line: what` each; tell whether none is an error."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, no_color=not colours())
    for problem in warnings:
        place = Text(f"{problem.file}:{problem.line}: ")
        console.print(place.append("warning: ", "yellow").append(problem.what))
    for problem in errors:
        place = Text(f"{problem.file}:{problem.line}: ", "bold")
        console.print(place.append("error: ", "bold red").append(problem.what, "not bold"))
    if errors:
        console.print(f"Errors: {len(errors)}. Warnings: {len(warnings)}.")
    return not errors


def colours() -> bool:
    """Tell whether the error output is a terminal."""
    return sys.stderr.isatty()
