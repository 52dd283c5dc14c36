"""Which keys seal this database: those of CHECKUP_KEYS, or the key file beside an SQLite one."""

from pathlib import Path

from bot.settings.setting_values import SQLITE
from bot.settings.settings import StoreSettings
from bot.store.keyfile import load_or_make_key
from bot.store.sealed import KeyRing


def key_file(settings: StoreSettings) -> Path | None:
    """Where the key file lies; None when the keys come from CHECKUP_KEYS."""
    if settings.checkup_keys:
        return None
    return Path(settings.database_url.removeprefix(SQLITE)).with_suffix(".key")


def key_ring(settings: StoreSettings) -> KeyRing:
    """Gather the keys, and make the first one for a new SQLite database; KeyRefusedError."""
    file = key_file(settings)
    if file is None:
        return KeyRing([key.get_secret_value() for key in settings.checkup_keys])
    return load_or_make_key(file, Path(settings.database_url.removeprefix(SQLITE)))
