"""A small flow for tests, with a library around it, written into a folder."""

import shutil
from pathlib import Path

from flows.engine import Engine
from flows.load import LIBRARY, load_library
from flows.values.words import Words

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
        next: { none: page }
      extra:
        ask: several
        name: With it
        when: { drink: [tea, coffee] }
        skip: yes
        text:
          - "{drink} it is."
          - With what?
        choices:
          milk: Milk
          sugar: Sugar
  end:
    title: Done
    questions:
      page:
        ask: choice
        unlisted: yes
        end: yes
        keep: plan
        text:
          - first:
              - { when: { extra: answered }, text: "{drink} with {extra}." }
              - { when: { drink: [none] }, text: Maybe later. }
              - "{drink}, black."
          - { own_words: yes }
        choices:
          change: { text: Change something, visit: list }
          done: { text: Done, close: yes }
      list:
        ask: review
        aside: yes
        unlisted: yes
        text: Which answer?
"""
HELP = """\
flow: help_now
version: 1
quiet_foot: yes
steps:
  help:
    questions:
      help:
        ask: choice
        end: yes
        unlisted: yes
        text: [{ lines: crisis }]
        choices:
          on: { text: Go on, close: yes }
"""
COMMANDS = """\
commands:
  start: { description: Begin, open: tea }
  crisis: { description: Help lines, open: help_now, typed: help }
"""


def library(folder: Path, tea: str = TEA) -> Path:
    """Write a library with the flow `tea` and a short help; return its folder."""
    root = folder / "library"
    for name, text in (("tea", tea), ("help_now", HELP)):
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "flow.yaml").write_text(text, "utf-8")
    (root / "commands.yaml").write_text(COMMANDS, "utf-8")
    for name in ("notices.yaml", "lines.yaml"):
        shutil.copy(LIBRARY / name, root / name)
    return root


def engine(folder: Path, tea: str = TEA, locales: Path | None = None) -> Engine:
    """Build an engine over such a library."""
    return Engine(load_library(library(folder, tea)), Words(locales or folder / "locales"))
