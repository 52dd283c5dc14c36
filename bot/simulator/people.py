"""The people of a simulator: taps on buttons, and what they do to the chat as a whole."""

from typing import Any

from bot.simulator.errors import Impossible, Json
from bot.simulator.speaking import Speaking
from bot.simulator.state import Chat, State


class People(Speaking):
    """Everything a person does on their phone."""

    def tap(
        self,
        who: int,
        message_id: int | None = None,
        data: str | None = None,
        label: str | None = None,
    ) -> Json:
        """Tap a button by its label, or by its data even if it is no longer there (a stale tap).

        Without a message id: the newest message that has the button. Returns
        `{"id": query id, "update_id", "message_id", "data"}`, or `{"url", "message_id"}` for a
        link, of which the bot hears nothing.
        """
        person = self.able(who)
        chat = self.state.chat_of(person)
        number = message_id or _newest(self.state, chat, data, label)
        message = self.message_of(chat, number).message
        button = _button(message, data, label)
        if button is None and (data is None or message_id is None):
            raise Impossible(f"message {number} has no such button")
        if button is not None and "callback_data" not in button:
            return {"url": button.get("url"), "message_id": number}
        wanted = button["callback_data"] if button is not None else data
        return self._ask(chat, message, wanted)

    def block(self, who: int) -> int | None:
        """Stop the bot; it hears of it by my_chat_member."""
        return self._membership(who, blocked=True)

    def unblock(self, who: int) -> int | None:
        """Let the bot write again."""
        return self._membership(who, blocked=False)

    def deactivate(self, who: int) -> None:
        """Close the person's account; nobody tells the bot."""
        person = self.person(who)
        person.deactivated = True
        self.state.store.put("person", person.id, person)
        self.state.changed(self.state.chat_of(person))
        self.state.store.flush()

    def delete_message(self, who: int, message_id: int) -> None:
        """Delete one message on both sides; nobody tells the bot."""
        chat = self.state.chat_of(self.person(who))
        self.message_of(chat, message_id)
        self.state.remove(chat, message_id)
        self.state.store.flush()

    def delete_chat(self, who: int) -> None:
        """Delete the whole chat on both sides; nobody tells the bot, and it may still write."""
        chat = self.state.chat_of(self.person(who))
        for number in tuple(self.state.messages[chat.id]):
            self.state.remove(chat, number)
        chat.keyboard = None
        self.state.changed(chat)
        self.state.store.flush()

    def _ask(self, chat: Chat, message: Json, data: Any) -> Json:
        state = self.state
        number = state.keep_query(
            {
                "at": state.clock.timestamp(),
                "chat": chat.id,
                "message_id": message["message_id"],
                "data": data,
                "answered": False,
            }
        )
        person = state.people[chat.id]
        body = {
            "id": number,
            "from": person.user(),
            "message": message,
            "chat_instance": str(chat.id * 7919),
            "data": data,
        }
        update_id = self.updates.add("callback_query", body)
        self.done(chat)
        place = {"message_id": message["message_id"], "data": data}
        return {"id": number, "update_id": update_id, **place}

    def _membership(self, who: int, *, blocked: bool) -> int | None:
        person = self.person(who)
        if person.blocked == blocked:
            raise Impossible("the bot is blocked already" if blocked else "the bot is not blocked")
        person.blocked = blocked
        state = self.state
        state.store.put("person", person.id, person)
        member = {"user": state.bot(), "status": "member"}
        kicked = {"user": state.bot(), "status": "kicked", "until_date": 0}
        body = {
            "chat": person.chat(),
            "from": person.user(),
            "date": state.seconds(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        update_id = self.updates.add("my_chat_member", body)
        self.done(state.chat_of(person))
        return update_id


def _newest(state: State, chat: Chat, data: str | None, label: str | None) -> int:
    for number, kept in sorted(state.messages[chat.id].items(), reverse=True):
        if _button(kept.message, data, label) is not None:
            return number
    raise Impossible(f"no message has a button {label or data!r}")


def _button(message: Json, data: str | None, label: str | None) -> Json | None:
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            by_label = label is not None and button["text"] == label
            if by_label or (data is not None and button.get("callback_data") == data):
                found: Json = button
                return found
    return None
