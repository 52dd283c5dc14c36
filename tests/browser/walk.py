"""Through the whole check-up on the page, whatever its questions are called today."""

from tests.browser.hand import Hand

MOST = 60
ANSWERS = {"safe": "yes", "sessions": "many", "change": "same", "flag": "none", "talked": "not_yet"}
TICKS = {"signs": ("+dread", "+apart")}
"""What is answered where; elsewhere the first answer that leads on."""


async def next_choice(hand: Hand, at: str, ticked: set[str]) -> str:
    """Choose what to tap at a question."""
    choices = await hand.choices()
    if at in ANSWERS and ANSWERS[at] in choices:
        return ANSWERS[at]
    if "!done" in choices:
        wanted = [tick for tick in TICKS.get(at, ()) if tick in choices]
        wanted = wanted or [each for each in choices if each[0] in "+?" and at not in ticked]
        if wanted:
            ticked.add(at)
            return wanted[0]
        return "!done"
    onward = [each for each in choices if each[0] not in "+-?*@#<>"]
    return onward[0] if onward else "<skip"


async def to_the_plan(hand: Hand, typed: tuple[str, ...] = ()) -> list[str]:
    """Go from the first card to the plan; give the questions met. Some answers are typed."""
    await hand.picks("begin")
    met: list[str] = []
    ticked: set[str] = set()
    for _ in range(MOST):
        at = await hand.stands_at()
        if at == "plan":
            return met
        met.append(at)
        choice = await next_choice(hand, at, ticked)
        await (hand.answers(choice) if at in typed else hand.picks(choice))
    raise AssertionError(f"no plan after {MOST} answers: {met}")
