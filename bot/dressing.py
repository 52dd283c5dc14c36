"""What the library says of the bot itself: its menu and its two descriptions, in each language."""

from collections.abc import Mapping

from bot.telegram import Dressing
from flows.engine import Engine


def dressings(engine: Engine, operator: str | None) -> Mapping[str, Dressing]:
    """Give each language's menu and descriptions by Telegram's two letters, English for the rest.

    Telegram knows only two letters, so of two kinds of one language the first counts.
    """
    languages = engine.words.languages
    found = {"": _dressing(engine, operator, languages[0])}
    for language in languages[1:]:
        found.setdefault(language[:2], _dressing(engine, operator, language))
    return found


def _dressing(engine: Engine, operator: str | None, language: str) -> Dressing:
    say = engine.words.say
    description = say(engine.notice("bot_description"), language)
    if operator:
        run_by = engine.notice("bot_description_run_by", operator=operator)
        description += f"\n\n{say(run_by, language)}"
    return Dressing(
        commands=tuple(
            (name, say(command.description.plain(), language))
            for name, command in engine.library.commands.items()
        ),
        description=description,
        short_description=say(engine.notice("bot_short"), language),
    )
