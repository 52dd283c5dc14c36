"""What the people of the simulated year do when a reminder came, or out of nothing."""

from random import Random

from tests.bot.year.town import Town

REPLIES = {
    "answers": 0.45,
    "silent": 0.25,
    "tomorrow": 0.08,
    "next week": 0.08,
    "picks": 0.05,
    "stops": 0.04,
    "blocks": 0.05,
}
COMEBACK = 0.01
"""How likely it is on a day that somebody who stopped, or shut the bot out, comes back."""


def reply(dice: Random) -> str:
    """Choose what somebody does with a reminder."""
    return dice.choices([*REPLIES], [*REPLIES.values()])[0]


async def do(town: Town, who: int, what: str) -> None:
    """Let a person do it."""
    message = town.wire.chats[who].newest
    match what:
        case "answers":
            await town.tap(who, message, "Let's look")
            await town.find(who, "See you again")
        case "tomorrow":
            await town.tap(who, message, "Tomorrow")
        case "next week":
            await town.tap(who, message, "Next week")
        case "picks":
            await town.tap(who, message, "Pick a day")
            buttons = town.wire.chats[who].buttons
            days = [label for label in buttons[max(buttons)] if "," in label]
            if days:
                await town.find(who, days[-1])
                await town.find(who, "Fine")
        case "stops":
            await town.tap(who, message, "Stop these")
        case "blocks":
            town.wire.chats[who].blocked = True
        case "comes back":
            town.wire.chats[who].blocked = False
            await plan(town, who)


async def plan(town: Town, who: int) -> None:
    """Let a person say when they want to hear next."""
    await town.say(who, "/later")
    await town.find(who, "Turn on")
    await town.find(who, "And again")
    await town.find(who, "Done")
