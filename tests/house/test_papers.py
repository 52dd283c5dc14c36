"""The papers say what is: commands exist, settings are all there, lists are locked."""

import ast
import re
import tomllib
from itertools import chain
from typing import Any

import pytest
import typer
import yaml

from bot.cli import app
from bot.settings.settings import Settings, read
from tests.house.tree import ROOT, files, modules

SETTINGS = {field.upper() for field in Settings.model_fields}
PAPERS = [file for file in files() if file.suffix == ".md" and "adr" not in file.parts]


def text(name: str) -> str:
    """Read one of the project's files."""
    return (ROOT / name).read_text("utf-8")


def commands(group: Any = None, before: str = "") -> set[str]:
    """List everything that can be typed after `checkup`."""
    found = {before.strip()}
    for name, each in getattr(group or typer.main.get_command(app), "commands", {}).items():
        found |= commands(each, f"{before} {name}")
    return found


def typed_in_docker(line: str) -> str:
    """Give what `docker compose exec` or `run` runs, where that is our command."""
    return re.sub(r"^docker compose (exec(?: -T)? checkup|run --rm) (?=checkup )", "", line)


def events(*levels: str) -> set[str]:
    """List what the bot's code logs at these levels; the simulator is in no operator's bot."""
    return {
        str(node.args[0].value)
        for name, tree in modules().items()
        if name.startswith("bot.") and not name.startswith("bot.simulator")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and re.match(r"log$|structlog\.get_logger", ast.unparse(node.func.value))
        and isinstance(node.args[0], ast.Constant)
    }


def quoted(paper: str) -> list[str]:
    """List what a paper shows to be typed: its code blocks' lines and its inline code."""
    blocks = re.findall(r"```(?:bash|sh)?\n(.*?)```", paper, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", paper, flags=re.DOTALL))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda file: file.name)
def test_every_command_in_the_papers_exists(paper: Any) -> None:
    """What a reader is told to type can be typed."""
    known = commands()
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))
    for typed in map(typed_in_docker, quoted(paper.read_text("utf-8"))):
        if match := re.match(r"(?:\.venv/bin/)?checkup((?: [a-z]+)*)", typed):
            words = match[1].split()
            assert any(" ".join(words[:n]) in known - {""} for n in (1, 2, 3)) or not words, typed
        elif match := re.match(r"make (\w+)", typed):
            assert match[1] in targets, typed


def test_every_line_of_trouble_is_explained() -> None:
    """The operator's tables have each event of a warning or an error, and none that is no more."""
    page = text("docs/operating.md").partition("\n## Log lines")[2].partition("\n## ")[0]
    first = "".join(re.findall(r"^\|([^|]*)\|", page, re.MULTILINE))
    told = set(re.findall(r"`([^`]+)`", first))
    assert events("warning", "error", "exception") - told == set()
    assert told - events("debug", "info", "warning", "error", "exception") == set()


def test_the_readme_has_the_commands_that_people_start_with() -> None:
    """Try, test, run: they stand in the README as they are typed."""
    typed = quoted(text("README.md"))
    assert {"make try", "make test", ".venv/bin/checkup run"} <= set(typed)


@pytest.mark.parametrize("name", ["README.md", ".env.example"])
def test_every_setting_is_told(name: str) -> None:
    """The table and the example file have all settings and no others."""
    if name == ".env.example":
        told = set(re.findall(r"^#?([A-Z_]+)=", text(name), re.MULTILINE))
    else:
        table = text(name).partition("## Settings")[2].partition("\n## ")[0]
        told = set(re.findall(r"`([A-Z_]+)`", table)) - {
            "NAME_FILE",
            "DEBUG",
            "INFO",
            "WARNING",
            "ERROR",
        }
    assert told == SETTINGS


def test_the_example_file_shows_the_real_defaults() -> None:
    """Uncommented, the example changes nothing."""
    token = {"TELEGRAM_BOT_TOKEN": "1" * 9 + ":" + "A" * 35}
    given = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text(".env.example"), re.MULTILINE))
    assert read(given | token) == read(token)


def test_the_changelog_knows_this_version() -> None:
    """What pyproject.toml says is being released has its entry."""
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in text("CHANGELOG.md")


@pytest.mark.parametrize("kind", ["", "-dev", "-build"])
def test_everything_installed_is_locked_with_hashes(kind: str) -> None:
    """Each line names one version and its hashes; none says where it comes from."""
    locked = text(f"requirements{kind}.txt").replace("\\\n", " ")
    lines = [line for line in locked.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in locked


def test_every_dependency_is_in_the_locked_lists() -> None:
    """A dependency added without `make lock` would be missing on every other machine."""
    project = tomllib.loads(text("pyproject.toml"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = {"": [*project["project"]["dependencies"], *chain(*extras)]}
    wanted["-dev"] = project["dependency-groups"]["dev"]
    for kind, names in wanted.items():
        locked = set(
            re.findall(r"^([\w.-]+)==", text(f"requirements{kind}.txt").lower(), re.MULTILINE)
        )
        plain = {re.split(r"[<>=;\[ ]", name)[0].lower() for name in names}
        assert plain - locked == set()


def test_the_image_is_built_from_what_is_there() -> None:
    """Every file that the Dockerfile copies exists and is let through by .dockerignore."""
    let_through = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", text("Dockerfile"), re.MULTILINE):
        *sources, _target = line.split()
        assert set(sources) <= let_through
        assert [name for name in sources if not (ROOT / name).exists()] == []


def test_the_image_is_locked_unprivileged_and_watched() -> None:
    """It installs with hashes, runs as nobody special, and says when it is unwell."""
    image = text("Dockerfile")
    assert image.count("--require-hashes") == 2
    assert "USER 10001:10001" in image
    assert re.search(r"^HEALTHCHECK .*\\\n.*/livez", image, re.MULTILINE)
    set_there = dict(re.findall(r"^ +([A-Z_]+)=(\S+)", image, re.MULTILINE))
    known = {name: value for name, value in set_there.items() if name in SETTINGS}
    settings = read(known | {"TELEGRAM_BOT_TOKEN": "1" * 9 + ":" + "A" * 35})
    assert settings.health_listen
    assert settings.health_listen.port == 8081
    assert settings.database_url == "sqlite+aiosqlite:////data/checkup.db"


def test_the_compose_file_is_hardened_and_sets_what_exists() -> None:
    """Read-only, without rights, and its settings are ours."""
    ((name, service),) = yaml.safe_load(text("compose.yaml"))["services"].items()
    assert name == "checkup"  # the papers say so
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {name.removesuffix("_FILE") for name in service["environment"]} <= SETTINGS
