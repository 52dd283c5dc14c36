"""What all commands need: the environment, and the database's name."""

import os
from collections.abc import Mapping

from dotenv import dotenv_values

from bot.refused import RefusedError
from bot.settings.settings import Settings, StoreSettings, read


def environment() -> Mapping[str, str]:
    """Give the environment, with the `.env` of this folder below it."""
    kept = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**kept, **os.environ}


def run_settings() -> Settings:
    """Read what `checkup run` needs; SettingsError, RefusedError."""
    settings = read(environment())
    if settings.webhook_url:
        raise RefusedError("WEBHOOK_URL is set, but this version only polls. Leave it empty.")
    return settings


def database(settings: StoreSettings) -> str:
    """Name the database: its file, or its host and name; whatever else an address may hold."""
    from bot.store.choose import parsed, sqlite_path

    address = parsed(settings.database_url)
    path = sqlite_path(address)
    if path is not None:
        return str(path)
    host = address.host or address.query.get("host") or "localhost"
    return f"{address.database} at {host if isinstance(host, str) else host[0]}"
