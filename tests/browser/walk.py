"""Through the whole check-up on the page, whatever its questions are called today."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from tests.browser.hand import Hand

MOST = 60
NOTHING: Mapping[str, str] = MappingProxyType({})
ANSWERS = {"safe": "yes", "sessions": "many", "change": "same", "flag": "none", "talked": "not_yet"}
TICKS = {"signs": ("+dread", "+apart")}
"""What is answered where; elsewhere the first answer that leads on."""
LOOK = {"since": "more"}
"""What is answered at the look weeks later."""
TRAVELLED = "() => /^There|^Nothing|[:]/.test(document.getElementById('travelled').textContent)"
JOURNEYS = 40  # others who share the bot have reminders too


async def next_choice(hand: Hand, at: str, answers: Mapping[str, str]) -> str:
    """Choose what to tap at a question."""
    choices = await hand.choices()
    if answers.get(at) in choices:
        return answers[at]
    if "!done" in choices:
        wanted = [tick for tick in TICKS.get(at, ()) if tick in choices]
        done = any(each[0] == "-" for each in choices)
        wanted = wanted or [each for each in choices if each[0] in "+?" and not done]
        return wanted[0] if wanted else "!done"
    onward = [each for each in choices if each[0] not in "+-?*@#<>"]
    return onward[0] if onward else "<skip"


async def glance(_hand: Hand) -> None:
    """Look at nothing in particular."""


async def on_to(
    hand: Hand,
    question: str,
    typed: Mapping[str, str] = NOTHING,
    answers: Mapping[str, str] = NOTHING,
    looks: Callable[[Hand], Awaitable[None]] = glance,
) -> list[str]:
    """Go on to a question; give those met on the way.

    Some answers are typed: in these words, or by their label where there are none. Each card is
    looked at.
    """
    met: list[str] = []
    for _ in range(MOST):
        at = await hand.stands_at()
        await looks(hand)
        if at == question:
            return met
        met.append(at)
        if typed.get(at):
            await hand.types_on(typed[at])
            continue
        choice = await next_choice(hand, at, {**ANSWERS, **answers})
        await (hand.answers(choice) if at in typed else hand.picks(choice))
    raise AssertionError(f"{question} never came: {met}")


async def to_the_day(hand: Hand) -> None:
    """Travel from one due message to the next until the day that was picked has come."""
    for _ in range(JOURNEYS):
        await hand.page.evaluate("() => { document.getElementById('travelled').textContent = ''; }")
        await hand.page.click('[data-travel="next"]')
        await hand.page.wait_for_function(TRAVELLED)
        await hand.page.wait_for_function(
            "() => !document.querySelector('#travel button:disabled')"
        )
        card = await hand.card()  # none, where the last one was closed
        if card and "The day you picked has come" in card["text"]:
            return
    raise AssertionError(f"the day never came: {card}")


async def goes_on(hand: Hand) -> None:
    """Tap Go on in the reminder."""
    choices = await hand.choices()
    await hand.picks(next(each for each in choices if each.startswith("~go.")))
