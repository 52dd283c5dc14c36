"""Writes into a golden conversation's file what came in place of what is written in it."""

import json
import re
from collections.abc import Iterator, Mapping

import yaml

from bot.flowtools.golden import Transcript
from bot.flowtools.script import LOOKS

PLAN = re.compile(r"^plan:.*\Z", re.MULTILINE | re.DOTALL)


def as_it_went(text: str, went: Transcript, reworded: Mapping[str, str] | None = None) -> str:
    """Return the file with its plan, and what is seen, as they are now; the rest stays as it is.

    `reworded` has texts that other conversations met in other words: a text that may not be there
    is not met in its own.
    """
    unseen = {**(reworded or {}), **reworded_in(went)}
    places = [
        (node, new)
        for turn, look, node in _looks(text)
        if (
            new := unseen.get(node.value)
            if look == "unseen"
            else went.instead.get((turn, node.value))
        )
    ]
    for node, new in reversed(places):
        end = len(text[: node.end_mark.index].rstrip())  # a folded text has its line's end too
        text = text[: node.start_mark.index] + _quoted(new) + text[end:]
    return _with_plan(text, went.plan)


def reworded_in(went: Transcript) -> dict[str, str]:
    """Return each text that something else came in place of, whatever the turn."""
    return {old: new for (_, old), new in went.instead.items()}


def _looks(text: str) -> Iterator[tuple[int, str, yaml.Node]]:
    """Go through what is looked at: in which turn of the file, how, and where it stands."""
    data = dict(_pairs(yaml.compose(text, Loader=yaml.CSafeLoader)))
    for turn, entry in enumerate(data["turns"].value):
        for look, wanted in _pairs(entry):
            for node in wanted.value if isinstance(wanted, yaml.SequenceNode) else [wanted]:
                if look in LOOKS:
                    yield turn, look, node


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)  # which is a YAML text, too


def _with_plan(text: str, plan: str | None) -> str:
    head = PLAN.sub("", text).rstrip() + "\n"
    if plan is None:
        return head
    lines = (f"  {line}".rstrip() for line in plan.split("\n"))
    return head + "plan: |\n" + "\n".join(lines) + "\n"
