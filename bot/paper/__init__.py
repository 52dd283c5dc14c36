"""Paper: the chart as a picture for the chat, the plan as a page to take along."""

from bot.paper.paper import Paper
from bot.paper.parts import plan_parts
from bot.paper.sheets import (
    BusyError,
    ChartWords,
    ClosedError,
    Fit,
    Line,
    NotDrawnError,
    NothingToDrawError,
    PaperError,
    Part,
    PlanWords,
    Point,
    Said,
    TooMuchError,
    Trend,
)

__all__ = [
    "BusyError",
    "ChartWords",
    "ClosedError",
    "Fit",
    "Line",
    "NotDrawnError",
    "NothingToDrawError",
    "Paper",
    "PaperError",
    "Part",
    "PlanWords",
    "Point",
    "Said",
    "TooMuchError",
    "Trend",
    "plan_parts",
]
