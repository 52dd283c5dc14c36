"""Who waits for a chat to change, and how far each chat has come."""

import asyncio
from typing import Final

EVERYBODY: Final = 0
"""The chat as which a change is told that concerns every page."""


class Changes:
    """Count changes: every one raises the revision and wakes those who wait for it."""

    def __init__(self) -> None:
        self.revision = 0
        self.chats: dict[int, int] = {}
        self._waiting: set[tuple[int | None, asyncio.Future[None]]] = set()
        self.closed = False

    def touch(self, chat: int) -> None:
        """Say that a chat has changed."""
        self.revision += 1
        self.chats[chat] = self.revision
        for wanted, future in tuple(self._waiting):
            if wanted in (None, chat) and not future.done():
                future.set_result(None)

    def at(self, chat: int | None) -> int:
        """Return the revision of a chat, or of all of them."""
        return self.revision if chat is None else self.chats.get(chat, 0)

    async def wait(self, chat: int | None, after: int, seconds: float) -> int:
        """Wait until a chat (None: any) is past a revision, at most so long; return where it is."""
        if self.at(chat) <= after and not self.closed:
            entry = (chat, asyncio.get_running_loop().create_future())
            self._waiting.add(entry)
            try:
                await asyncio.wait((entry[1],), timeout=seconds)
            finally:
                self._waiting.discard(entry)
        return self.at(chat)

    def since(self, after: int) -> list[tuple[int, int]]:
        """Return the chats changed after a revision, oldest change first."""
        changed = [(at, chat) for chat, at in self.chats.items() if at > after]
        return [(chat, at) for at, chat in sorted(changed)]

    def close(self) -> None:
        """Let everybody go who still waits."""
        self.closed = True
        for _, future in tuple(self._waiting):
            if not future.done():
                future.set_result(None)
