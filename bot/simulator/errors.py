"""The two ways a wish is refused: by Telegram towards the bot, and by the person's own phone."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - named after what Telegram does, not after what went wrong
    """Telegram's refusal of a bot's call, with Telegram's own wording."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> Json:
        """Return the answer's JSON body."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class Impossible(Exception):  # noqa: N818 - a thing no phone lets its owner do
    """What the person wished is something their phone would not offer."""


def bad_request(description: str) -> Refused:
    """Return a 400 refusal."""
    return Refused(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refused:
    """Return a 403 refusal."""
    return Refused(403, f"Forbidden: {description}")


def conflict(description: str) -> Refused:
    """Return a 409 refusal."""
    return Refused(409, f"Conflict: {description}")


def too_many(retry_after: int) -> Refused:
    """Return a 429 refusal that asks to wait for so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)
