"""Where things stand in a checkout of the project; an installed copy is read, never written."""

from pathlib import Path

from bot.refused import RefusedError
from flows.load import LIBRARY
from flows.values.words import LOCALES

ROOT = LIBRARY.parents[1]
RELEASED = LIBRARY.parent / "released"
DRAWINGS = ROOT / "docs" / "flows"

__all__ = ["DRAWINGS", "LIBRARY", "LOCALES", "RELEASED", "ROOT", "in_checkout", "shown"]


def in_checkout(root: Path = ROOT) -> None:
    """Raise RefusedError unless this is a checkout, whose files may be written."""
    if not (root / "pyproject.toml").is_file() or not (root / "docs").is_dir():
        raise RefusedError(
            f"This writes into the project, and {root} is an installed copy of it. "
            "Run it in a checkout: git clone, then make try."
        )


def shown(file: Path) -> str:
    """Return a file's name as it is typed from here."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
