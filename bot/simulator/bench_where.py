"""Where a person stands: the flow in front of them as a drawing, its steps and questions marked."""

from collections.abc import Mapping
from typing import Any

from bot.simulator.errors import Json
from flows.flow import Flow
from flows.library import Library
from flows.machine import OVER, Table


def drawing(library: Library, place: Mapping[str, Any]) -> Json:
    """Draw the front flow of a place, which the bot told: {"stack", "at", "path", ...}.

    Gives {"stack", "flow", "at", "steps": [{"id", "title", "questions": [{"id", "words", "state":
    "at" | "been" | "passed" | "ahead" | "aside", "ways": [{"on", "to"}]}]}]} and what else was
    told; without a flow in front no flow and no steps.
    """
    stack = list(place.get("stack", ()))
    flow = library.flows.get(stack[-1]) if stack else None
    told = {key: place.get(key) for key in ("at", "language", "zone")}
    if flow is None:
        return {"stack": stack, **told}
    table = library.tables[flow.flow]
    steps = [
        {
            "id": name,
            "title": step.title.text if step.title else name,
            "questions": [_question(flow, table, each, place) for each in step.questions],
        }
        for name, step in flow.steps.items()
    ]
    return {"stack": stack, "flow": flow.flow, "version": flow.version, "steps": steps, **told}


def _question(flow: Flow, table: Table, name: str, place: Mapping[str, Any]) -> Json:
    return {
        "id": name,
        "words": _words(flow, name),
        "state": _state(flow, name, place),
        "ways": _ways(table, name),
    }


def _state(flow: Flow, name: str, place: Mapping[str, Any]) -> str:
    at, path = place.get("at"), place.get("path", ())
    if name == at:
        return "at"
    if name in path:
        return "been"
    if name not in flow.order:
        return "aside"
    before = at in flow.order and flow.order.index(name) < flow.order.index(at)
    return "passed" if before else "ahead"


def _ways(table: Table, name: str) -> list[Json]:
    """List where answers lead that do not simply lead on."""
    return [
        {"on": row["trigger"], "to": "the end" if row["dest"] == OVER else row["dest"]}
        for row in table.rows
        if row["source"] == name
        and row["trigger"] not in ("answered", "pass")
        and not row["trigger"].startswith(("visit_", "back_"))
    ]


def _words(flow: Flow, name: str) -> str:
    """Return a question's own name; its texts have variants, and the first may not be theirs."""
    named = flow.questions[name].name
    return named.text if named else ""
