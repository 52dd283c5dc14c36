"""Small rooms: how long a file and a function may be, and that each says what it is for."""

import ast

from tests.conftest import FIRST, LONG
from tests.house.tree import ROOT, files, modules

LONGEST_FILE = 250
LONGEST_FUNCTION = 45
MOST_PARAMETERS = 5
# Functions whose parameters a library dictates.
DICTATED = {("bot.telegram.transport", "do_request")}

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> list[tuple[str, AnyFunction]]:
    """List every function of the project with its module."""
    return [
        (name, node)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, AnyFunction)
    ]


def test_files_are_short() -> None:
    """A file that grows past the limit has more than one thing to do."""
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files()
        if file.suffix == ".py"
        and (lines := len(file.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_are_short() -> None:
    """A function fits on a screen."""
    long = {
        f"{name}.{each.name}": lines
        for name, each in functions()
        if (lines := (each.end_lineno or each.lineno) - each.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_functions_take_few_parameters() -> None:
    """More than five parameters are a value that has no name yet; tests name their fixtures."""
    many = {
        (name, each.name)
        for name, each in functions()
        if not name.startswith("tests")
        and len([*each.args.posonlyargs, *each.args.args, *each.args.kwonlyargs])
        - (bool(each.args.args) and each.args.args[0].arg in {"self", "cls"})
        > MOST_PARAMETERS
    }
    assert many <= DICTATED


def test_every_module_says_what_it_is_for() -> None:
    """Each module opens with a sentence."""
    full = {name: tree for name, tree in modules().items() if tree.body}
    assert [name for name, tree in full.items() if not ast.get_docstring(tree)] == []


def test_every_test_says_what_it_holds() -> None:
    """Each test has a docstring: one sentence that stays true."""
    silent = {
        (name, each.name)
        for name, each in functions()
        if each.name.startswith("test_") and not ast.get_docstring(each)
    }
    assert silent == set()


def test_the_long_tests_are_there() -> None:
    """What is kept from the short form is named as it is: a stale name would hide nothing."""
    there = {f"{name.replace('.', '/')}.py::{each.name}" for name, each in functions()}
    there |= {f"{name.replace('.', '/')}.py" for name in modules()}
    named = {long.partition("[")[0] for long in (*LONG, *FIRST)}
    assert {one for one in named if not any(place.endswith(one) for place in there)} == set()
