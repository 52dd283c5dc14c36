"""The size of a PNG or JPEG, read from its header."""

import struct

from bot.simulator.errors import bad_request

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
MAX_SUM = 10_000
MAX_RATIO = 20


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; refuse what Telegram would not take as a photo."""
    size = _png(content) or _jpeg(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    shortest = min(size)
    if shortest < 1 or width + height > MAX_SUM or max(size) > MAX_RATIO * shortest:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(PNG) or content[12:16] != b"IHDR" or len(content) < len(PNG) + 16:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    if not content.startswith(JPEG):
        return None
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - the marker byte
        if content[at + 1] in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
