"""Small libraries written for one test, beside the notices as shipped."""

from collections.abc import Mapping
from pathlib import Path

from flows.content.library import Library
from flows.engine import Engine
from flows.load import LIBRARY, load_library
from flows.values.words import Words

COMMANDS = """\
commands:
  start: { description: Begin, open: tea, typed: menu }
  crisis: { description: Help lines, open: tea, typed: help | suicide }
  stop: { description: Pause, open: tea, set: { paused: yes }, typed: stop }
"""
LINES = """\
countries:
  GB:
    also: [UK, England]
    languages: [en]
    emergency: { number: "999", source: a page, checked: 2026-01-01 }
    crisis:
      - { name: Samaritans, number: 116 123, how: call, hours: always, source: a page, checked: 2026-01-01 }
      - { name: Younger, number: "123", how: text, hours: "10:00-24:00", source: a page, checked: 2026-02-01, sure: no }
"""  # noqa: E501  (as long as in the library)
TEA = """\
flow: tea
version: 1
lasts: yes
steps:
  drink:
    title: Something warm
    recap: "You chose {drink}."
    questions:
      drink:
        ask: choice
        name: Drink
        text: What would you like?
        choices:
          tea: { text: Tea, also: a cup of tea | chai }
          coffee: Coffee
          none: { text: Nothing, said: nothing for now }
        next: { none: bye }
      milk:
        ask: choice
        name: Milk
        when: { drink: [tea, coffee] }
        skip: yes
        text:
          - "{drink} it is."
          - With milk?
        choices:
          yes: Yes, please
          no: { text: No, when: { drink: [tea] } }
  with:
    title: With it
    recap: "With {cakes}."
    questions:
      cakes:
        ask: several
        name: Cakes
        skip: yes
        own_words_choice: else
        text: Which ones?
        choices:
          scone: { text: Scone, said: a scone }
          bun: { text: Bun, said: a bun }
          else: { text: Something else, when: { drink: [tea] } }
          none: { text: None of these, alone: yes }
      day:
        ask: date
        name: Day
        when: { cakes: [scone] }
        text: When?
  end:
    title: Done
    numbered: no
    questions:
      bye:
        ask: choice
        end: yes
        unlisted: yes
        text:
          - first:
              - { when: { milk: [yes] }, text: "{drink}, with milk." }
              - { when: { drink: [none] }, text: Maybe later. }
              - "{drink}, black."
        choices:
          change: { text: Change something, visit: list }
          done: { text: Done, close: yes }
      list:
        ask: review
        aside: yes
        text: Which answer?
"""


def write(
    folder: Path,
    flows: Mapping[str, str],
    *,
    commands: str = COMMANDS,
    lines: str = LINES,
    notices: str | None = None,
) -> Path:
    """Write a library's files; `flows` are the texts of the flows by name."""
    for name, text in flows.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "flow.yaml").write_text(text, "utf-8")
    shipped = (LIBRARY / "notices.yaml").read_text("utf-8")
    (folder / "notices.yaml").write_text(notices or shipped, "utf-8")
    (folder / "commands.yaml").write_text(commands, "utf-8")
    (folder / "lines.yaml").write_text(lines, "utf-8")
    return folder


def tea(folder: Path, *changes: tuple[str, str]) -> Library:
    """Return a library of one flow about tea, with some of its words changed."""
    text = TEA
    for old, new in changes:
        assert text.count(old) >= 1, f"{old!r} is not in the flow"
        text = text.replace(old, new, 1)
    return load_library(write(folder, {"tea": text}))


def tea_engine(folder: Path, *changes: tuple[str, str]) -> Engine:
    """Return an engine over a library about tea."""
    return Engine(tea(folder, *changes), Words())
