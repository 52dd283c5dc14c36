"""The press: sets what it is given with typst. It belongs to one thread, and blocks it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import typst

from bot.paper.data import page, picture
from bot.paper.glyphs import FONTS
from bot.paper.sheets import ChartWords, NotDrawnError, PanickedError, Part, PlanWords, Point

HERE: Final = Path(__file__).parent
PIXELS_PER_INCH: Final = 216.0
"""Three pixels to each of the chart's 360 points: sharp on a phone, and within Telegram's 1280."""

PANIC: Final = "PanicException"
"""What Rust's own failures arrive as; no `Exception`, and its class can't be imported."""


class Press:
    """Holds one compiler with the shipped fonts and no others; keep it, it grows warm.

    What people wrote is handed over beside the source, as data, and is never part of it. Equal
    input gives equal bytes: no clock, no name and no id gets in.
    """

    def __init__(self, sources: Path = HERE) -> None:
        self._sources = sources
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
        )
        self._compiler = typst.Compiler(root=sources, font_paths=fonts, ignore_system_fonts=True)

    def chart(self, points: Sequence[Point], words: ChartWords) -> bytes:
        """Draw a chart as PNG, 1080 pixels wide. Raises PaperError."""
        return self.made("picture.typ", picture(points, words), "png")

    def plan_page(self, parts: Sequence[Part], words: PlanWords) -> bytes:
        """Set a plan as a tagged PDF on A4. Raises PaperError."""
        return self.made("plan.typ", page(parts, words), "pdf")

    def made(
        self,
        source: str,
        data: dict[str, Any],
        form: Literal["pdf", "png"],
        standards: Sequence[Literal["ua-1"]] = (),
    ) -> bytes:
        """Set one of the sources with its data; whatever the typesetter warns of is an error.

        With `standards` a PDF is checked against them too, and an error if it doesn't keep them.
        """
        try:
            made, warnings = self._compiler.compile_with_warnings(
                self._sources / source,
                format=form,
                ppi=PIXELS_PER_INCH,
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=list(standards),
            )
        except typst.TypstError as broken:
            raise NotDrawnError(f"{source}: not set") from broken
        except BaseException as broken:
            if type(broken).__name__ != PANIC:
                raise
            raise PanickedError(f"{source}: the typesetter panicked") from broken
        if warnings:
            raise NotDrawnError(f"{source}: {warnings[0].message}")
        if not isinstance(made, bytes):
            raise NotDrawnError(f"{source}: more than one picture")
        return made
