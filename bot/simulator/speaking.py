"""What people say and send on their phones, each deed an update for the bot.

Every method names the person by id and raises Impossible for what a phone would not let them do.
"""

from typing import Any

from bot.simulator import markup, media
from bot.simulator.errors import Impossible, Json
from bot.simulator.state import Chat, Kept, Person, State, copy_of
from bot.simulator.text import clean, finished, units
from bot.simulator.updates import Updates
from bot.simulator.webhook import Webhook

FIRST_ID = 5_000_000_001
LONGEST = 4096
EDITABLE_SECONDS = 48 * 3600
FIELDS = ("first_name", "last_name", "username", "language_code")


class Speaking:
    """Everything that puts a message of a person into the chat."""

    def __init__(self, state: State, updates: Updates, webhook: Webhook) -> None:
        self.state = state
        self.updates = updates
        self.webhook = webhook

    def add(self, who: int | None = None, first_name: str = "Ann", **names: Any) -> Person:
        """Make a person, or change the one who has this id; names as in Telegram's User."""
        number = who or max([FIRST_ID - 1, *self.state.people]) + 1
        person = self.state.people.get(number) or Person(number, first_name)
        person.first_name = first_name
        return self._saved(person, names)

    def change(self, who: int, **names: Any) -> Person:
        """Change first_name, last_name, username or language_code."""
        return self._saved(self.person(who), names)

    def person(self, who: int) -> Person:
        """Return a person."""
        if who not in self.state.people:
            raise Impossible(f"there is no person {who}")
        return self.state.people[who]

    def say(
        self, who: int, text: str, reply_to: int | None = None, date: int | None = None
    ) -> Json:
        """Send a text; return the (last) message, for a phone splits what is too long."""
        message: Json = {}
        text, _ = finished(clean(text), [])
        if not text:
            raise Impossible("a phone sends no empty message")
        for piece in _pieces(text):
            words, entities = finished(piece, [])
            part = {"text": words, **({"entities": entities} if entities else {})}
            message = self.send(who, part, reply_to, date)
        chat = self.state.chats[who]
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None if text in markup.labels(chat.keyboard) else chat.keyboard
        self.done(chat)
        return message

    def send(
        self,
        who: int,
        content: Json,
        reply_to: int | None = None,
        date: int | None = None,
    ) -> Json:
        """Send any content, given as the fields of a Message; return the message."""
        person = self.able(who)
        chat = self.state.chat_of(person)
        message: Json = {
            "message_id": self.state.next_message_id(),
            "from": person.user(),
            "chat": chat.object,
            "date": self.state.seconds() if date is None else date,
        }
        if reply_to is not None:
            replied = self.message_of(chat, reply_to).message
            flat = {k: v for k, v in replied.items() if k != "reply_to_message"}
            message["reply_to_message"] = flat
        message |= content
        chat.open = True
        self.state.keep(chat, Kept(message, outgoing=False))
        self.updates.add("message", message, message["date"])
        self.done(chat)
        return message

    def send_media(self, who: int, kind: str, **details: Any) -> Json:
        """Send a sticker, photo, voice, video, document, location, contact ...; see `media`."""
        self.able(who)
        return self.send(who, media.content(self.state, kind, details))

    def send_album(self, who: int, items: list[Json]) -> list[Json]:
        """Send several photos or documents at once; every one comes as a message of its own."""
        self.able(who)
        group = str(self.state.last_message + 1)
        contents = [media.content(self.state, i.get("kind", "photo"), i) for i in items]
        return [self.send(who, {"media_group_id": group, **content}) for content in contents]

    def forward(self, who: int, message_id: int) -> Json:
        """Forward a message of this chat back to the bot; a protected one can't be."""
        chat = self.chat_of(who)
        kept = self.message_of(chat, message_id)
        if kept.message.get("has_protected_content"):
            raise Impossible("a protected message can't be forwarded")
        left_out = ("message_id", "from", "chat", "date", "edit_date", "reply_to_message")
        content = {k: v for k, v in kept.message.items() if k not in (*left_out, "reply_markup")}
        origin = {
            "type": "user",
            "sender_user": kept.message["from"],
            "date": kept.message["date"],
        }
        return self.send(who, {"forward_origin": origin, **content})

    def forward_text(self, who: int, text: str, sender: str = "Somebody") -> Json:
        """Forward the words of somebody who hides their account."""
        origin = {"type": "hidden_user", "sender_user_name": sender, "date": self.state.seconds()}
        return self.send(who, {"forward_origin": origin, "text": text})

    def edit(self, who: int, message_id: int, text: str) -> Json:
        """Change the text or caption of one's own message, up to 48 hours later."""
        self.able(who)
        chat = self.chat_of(who)
        kept = self.message_of(chat, message_id)
        place = "text" if "text" in kept.message else "caption"
        if kept.outgoing or place not in kept.message:
            raise Impossible("only one's own words can be edited")
        if kept.message["date"] < self.state.seconds() - EDITABLE_SECONDS:
            raise Impossible("the message is too old to be edited")
        words, entities = finished(clean(text), [])
        marks = "entities" if place == "text" else "caption_entities"
        fresh = {k: v for k, v in kept.message.items() if k != marks}
        fresh |= {place: words, "edit_date": self.state.seconds()}
        fresh |= {marks: entities} if entities else {}
        self.state.keep(chat, Kept(fresh, outgoing=False, edited=True))
        self.updates.add("edited_message", fresh, fresh["edit_date"])
        self.done(chat)
        return fresh

    def raw(self, update: Json) -> int | None:
        """Queue an update as given, of any kind; a group or channel in it becomes known."""
        kinds = [key for key in update if key != "update_id"]
        if len(kinds) != 1 or not isinstance(update[kinds[0]], dict):
            raise Impossible("an update has exactly one field beside update_id, an object")
        body = copy_of(update[kinds[0]])
        if "chat" in body and body["chat"].get("type") != "private":
            chat = self.state.chat_with(body["chat"])
            status = body.get("new_chat_member", {}).get("status", "member")
            chat.open = status not in ("left", "kicked")
            self.state.changed(chat)
        number = self.updates.add(kinds[0], body)
        self._flush()
        return number

    def _saved(self, person: Person, names: dict[str, Any]) -> Person:
        for name, value in names.items():
            if name not in FIELDS:
                raise Impossible(f"a person has no {name}; write one of {', '.join(FIELDS)}")
            setattr(person, name, value)
        self.state.people[person.id] = person
        self.state.store.put("person", person.id, person)
        chat = self.state.chat_of(person)
        chat.object = person.chat()
        self.state.changed(chat)
        self._flush()
        return person

    def able(self, who: int) -> Person:
        """Return a person whose phone can reach the bot now."""
        person = self.person(who)
        if person.deactivated:
            raise Impossible("this account is deactivated")
        if person.blocked:
            raise Impossible("the bot is blocked: unblock it first")
        return person

    def chat_of(self, who: int) -> Chat:
        """Return a person's private chat."""
        return self.state.chat_of(self.person(who))

    def message_of(self, chat: Chat, message_id: int) -> Kept:
        """Return a message that is still in a chat."""
        kept = self.state.messages[chat.id].get(message_id)
        if kept is None:
            raise Impossible(f"there is no message {message_id} in this chat")
        return kept

    def done(self, chat: Chat) -> None:
        """Count a deed, write it through and push it to the bot."""
        chat.heard += 1
        self.state.changed(chat)
        self._flush()

    def _flush(self) -> None:
        self.webhook.wake()
        self.state.store.flush()


def _pieces(text: str) -> list[str]:
    """Cut a text into messages of at most 4096 UTF-16 units, as a phone does."""
    pieces = [""]
    size = 0
    if units(text) <= LONGEST:
        return [text]
    for character in text:
        width = units(character)
        if size + width > LONGEST:
            pieces.append("")
            size = 0
        pieces[-1] += character
        size += width
    return [piece for piece in pieces if piece.strip()]
