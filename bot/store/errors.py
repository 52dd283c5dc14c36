"""What can go wrong in the store, each with its own name; the messages are for the operator."""


class StoreError(Exception):
    """The store refused or failed; the message names no person and no secret."""


class KeyRefusedError(StoreError):
    """The keys given are missing, malformed, or not the ones this database is sealed under."""


class UnknownKeyError(StoreError):
    """A sealed value names a key that the ring does not hold."""


class TamperedError(StoreError):
    """A sealed value was changed, cut, or moved to another row or column."""


class SchemaError(StoreError):
    """The database has a schema this version cannot bring up to date."""


class UnavailableError(StoreError):
    """The database could not be reached or did not answer; whether it committed may be unknown."""


class ConflictError(StoreError):
    """Another writer changed or removed the same row first; nothing was written, ask again."""


class BackupError(StoreError):
    """A backup file or its target is not fit for what was asked."""


class StoppedError(Exception):
    """Nothing is written any more, by a fault of the store's own: only a new process can help."""


ASK_AGAIN = (UnavailableError, ConflictError)
"""What passes by itself; all else lies in the row, in the file, or in what was asked."""
