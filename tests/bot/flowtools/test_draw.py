"""Drawings: from the machine, readable on GitHub, known to be stale when they are."""

from pathlib import Path

from bot.flowtools import draw
from flows.load import load_library
from tests.bot.flowtools import tea


def test_the_chart_has_every_question_and_every_move(tmp_path: Path) -> None:
    """Boxes for steps, an arrow with the answer that leads elsewhere, `pass` dashed."""
    chart = draw.pages(load_library(tea.library(tmp_path)))["tea.md"]
    assert 'subgraph s_drink["Something warm"]' in chart
    assert 'q_drink["<b>drink</b><br>Drink"]' in chart
    for arrow in (
        "start(( )) --> q_drink",
        "q_drink --> q_extra",
        "q_drink -->|none| q_page",
        "q_extra -. pass .-> q_page",
        "q_page <--> q_list",
        "q_page --> q_over",
    ):
        assert f"  {arrow}\n" in chart


def test_every_move_of_the_real_flows_is_drawn(tmp_path: Path) -> None:
    """Nothing that the machine can do is missing from what it draws."""
    library = load_library()
    for table in library.tables.values():
        rows = {
            (row["source"], row["dest"])
            for row in table.rows
            if not row["trigger"].startswith("back_")
        }
        assert {(arrow.at, arrow.to) for arrow in draw.arrows_of(table)} == rows
    draw.draw(library, tmp_path)
    assert len(list(tmp_path.glob("*.md"))) == len(library.flows) + 1


def test_words_with_marks_of_their_own_do_not_break_a_chart(tmp_path: Path) -> None:
    """Quotes and angle brackets stand as entities."""
    text = tea.TEA.replace("title: Something warm", 'title: "Say \\"<b>\\" & go"')
    chart = draw.pages(load_library(tea.library(tmp_path, text)))["tea.md"]
    assert 'subgraph s_drink["Say #quot;#lt;b>#quot; #amp; go"]' in chart


def test_drawings_are_stale_when_a_flow_changes(tmp_path: Path) -> None:
    """Missing, changed or of a flow that is gone; other files in the folder are left alone."""
    folder = tmp_path / "drawn"
    library = load_library(tea.library(tmp_path))
    assert len(draw.stale(library, folder)) == 3
    draw.draw(library, folder)
    assert draw.stale(library, folder) == []
    (folder / "notes.md").write_text("mine", "utf-8")
    gone = folder / "gone.md"
    gone.write_text((folder / "tea.md").read_text("utf-8"), "utf-8")
    assert draw.stale(library, folder) == [gone]
    other = load_library(tea.library(tmp_path, tea.TEA.replace("        skip: yes\n", "")))
    more = load_library(tea.library(tmp_path, tea.TEA.replace("name: With it", "name: Beside it")))
    assert draw.stale(other, folder) == [gone]
    assert draw.stale(more, folder) == [folder / "tea.md", gone]
    draw.draw(more, folder)
    assert sorted(file.name for file in folder.iterdir()) == [
        "README.md",
        "help_now.md",
        "notes.md",
        "tea.md",
    ]
