"""Sealing: AES-256-GCM with the value's place bound to it, and keyed look-ups.

A sealed value is key id (4 bytes), nonce (12, random), ciphertext with its tag (16). The place
(table, column, row) is associated data with every part's length in front, so that a value copied
to another row or column does not open. From each key of the ring three things are derived by
HKDF: its id, the key that seals, and the key of the look-ups; none tells anything of another.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import KeyRefusedError, TamperedError, UnknownKeyError

KEY_BYTES: Final = 32
ID_BYTES: Final = 4
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class _Key:
    id: bytes
    cipher: AESGCM
    lookups: bytes


class KeyRing:
    """The operator's keys, newest first: the first seals, all of them open."""

    __slots__ = ("_by_id", "_first", "_keys")

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise KeyRefusedError("No key was given: CHECKUP_KEYS needs at least one.")
        self._keys = tuple(_derived(key, place) for place, key in enumerate(keys, start=1))
        self._by_id = {key.id: key for key in self._keys}
        self._first = self._keys[0]
        if len(self._by_id) != len(self._keys):
            raise KeyRefusedError("The same key is given twice.")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read keys in base64, comma separated, newest first; KeyRefusedError says which is bad."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return cls([_decoded(part, place) for place, part in enumerate(parts, start=1)])

    @property
    def first_id(self) -> bytes:
        """The id of the key that seals, 4 bytes."""
        return self._first.id

    @property
    def ids(self) -> tuple[bytes, ...]:
        """The ids of all keys, newest first."""
        return tuple(key.id for key in self._keys)

    def seal(self, value: bytes, table: str, column: str, *row: str) -> bytes:
        """Seal a value under the first key, for this place only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        place = _place(table, column, *row)
        return self._first.id + nonce + self._first.cipher.encrypt(nonce, value, place)

    def open(self, sealed: bytes, table: str, column: str, *row: str) -> bytes:
        """Open a value sealed for this place; UnknownKeyError, TamperedError."""
        key = self._by_id.get(sealed[:ID_BYTES])
        if key is None:
            raise UnknownKeyError(
                f"{table}.{column} is sealed under key {sealed[:ID_BYTES].hex()}, which the ring "
                f"does not hold (it holds {self.names()})."
            )
        nonce = sealed[ID_BYTES : ID_BYTES + NONCE_BYTES]
        try:
            return key.cipher.decrypt(
                nonce, sealed[ID_BYTES + NONCE_BYTES :], _place(table, column, *row)
            )
        except (InvalidTag, ValueError) as error:
            raise TamperedError(
                f"A value of {table}.{column} was changed, or moved from another place."
            ) from error

    def lookups(self, telegram_id: int) -> list[bytes]:
        """Make the look-up of a Telegram id under every key, newest first: key id and HMAC."""
        text = str(telegram_id).encode()
        return [key.id + hmac.digest(key.lookups, text, "sha256") for key in self._keys]

    def names(self) -> str:
        """Name the keys by their ids, for messages."""
        return ", ".join(key.id.hex() for key in self._keys)


def _place(*parts: str) -> bytes:
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _decoded(text: str, place: int) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error as error:
        raise KeyRefusedError(f"Key {place} is not base64.") from error


def _derived(key: bytes, place: int) -> _Key:
    if len(key) != KEY_BYTES:
        raise KeyRefusedError(f"Key {place} has {len(key)} bytes; a key has {KEY_BYTES}.")
    seals, lookups = _hkdf(key, b"seal", KEY_BYTES), _hkdf(key, b"look-up", KEY_BYTES)
    return _Key(id=_hkdf(key, b"key id", ID_BYTES), cipher=AESGCM(seals), lookups=lookups)


def _hkdf(key: bytes, purpose: bytes, length: int) -> bytes:
    info = b"therapy-checkup " + purpose
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)
