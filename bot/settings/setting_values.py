"""What a setting's text must look like: each function checks one kind and gives its value.

A ValueError says what is wrong and never repeats the text, which may be a secret.
"""

import base64
import binascii
import ipaddress
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from babel import Locale
from pydantic import SecretStr

from flows.values.words import LOCALES, SOURCE_LANGUAGE

SQLITE, POSTGRES = "sqlite+aiosqlite:///", "postgresql+asyncpg://"
KEY_BYTES = 32
SHORTEST_SECRET = 32
PORTS = 65_536
# Babel knows these codes besides: groups of countries, and two that mean "unknown".
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


def token(value: SecretStr) -> SecretStr:
    """Check that it has the shape of a bot token."""
    if not re.fullmatch(r"\d+:[\w-]{30,}", value.get_secret_value(), re.ASCII):
        raise ValueError("is not a bot token")
    return value


def api_root(value: str) -> str:
    """Check the root of a Bot API; gives it without the last slash."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError("is not an http or https address")
    return value.rstrip("/")


def database(value: str) -> str:
    """Check the database's address; a file's path becomes absolute."""
    if value.startswith(POSTGRES):
        return value
    file = value.removeprefix(SQLITE)
    if file == value or not file or "?" in file or file == ":memory:":
        raise ValueError("is no database address that this bot can use")
    return f"{SQLITE}{Path(file).expanduser().absolute()}"


def keys(value: object) -> object:
    """Turn base64 keys, with commas or spaces between, into bytes."""
    if not isinstance(value, str):
        return value
    found: list[bytes] = []
    for place, text in enumerate(value.replace(",", " ").split(), start=1):
        try:
            key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
        except binascii.Error:
            raise ValueError(f"key {place} is not base64") from None
        if len(key) != KEY_BYTES:
            raise ValueError(f"key {place} has {len(key) * 8} bits, not {KEY_BYTES * 8}")
        found.append(key)
    if len(set(found)) != len(found):
        raise ValueError("the same key stands there twice")
    return tuple(found)


def address(value: object) -> object:
    """Turn host:port into an Address."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or not 0 <= int(port) < PORTS:
        raise ValueError("is not host:port")
    return Address(host.strip("[]") or "0.0.0.0", int(port))  # noqa: S104 -- ":8080" means every interface


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def webhook(value: str) -> str:
    """Check that it is https, or http on this machine (behind a proxy, and in tests)."""
    parts = urlsplit(value)
    host = parts.hostname or ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        raise ValueError("is not an https address")
    return value


def secret(value: SecretStr) -> SecretStr:
    """Check that Telegram takes it and that nobody guesses it."""
    if not re.fullmatch(rf"[\w-]{{{SHORTEST_SECRET},256}}", value.get_secret_value(), re.ASCII):
        raise ValueError("is too short, or has characters that Telegram doesn't take")
    return value


def language(value: str) -> str:
    """Check that there are words in it, or in the language it is a kind of: en-GB is English."""
    names = (file.parent.parent.name for file in LOCALES.glob("*/LC_MESSAGES/flows.po"))
    known = [SOURCE_LANGUAGE, *sorted(names)]
    wanted = value.replace("-", "_").casefold()
    if {wanted, wanted.partition("_")[0]}.isdisjoint(name.casefold() for name in known):
        raise ValueError(f"is none of the bot's languages, {', '.join(known)}".replace("_", "-"))
    return value


def country(value: str) -> str:
    """Check that it is a country's code."""
    known = re.fullmatch("[A-Z]{2}", value) and value in Locale("en").territories
    if not known or value in NO_COUNTRIES:
        raise ValueError("is no country's code")
    return value


def page(value: str) -> str:
    """Check that it is a web page's address."""
    if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
        raise ValueError("is not an https address")
    return value
