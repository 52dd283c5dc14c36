"""The project's own files, as the house's rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# A clone that belongs to someone else, as in a container, may be listed too.
LIST = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard"
ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[Path, ...]:
    """List every file of the project that git knows or would take."""
    listed = subprocess.run(
        LIST.split(),
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    names = listed.decode().split("\0")
    return tuple(ROOT / name for name in sorted(names) if name and (ROOT / name).is_file())


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every Python file; keys are module names, packages without `.__init__`."""
    found = {}
    for file in files():
        if file.suffix == ".py":
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = ast.parse(file.read_text("utf-8"), str(file))
    return found


@cache
def imports(name: str) -> tuple[str, ...]:
    """List what a module imports, at any depth: `x.y` for `import x.y`, and for `from x import y`.

    `y` may be a module or a name in `x`: whoever asks looks for both.
    """
    return tuple(_imports(name))


def _imports(name: str) -> Iterator[str]:
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import hides where the arrow points"
            yield from (f"{node.module}.{each.name}" for each in node.names)


@cache
def ours(name: str) -> frozenset[str]:
    """List the modules of this project that a module imports."""
    known = modules()
    found = set()
    for each in imports(name):
        parent = each.rpartition(".")[0]
        found |= {each} & known.keys() or {parent} & known.keys()
    return frozenset(found - {name})
