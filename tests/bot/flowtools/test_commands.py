"""`checkup flows` as it is typed: processes with pipes, exit codes, files written."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.flowtools.play import Played, as_yaml
from bot.refused import RefusedError
from tests.bot.flowtools import tea
from tests.typed import refused

ROOT = Path(__file__).parents[3]


def typed(
    folder: Path, *words: str, lines: str = "", houses: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run `checkup flows ...` in a folder, with these lines typed; the code is in `houses`."""
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "flows", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(houses)},
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_conversation_is_played_saved_and_replayed(tmp_path: Path) -> None:
    """Numbers, labels, words and commands in a pipe give plain lines; the record is golden."""
    lines = "1\nYes, I'm safe\n4\n/help\nq\nnever read\n"
    done = typed(tmp_path, "play", "--save", "me.yaml", lines=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Are you safe right now?" in done.stdout
    assert "1 of 6  ▰▱▱▱▱▱" in done.stdout
    assert "\x1b" not in done.stdout
    assert "  4  More than 20\n" in done.stdout
    assert "never read" not in done.stdout
    assert '\n  - taps: "More than 20"\n' in (tmp_path / "me.yaml").read_text("utf-8")
    again = typed(tmp_path, "play", "--answers", "me.yaml")
    assert (again.returncode, again.stderr) == (0, "")
    assert "» taps: More than 20" in again.stdout


def test_a_golden_conversation_that_differs_fails_and_can_be_updated(tmp_path: Path) -> None:
    """Exit code 1 and what differs, with its line."""
    file = tmp_path / "me.yaml"
    head = "conversation: me\nnow: 2026-11-23 10:00\nturns:\n  - /start\n"
    file.write_text(head + "plan: nothing yet\n", "utf-8")
    done = typed(tmp_path, "play", "--answers", "me.yaml")
    assert done.returncode == 1
    assert done.stderr.startswith("me.yaml: the plan is not as written")
    assert typed(tmp_path, "play", "--answers", "me.yaml", "--update").returncode == 0
    assert file.read_text("utf-8") == head
    file.write_text("turns: x\n", "utf-8")
    assert "write turns as a list" in typed(tmp_path, "play", "--answers", "me.yaml").stderr


def test_what_replaying_can_not_honour_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In plain words, with exit code 2: options it would ignore, files that aren't there."""
    (tmp_path / "me.yaml").write_text("conversation: me\n", "utf-8")
    for words, said in (
        (("--answers", "me.yaml", "--save", "x.yaml"), "leave out --flow, --language and --save."),
        (("--answers", "me.yaml", "--language", "es"), "leave out --flow, --language and --save."),
        (("--update",), "give both."),
        (("--answers", "none.yaml"), "There is no file none.yaml."),
        (("--answers", "."), ". can't be read: Is a directory."),
        (("--save", "none/me.yaml"), "to write me.yaml into."),
        (("--language", "xx"), "There are no words in 'xx': en, es."),
    ):
        told = refused(monkeypatch, capsys, tmp_path, "flows", "play", *words)
        assert told.endswith(f"{said}\n"), told


def test_one_flow_is_played_by_itself(tmp_path: Path) -> None:
    """Without the way to it; a flow that is not there is refused with those that are."""
    done = typed(tmp_path, "play", "--flow", "help_now", lines="+3 days\n+soon\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("A breathing minute") == 2
    assert "write 30 seconds" in done.stdout
    spanish = CliRunner().invoke(app, ["flows", "play", "--language", "es"], input="1\nq\n")
    assert (spanish.exit_code, "¿Estás a salvo en este momento?" in spanish.stdout) == (0, True)
    refused = typed(tmp_path, "play", "--flow", "tea")
    assert refused.returncode == 2
    assert refused.stderr.startswith("There is no flow 'tea'. There are: about, ")


def test_numbers_mean_buttons_unless_a_button_reads_so(tmp_path: Path) -> None:
    """On a scale, 3 is the three; what was done is written down by label."""
    text = tea.TEA.replace("tea: { text: Tea, also: a cup of tea | chai }", 'tea: "2"')
    played = Played(tea.engine(tmp_path, text), "en", datetime(2026, 11, 23, tzinfo=UTC), "tea")
    played.begins()
    assert played.takes("2").card is not None
    assert played.person.talk.sessions["tea"].answers["drink"].value == "tea"
    played.takes("1")
    played.takes("5")
    deeds = [("opens", "tea"), ("says", "2"), ("taps", "Milk"), ("taps", "Done")]
    assert played.turns == deeds
    assert played.plan == "Done\n2 of 2  ▰▰\n\n2 with Milk."
    assert as_yaml(played).startswith("conversation: as it was played\n")


def test_a_check_tells_in_plain_lines_and_an_exit_code(tmp_path: Path) -> None:
    """In a pipe there are no colours; what is stale or wrong is exit code 1 and a line each."""
    (tmp_path / "drawn").mkdir()
    done = typed(tmp_path, "draw", "drawn", "--check")
    assert done.returncode == 1
    assert "drawn/checkup.md: stale; run checkup flows draw\n" in done.stderr
    assert "\x1b" not in done.stderr
    assert list((tmp_path / "drawn").iterdir()) == []


def test_the_flows_as_they_are_pass_their_check() -> None:
    """What is in the tree loads and loses nobody's answers."""
    result = CliRunner().invoke(app, ["flows", "check"])
    assert result.exit_code == 0, result.output


def test_the_page_for_review_goes_to_a_file(tmp_path: Path) -> None:
    """Or to the output; a language without texts is refused."""
    file = tmp_path / "page.md"
    result = CliRunner().invoke(app, ["flows", "print", "--output", str(file)])
    assert result.exit_code == 0
    assert file.read_text("utf-8").startswith("# All texts in en\n")
    refused = CliRunner().invoke(app, ["flows", "print", "--language", "xx"])
    assert isinstance(refused.exception, RefusedError)


def test_drawings_go_to_a_folder_of_ones_own(tmp_path: Path) -> None:
    """An installed copy has no docs to write into, but any folder will do."""
    here = str(tmp_path / "here")
    assert CliRunner().invoke(app, ["flows", "draw", here]).exit_code == 0
    assert (tmp_path / "here" / "checkup.md").is_file()
    assert CliRunner().invoke(app, ["flows", "draw", here, "--check"]).exit_code == 0


def test_an_installed_copy_is_never_written(tmp_path: Path) -> None:
    """Only a checkout is; the refusal says so, and what an installed copy can do still works."""
    site = tmp_path / "site"
    site.mkdir()
    for house in ("bot", "flows"):
        (site / house).symlink_to(ROOT / house)
    refused = typed(tmp_path, "words", "update", houses=site)
    assert refused.returncode == 2
    assert f"{site} is an installed copy" in refused.stderr
    played = typed(tmp_path, "play", lines="q\n", houses=site)
    assert (played.returncode, played.stderr) == (0, "")
