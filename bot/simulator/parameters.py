"""What came with a call, however it was written: JSON, a form, a multipart body or the address."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from bot.simulator.errors import Json, bad_request

TRUE = (True, "true", "True", "1", 1, "yes")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    content: bytes
    name: str
    mime: str


@dataclass(slots=True)
class Parameters:
    """The parameters of one call."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, empty when it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a number; what is none counts as missing, as with Telegram."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self.values.get(name) in TRUE

    def json(self, name: str) -> Any:
        """Return a value that a form carries as JSON text."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return None if value == "" else value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise bad_request(f"can't parse {name} JSON object") from error

    def object(self, name: str) -> Json:
        """Return a JSON object, empty when it is missing."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object: expected an Object")
        return value

    def list(self, name: str) -> list[Any]:
        """Return a JSON array, empty when it is missing."""
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object: expected an Array")
        return value

    def loggable(self) -> Json:
        """Return the parameters with each file as its name and size."""
        files = {name: {"name": f.name, "size": len(f.content)} for name, f in self.files.items()}
        return {**self.values, **files}


async def read(request: web.Request) -> Parameters:
    """Read the parameters of a request."""
    parameters = Parameters(dict(request.query)) if request.query_string else Parameters()
    if not request.can_read_body:
        return parameters
    if request.content_type == "application/json":
        try:
            body = orjson.loads(await request.read())
        except orjson.JSONDecodeError as error:
            raise bad_request("can't parse JSON object") from error
        if not isinstance(body, dict):
            raise bad_request("object expected")
        parameters.values.update(body)
        return parameters
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            upload = Upload(value.file.read(), value.filename, value.content_type)
            parameters.files[name] = upload
        else:
            parameters.values[name] = value
    return parameters
