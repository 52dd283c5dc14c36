"""The bot at Telegram: how it is made, called and dressed.

Two ways to call: the Bot's own methods where convenience counts, and `call` on the hot path,
which gives the raw result without building an object for it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import orjson
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InputMediaDocument
from telegram.error import InvalidToken

from bot.telegram.transport import READ, NotSentError, Transport, UnknownFateError, fate

__all__ = [
    "Dressing",
    "NotSentError",
    "UnknownFateError",
    "blank",
    "call",
    "dress",
    "fate",
    "make_bot",
]

BLANK: Final = b"-"
"""The content of a file that stands where another was; Telegram takes none that is empty."""


@dataclass(frozen=True, slots=True)
class Dressing:
    """What Telegram shows of the bot in one language."""

    commands: tuple[tuple[str, str], ...]
    """Each command without its slash, and what it does."""
    description: str
    """In an empty chat, at most 512 characters."""
    short_description: str
    """On the profile, at most 120 characters."""


def make_bot(token: str, base_url: str) -> Bot:
    """Make the Bot; it must be initialized (`async with bot`) before it is called.

    `base_url` is the root of the Bot API, without `/bot`.
    """
    transport = Transport()
    try:
        return Bot(
            token,
            base_url=f"{base_url.rstrip('/')}/bot",
            base_file_url=f"{base_url.rstrip('/')}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
    except InvalidToken:
        raise InvalidToken("The bot token is empty") from None


async def call(bot: Bot, method: str, payload: dict[str, Any]) -> Any:
    """Call a method of the Bot API; gives the raw result, raises a TelegramError.

    A `timeout` in the payload, as getUpdates has, is waited for on top of the usual patience.
    """
    transport = bot.request
    if not isinstance(transport, Transport):
        raise TypeError("the bot was not made by make_bot")
    patience = READ + float(payload.get("timeout", 0))
    return await transport.call(f"{bot.base_url}/{method}", payload, patience)


async def blank(bot: Bot, place: Mapping[str, Any]) -> None:
    """Put a file that says nothing in the place of another; raises a TelegramError."""
    await bot.edit_message_media(InputMediaDocument(BLANK, filename="-.txt"), **place)


async def dress(bot: Bot, words: Mapping[str, Dressing], known_hash: str | None) -> str:
    """Set commands and descriptions if they changed; gives the hash to keep for next time.

    `words` has one Dressing per two-letter language code, and one under "" for everyone else.
    """
    told = orjson.dumps({key: asdict(each) for key, each in words.items()}, option=_SORTED)
    wanted = hashlib.sha256(told).hexdigest()
    if wanted != known_hash:
        for language, each in words.items():
            await _dress_one(bot, language or None, each)
    return wanted


async def _dress_one(bot: Bot, language: str | None, words: Dressing) -> None:
    # The order matters to Telegram: the menu shows the commands as they stand.
    commands = [BotCommand(*command) for command in words.commands]
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=private, language_code=language)
    await bot.set_my_description(words.description, language_code=language)
    await bot.set_my_short_description(words.short_description, language_code=language)


_SORTED = orjson.OPT_SORT_KEYS
