"""`checkup db` and `checkup keys`: the database, its copies, and what seals it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.commands.shared import database, environment
from bot.refused import RefusedError
from bot.settings.settings import StoreSettings, read_store

db = typer.Typer(help="The database.", no_args_is_help=True)
keys = typer.Typer(help="The keys that seal the database.", no_args_is_help=True)

Done = TypeVar("Done")


@db.command()
def upgrade() -> None:
    """Bring the database up to this version (`checkup run` does it by itself)."""
    settings = read_store(environment())
    asyncio.run(_in_store(settings, lambda store: store.ping()))  # to open it is enough
    typer.echo(f"Up to date: {database(settings)}")


@db.command()
def backup(to: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the database; the bot may go on running."""
    from bot.settings.keys import key_file
    from bot.store import backup as copy

    settings = read_store(environment())
    done = asyncio.run(copy(settings.database_url, to))
    typer.echo(f"Written: {to.absolute()} ({_counted(done.rows)})")
    typer.echo(f"Its key is not in it, and it can't be read without: {' '.join(done.keys)},")
    typer.echo(f"kept in {key_file(settings) or 'CHECKUP_KEYS'}.")
    typer.echo("Keep the key too, in another place than the backup.")


@db.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `checkup db backup` wrote.")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Try everything, change nothing.")] = False,
    replace: Annotated[bool, typer.Option(help="Replace the people who are there.")] = False,
) -> None:
    """Put a backup in the place of the database; the bot must be stopped."""
    from bot.settings.keys import key_file, key_ring
    from bot.store import restore as put_back

    settings = read_store(environment())
    file = key_file(settings)
    if file and not file.exists():
        raise RefusedError(
            f"There is no key at {file}. Put the backup's key there, or give it in CHECKUP_KEYS."
        )
    work = put_back(
        settings.database_url, key_ring(settings), source, dry_run=dry_run, replace=replace
    )
    done = asyncio.run(work)
    typer.echo(f"{'It would work' if dry_run else 'Restored'}: {_counted(done.rows)}")
    typer.echo(f"Replaced: {done.replaced}. Left out, erased since the backup: {done.left_out}.")


@db.command()
def parked() -> None:
    """List the updates of the last week that failed three times: when, which kind, by what."""
    settings = read_store(environment())
    found = asyncio.run(_in_store(settings, lambda store: store.parked()))
    typer.echo(f"Parked: {len(found)}. What was said is not kept.")
    for one in found:
        at = datetime.fromtimestamp(one.at, UTC)
        typer.echo(f"{at:%Y-%m-%d %H:%M} UTC  {one.kind}  {one.reason}")


@keys.command()
def rotate() -> None:
    """Seal everything anew under the first key; may be stopped and repeated."""
    settings = read_store(environment())
    typer.echo(
        f"Sealed anew: {asyncio.run(_in_store(settings, lambda store: store.rotate()))} rows"
    )


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{table} {count}" for table, count in rows.items()) or "no rows"


async def _in_store(settings: StoreSettings, do: Callable[[Any], Awaitable[Done]]) -> Done:
    from bot.settings.keys import key_ring
    from bot.store import open_store

    store = open_store(settings.database_url, key_ring(settings))
    await store.open()
    try:
        return await do(store)
    finally:
        await store.close()
