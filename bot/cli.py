"""`checkup`: what an operator, a translator or a curious person types.

A mistake of theirs ends with exit code 2 and lines that say what to do, never with a traceback.
A mistake of ours ends with exit code 1 and one log line, under the rules of all log lines.
"""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from bot import logs
from bot.commands.flows import Language, flows
from bot.commands.shared import database, run_settings
from bot.commands.store import db, keys
from bot.refused import RefusedError
from bot.settings.settings import SettingsError

app = typer.Typer(
    help="A check-up for when therapy doesn't help the way one hoped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would print local values, and those are people's words
)
config = typer.Typer(help="The settings.", no_args_is_help=True)
app.add_typer(config, name="config")
app.add_typer(db, name="db")
app.add_typer(keys, name="keys")
app.add_typer(flows, name="flows")


@app.callback()
def prepare() -> None:
    """Keep log lines off the answers; `run` sets them to what the settings say."""
    logs.set_up("WARNING")


@app.command()
def run() -> None:
    """Run the bot on Telegram."""
    gc.disable()  # what is loaded now stays; looking through it meanwhile is a fifth of a start
    from telegram.error import InvalidToken

    from bot.app import run as run_bot
    from flows.load import LoadError

    settings = run_settings()
    logs.set_up(settings.log_level)
    try:
        _in_loop(run_bot(settings))
    except InvalidToken:
        raise RefusedError(
            "Telegram does not know the token in TELEGRAM_BOT_TOKEN: ask @BotFather for it anew."
        ) from None
    except LoadError as error:
        raise RefusedError(f"The dialogues can't be used:\n{error}") from None


@app.command(name="try")
def try_(
    port: Annotated[int, typer.Option(help="The page's port; the next free one if taken.")] = 8080,
    data: Annotated[Path, typer.Option(help="Where everything is kept.")] = Path("data/try"),
    flow: Annotated[str, typer.Option(help="Start inside this flow; its folder's name.")] = "",
    language: Language = "",
    *,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open no browser; only say the address.")
    ] = False,
) -> None:
    """Try the real bot in a page that looks like a phone, without a token."""
    from bot.simulator.run import Options
    from bot.simulator.run import run as run_here

    options = Options(port, not no_browser, data, flow, language)
    asyncio.run(run_here(options))


@config.command(name="check")
def check_config() -> None:
    """Say what is wrong with the settings, all at once."""
    typer.echo(f"The settings are fine. The database: {database(run_settings())}")


def main() -> None:
    """Run the command line; ends the process."""
    from bot.store.errors import StoreError

    try:
        app()
    except (SettingsError, StoreError, RefusedError) as error:
        typer.echo(logs.mask(str(error)), err=True)
        sys.exit(2)
    except Exception:  # noqa: BLE001 -- the outermost edge: told below, never shown raw
        structlog.get_logger("bot.cli").exception("stopped by an unexpected error")
        sys.exit(1)


def _in_loop(work: Coroutine[Any, Any, None]) -> None:
    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop

        uvloop.run(work)
