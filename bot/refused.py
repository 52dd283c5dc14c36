"""The one way a command says no."""


class RefusedError(Exception):
    """What was asked can't be done; the message says why and what to do instead."""
