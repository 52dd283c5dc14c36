"""What somebody taps next, so that it leads to the plan in the end."""

import random
from typing import Final

from flows.values.talk import Card

_BEGINNING: Final = {"go_on", "sessions"}
_LEAVING: Final = {"stop", "how", "hush", "tomorrow", "tomorrow_at"}
LONG_WAY: Final = {
    "sessions": ("some", "many", "more"),
    "change": ("better", "bit", "same"),
    "flag": ("none",),
    "talked": ("not_yet", "hinted", "helped", "nothing"),
}
"""Answers that leave out none of the steps."""


def next_choice(card: Card, dice: random.Random, *, calm: bool) -> str:
    """Choose what to tap next; `calm` leaves out what only looks around."""
    ids = [option.id for option in card.options]
    foot = [option.id for option in card.foot]
    onward = [each for each in ids if each[0] not in "+-?*>!" and each not in _LEAVING]
    if card.flow != "checkup":
        return "go_on"
    if "!done" in foot:
        ticked = any(option.ticked for option in card.options)
        pages = [each for each in foot if each[0] == ">"]
        if calm or (ticked and dice.random() < 0.5):
            return "!done" if ticked or "<skip" not in foot else "<skip"
        return dice.choice([*[each for each in ids if each[0] in "+?*"], *pages] or ["!done"])
    if "<back" in foot and card.question not in _BEGINNING and not calm and dice.random() < 0.06:
        return "<back"
    # The hours on the buttons go on between the engine's card and the phone's.
    moving = card.question == "zone" or (calm and card.question == "next_session")
    if "<skip" in foot and (moving or dice.random() < 0.1 or not ids):
        return "<skip"
    choices = [*onward, *(each for each in ids if each[0] == "!")] or foot
    return dice.choice(choices)


def next_long(card: Card, dice: random.Random, *, calm: bool) -> str:
    """Choose what to tap next, so that no step is left out."""
    choice = next_choice(card, dice, calm=calm)
    return choice if choice == "<back" else dice.choice(LONG_WAY.get(card.question, (choice,)))
