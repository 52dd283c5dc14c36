"""From values to what the typesetter reads: plain JSON, with every word made to fit the font."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.paper.glyphs import fitting
from bot.paper.sheets import (
    MOST_POINTS,
    ChartWords,
    Fit,
    Line,
    NothingToDrawError,
    Part,
    PlanWords,
    Point,
    Said,
    TooMuchError,
)
from bot.screen.html import right_to_left

MOST_LETTERS: Final = 30_000
"""Of a whole page's words; some eight pages."""

ANSWERS: Final = ("heard", "open", "challenged", "going", "change")

# Text and quiet text reach 7:1 on their ground, lines that carry meaning 4.5:1.
INK: Final = {
    "paper": "#f7f5f0",
    "text": "#1d2b33",
    "quiet": "#43525b",
    "line": "#cfcdc4",
    "mark": "#0f6b74",
    "wash": "#ebe8df",
}
# For a printer: the same on white.
PRINT: Final = {**INK, "paper": "#ffffff", "wash": "#f1f0ec"}


def picture(points: Sequence[Point], words: ChartWords) -> dict[str, Any]:
    """Return what a chart's picture is drawn from. Raises NothingToDrawError."""
    return {**_frame(words.language, words.title), **_chart(points, words), "ink": INK}


def page(parts: Sequence[Part], words: PlanWords) -> dict[str, Any]:
    """Return what a plan's page is set from. Raises NothingToDrawError and TooMuchError."""
    direction = _direction(words.language)
    read = {
        **_frame(words.language, words.title),
        "day": fitting(words.day),
        "foot": fitting(words.foot),
        "ink": PRINT,
        "parts": [_part(part, direction) for part in parts],
    }
    if not parts:
        raise NothingToDrawError("no part was chosen")
    if (size := _size(read)) > MOST_LETTERS:
        raise TooMuchError(f"{size} letters are more than {MOST_LETTERS}")
    return read


def merged(points: Sequence[Point]) -> list[Point]:
    """Put points in order, one a day (a later answer counts), and keep the newest."""
    days: dict[Any, Point] = {}
    for point in sorted(points, key=lambda each: each.day):
        before = days.get(point.day, point)
        known = {name: getattr(point, name) for name in ANSWERS}
        days[point.day] = replace(before, **{k: v for k, v in known.items() if v is not None})
    told = [p for p in days.values() if any(getattr(p, name) is not None for name in ANSWERS)]
    return told[-MOST_POINTS:]


def _frame(language: str, title: str) -> dict[str, Any]:
    name, _, region = language.replace("-", "_").partition("_")
    return {
        "lang": name.lower(),
        "region": region.upper() or None,
        "direction": _direction(language),
        "title": fitting(title),
    }


def _chart(points: Sequence[Point], words: ChartWords) -> dict[str, Any]:
    shown = merged(points)
    if not shown:
        raise NothingToDrawError("no point has an answer")
    first, last = shown[0].day, shown[-1].day
    span = (last - first).days
    places = [(p.day - first).days / span if span else 0.5 for p in shown]
    panels = [_panel(name, list(zip(places, shown, strict=True)), words) for name in ANSWERS]
    return {
        "direction": _direction(words.language),
        "panels": [panel for panel in panels if panel["dots"]],
        "days": [[x, fitting(p.label)] for x, p in zip(places, shown, strict=True)],
    }


def _panel(name: str, shown: list[tuple[float, Point]], words: ChartWords) -> dict[str, Any]:
    going = name == "going"
    levels = words.changes if name == "change" else words.levels
    marks = zip((0, 5, 10), words.marks, strict=True) if going else enumerate(levels)
    told = ((x, getattr(point, name)) for x, point in shown)
    return {
        "name": fitting(getattr(words, name)),
        "top": 10 if going else 3,
        "rows": 3,
        "marks": [[value, fitting(text)] for value, text in marks],
        "dots": [[x, value] for x, value in told if value is not None],
    }


def _part(part: Part, direction: str) -> dict[str, Any]:
    heading = {"heading": fitting(part.heading)}
    match part:
        case Said(lines=lines):
            return {"kind": "text", **heading, "lines": [_line(each, direction) for each in lines]}
        case Fit(rows=rows):
            return {"kind": "fit", **heading, "rows": [_row(*row) for row in rows]}
    alt = fitting(part.words.alt or part.words.title)
    return {"kind": "trend", **heading, **_chart(part.points, part.words), "alt": alt}


def _row(name: str, answer: str, level: int | None) -> dict[str, Any]:
    return {"name": fitting(name), "answer": fitting(answer), "level": level}


def _line(line: Line, direction: str) -> dict[str, Any]:
    words = fitting(line.words)
    kinds = Counter(unicodedata.bidirectional(letter) for letter in words)
    latin, arabic = kinds["L"], kinds["R"] + kinds["AL"]
    own = direction if latin == arabic else "ltr" if latin > arabic else "rtl"
    return {"words": words, "lead": fitting(line.lead), "style": line.style, "direction": own}


def _direction(language: str) -> str:
    return "rtl" if right_to_left(language) else "ltr"


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else 0
