"""What stands nowhere in the project, because it was seen to go wrong."""

import ast
import re

import pytest

from bot.logs import ALLOWED
from tests.house.tree import ROOT, files, modules

# Each of these lost people's answers, or brought erased ones back, or hung after a clock jump.
# The benchmarks may use them: they measure against them.
NEVER = {"PicklePersistence", "ConversationHandler", "JobQueue", "pickle", "time.sleep"} | {
    "asyncio.wait_for"  # Python 3.11's may swallow a cancellation
}
IN_TESTS = {"time.sleep", "asyncio.wait_for", "pickle"}
# Written in halves, so that this file may stay in the search.
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com")
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
WORDLESS = {".png", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".pdf", ".gz", ".db"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def texts() -> dict[str, str]:
    """Read every text file of the project."""
    return {
        str(file.relative_to(ROOT)): file.read_text("utf-8")
        for file in files()
        if file.suffix not in WORDLESS
    }


def uses(tree: ast.Module) -> set[str]:
    """Name what a module imports, mentions and calls."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found |= {node.attr, f"{ast.unparse(node.value)}.{node.attr}"}
        elif isinstance(node, ast.alias):
            found |= {node.name, node.name.rpartition(".")[2]}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_what_lost_answers_elsewhere_is_not_used() -> None:
    """No pickle, no handler that keeps state in memory, no sleep that blocks the loop."""
    found = {
        (name, each)
        for name, tree in modules().items()
        if not name.startswith("benchmarks")
        for each in uses(tree) & NEVER
        # A test may wait for another process, and share with it; the bot has no thread to spare.
        if not (each in IN_TESTS and name.startswith("tests"))
    }
    assert found == set()


def test_no_registry_is_named() -> None:
    """Where packages come from is the installer's business."""
    found = {(name, each) for name, text in texts().items() for each in REGISTRIES if each in text}
    assert found == set()


def test_nothing_is_left_for_later() -> None:
    """What isn't done isn't in the tree; it is an issue."""
    assert [name for name, text in texts().items() if LATER.search(text)] == []


def logged() -> list[tuple[str, ast.Call]]:
    """List every call that writes a log line, with its place."""
    return [
        (f"{name}:{node.lineno}", node)
        for name, tree in modules().items()
        if name.split(".")[0] in {"bot", "flows"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and "log" in ast.unparse(node.func.value)
    ]


def test_log_events_are_constant() -> None:
    """What happened is a fixed sentence; what it happened to is a key, and keys are filtered."""
    filled = [
        place
        for place, call in logged()
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert filled == []


def test_log_keys_are_known() -> None:
    """A key that would be dropped at run time is noticed here."""
    dropped = {
        (place, word.arg)
        for place, call in logged()
        for word in call.keywords
        if word.arg not in ALLOWED | {"exc_info"}
    }
    assert dropped == set()


@pytest.mark.parametrize("name", [".env", "data"])
def test_no_secret_and_no_data_is_kept_with_the_code(name: str) -> None:
    """Neither the settings nor a database is ever committed."""
    assert not [each for each in texts() if each == name or each.startswith(f"{name}/")]
