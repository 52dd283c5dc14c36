"""Where a person stands: the flow in front of them as a drawing, its steps and questions marked."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.flowtools.draw import arrows_of
from bot.simulator.errors import Json
from flows.content.flow import Flow
from flows.content.library import Library


def drawing(library: Library, place: Mapping[str, Any]) -> Json:
    """Draw the front flow of a place, which the bot told: {"stack", "at", "path", ...}.

    Gives {"stack", "flow", "at", "steps": [{"id", "title", "questions": [{"id", "words", "state":
    "at" | "been" | "passed" | "ahead" | "aside"}]}], "arrows": [{"at", "to", "kind", "label"}]} and
    what else was told; without a flow in front no flow, no steps and no arrows.
    """
    stack = list(place.get("stack", ()))
    flow = library.flows.get(stack[-1]) if stack else None
    told = {key: place.get(key) for key in ("at", "language", "zone")}
    if flow is None:
        return {"stack": stack, **told}
    steps = [
        {
            "id": name,
            "title": step.title.text if step.title else name,
            "questions": [_question(flow, each, place) for each in step.questions],
        }
        for name, step in flow.steps.items()
    ]
    arrows = [asdict(arrow) for arrow in arrows_of(library.tables[flow.flow])]
    return {"stack": stack, "flow": flow.flow, "steps": steps, "arrows": arrows, **told}


def _question(flow: Flow, name: str, place: Mapping[str, Any]) -> Json:
    return {"id": name, "words": _words(flow, name), "state": _state(flow, name, place)}


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


def _words(flow: Flow, name: str) -> str:
    """Return a question's own name; its texts have variants, and the first may not be theirs."""
    named = flow.questions[name].name
    return named.text if named else ""
