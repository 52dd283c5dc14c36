"""Everything both sides can see: people, chats, messages, files and the bot's own profile."""

import hashlib
from dataclasses import dataclass, field

import orjson

from bot.simulator.changes import EVERYBODY, Changes
from bot.simulator.clock import Clock
from bot.simulator.errors import Json
from bot.simulator.store import Store

ANSWERS_KEPT = 200
QUERIES_KEPT = 5_000


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    last_name: str | None = None
    blocked: bool = False
    deactivated: bool = False

    def user(self) -> Json:
        """Return Telegram's User object."""
        return {"id": self.id, "is_bot": False, **self._names(), **self._language()}

    def chat(self) -> Json:
        """Return Telegram's Chat object of the private chat with this person."""
        return {"id": self.id, **self._names(), "type": "private"}

    def _names(self) -> Json:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {key: value for key, value in names.items() if value is not None}

    def _language(self) -> Json:
        return {} if self.language_code is None else {"language_code": self.language_code}


@dataclass(slots=True)
class Kept:
    """A message, with what Telegram's object does not tell."""

    message: Json
    outgoing: bool
    edited: bool = False
    silent: bool = False


@dataclass(slots=True)
class Chat:
    """A chat as it stands on the screen, without its messages.

    `open` is whether the bot may write: the person wrote once, or the group has the bot in it.
    `heard` counts what the person did, which tells a second sending from a new answer.
    """

    id: int
    object: Json
    open: bool = False
    heard: int = 0
    keyboard: Json | None = None
    typing: Json | None = None
    menu_button: Json | None = None
    answers: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """An uploaded file."""

    file_id: str
    file_unique_id: str
    file_path: str
    name: str
    mime: str
    size: int


class State:
    """Hold the whole world of one bot, in memory, written through to the store."""

    def __init__(self, store: Store, clock: Clock, token: str) -> None:
        self.store = store
        self.clock = clock
        self.changes = Changes()
        number = token.partition(":")[0]
        self.bot_id = int(number) if number.isdigit() else 1
        self.profile: Json = store.load("profile")
        self.people = {int(k): Person(**v) for k, v in store.load("person").items()}
        self.chats = {int(k): Chat(**v) for k, v in store.load("chat").items()}
        # Above all that pages have seen before: an answer with a lower one would be old to them.
        kept = (each["revision"] for chat in self.chats.values() for each in chat.answers)
        self.changes.revision = max(kept, default=0)
        self.files = {k: File(**v) for k, v in store.load("file").items()}
        self.contents = store.all("content")
        self.queries: dict[str, Json] = store.load("query")
        self.messages: dict[int, dict[int, Kept]] = {chat: {} for chat in self.chats}
        for key, value in store.load("message").items():
            place, _, message = key.partition("/")
            self.messages[int(place)][int(message)] = Kept(**value)
        for known, kept_ones in self.messages.items():
            self.messages[known] = dict(sorted(kept_ones.items()))
            self.changes.touch(known)
        counters = store.load("counter")
        self.last_message = int(counters.get("message", 0))
        self.last_query = int(counters.get("query", 0))

    def bot(self) -> Json:
        """Return the bot's User object."""
        name = self.profile.get("name", {}).get("", "Simulated bot")
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": "simulated_bot"}

    def seconds(self) -> int:
        """Return the clock's time as Telegram writes dates."""
        return int(self.clock.timestamp())

    def chat_of(self, person: Person) -> Chat:
        """Return the private chat of a person, made at first use."""
        return self.chat_with(person.chat())

    def chat_with(self, chat_object: Json) -> Chat:
        """Return the chat that a Chat object names, made at first use."""
        chat = self.chats.get(chat_object["id"])
        if chat is None:
            chat = self.chats[chat_object["id"]] = Chat(chat_object["id"], chat_object)
            self.messages[chat.id] = {}
        return chat

    def next_message_id(self) -> int:
        """Return a fresh message id; like Telegram's, they rise over all private chats."""
        self.last_message += 1
        self.store.put("counter", "message", self.last_message)
        return self.last_message

    def keep(self, chat: Chat, kept: Kept) -> None:
        """Put a message into a chat, or its new form in the old one's place."""
        number = kept.message["message_id"]
        self.messages[chat.id][number] = kept
        self.store.put("message", f"{chat.id}/{number}", kept)
        self.changed(chat)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message out of a chat on both sides."""
        del self.messages[chat.id][message_id]
        self.store.drop("message", f"{chat.id}/{message_id}")
        self.changed(chat)

    def changed(self, chat: Chat) -> None:
        """Write a chat through and wake those who look at it."""
        del chat.answers[:-ANSWERS_KEPT]
        self.store.put("chat", chat.id, chat)
        self.changes.touch(chat.id)

    def add_file(self, content: bytes, name: str, mime: str) -> File:
        """Keep an upload; equal content has an equal unique id."""
        unique = hashlib.sha256(content).hexdigest()[:16]
        number = len(self.files) + 1
        folder = "photos" if mime.startswith("image/") else "documents"
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        path = f"{folder}/file_{number}{suffix}"
        file = File(f"F{number}-{unique}", unique, path, name, mime, len(content))
        self.files[file.file_id] = file
        self.contents[file.file_id] = content
        self.store.put("file", file.file_id, file)
        self.store.put("content", file.file_id, content)
        return file

    def keep_query(self, query: Json) -> str:
        """Remember a tap until it is answered; return its fresh id."""
        self.last_query += 1
        self.store.put("counter", "query", self.last_query)
        number = f"{self.bot_id % 1_000_000}{self.last_query:012}"
        self.queries[number] = query
        self.store.put("query", number, query)
        while len(self.queries) > QUERIES_KEPT:
            oldest = next(iter(self.queries))
            del self.queries[oldest]
            self.store.drop("query", oldest)
        return number

    def set_profile(self, part: str, key: str, value: Json | list[Json] | str | None) -> None:
        """Set or clear (None) one part of the bot's profile under a language or scope."""
        entries = dict(self.profile.get(part, {}))
        entries.pop(key, None)
        if value is not None:
            entries[key] = value
        self.profile[part] = entries
        self.store.put("profile", part, entries)
        self.changes.touch(EVERYBODY)


def copy_of(value: Json) -> Json:
    """Return a deep copy of a JSON object."""
    copied: Json = orjson.loads(orjson.dumps(value))
    return copied
