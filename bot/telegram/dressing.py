"""What the library says of the bot itself: its menu and its two descriptions, in each language."""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.store import Store, StoreError
from bot.telegram.fates import asked_to_wait
from bot.telegram.telegram import Dressing, dress
from flows.engine import Engine

log = structlog.get_logger("bot.telegram.dressing")

DRESSED: Final = "dressed"
LONGEST_WAIT: Final = 300.0


class Dresser:
    """Dresses the bot beside all else: nobody's answer waits for a menu."""

    def __init__(self, bot: Bot, store: Store, clothes: Mapping[str, Dressing]) -> None:
        self._bot, self._store, self._clothes = bot, store, clothes
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; twice does no harm."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="dressing")

    async def stop(self) -> None:
        """Leave it as it is; the next start goes on."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        wait = 1.0
        while True:
            try:
                await self._dressed()
            except (BadRequest, Forbidden, InvalidToken) as error:
                log.error("not_dressed", reason=str(error))  # noqa: TRY400 -- Telegram's words say it
                return
            except (TelegramError, StoreError) as error:
                seconds = asked_to_wait(error) or wait
                log.warning("dressed_later", reason=type(error).__name__, wait=seconds)
                await asyncio.sleep(seconds)
                wait = min(LONGEST_WAIT, wait * 2)
            except Exception:
                log.exception("not_dressed")
                return
            else:
                return

    async def _dressed(self) -> None:
        before = await self._store.meta(DRESSED)
        after = await dress(self._bot, self._clothes, before)
        if after != before:
            await self._store.set_meta(DRESSED, after)


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
