"""Taps on inline buttons, and what a person does to the chat as a whole."""

from typing import Any

from bot.simulator.errors import Impossible, Json
from bot.simulator.people import People
from bot.simulator.state import Chat


def tap(
    people: People,
    who: int,
    message_id: int | None = None,
    data: str | None = None,
    label: str | None = None,
) -> Json:
    """Tap a button by its label, or by its data even if it is no longer there (a stale tap).

    Without a message id: the newest message that has the button. Returns
    `{"id": query id, "update_id": ..., "message_id": ..., "data": ...}`, or `{"url": ...}` for a
    link, of which the bot hears nothing.
    """
    person = people.able(who)
    chat = people.state.chat_of(person)
    number = message_id or _newest(people, chat, data, label)
    message = people.message_of(chat, number).message
    button = _button(message, data, label)
    if button is None and (data is None or message_id is None):
        raise Impossible(f"message {number} has no such button")
    if button is not None and "callback_data" not in button:
        return {"url": button.get("url"), "message_id": number}
    wanted = button["callback_data"] if button is not None else data
    return _ask(people, chat, message, wanted)


def block(people: People, who: int) -> int | None:
    """Stop the bot; it hears of it by my_chat_member."""
    return _membership(people, who, blocked=True)


def unblock(people: People, who: int) -> int | None:
    """Let the bot write again."""
    return _membership(people, who, blocked=False)


def deactivate(people: People, who: int) -> None:
    """Close the person's account; nobody tells the bot."""
    person = people.person(who)
    person.deactivated = True
    people.state.store.put("person", person.id, person)
    people.state.changed(people.state.chat_of(person))
    people.state.store.flush()


def delete_message(people: People, who: int, message_id: int) -> None:
    """Delete one message on both sides; nobody tells the bot."""
    chat = people.state.chat_of(people.person(who))
    people.message_of(chat, message_id)
    people.state.remove(chat, message_id)
    people.state.store.flush()


def delete_chat(people: People, who: int) -> None:
    """Delete the whole chat on both sides; nobody tells the bot, and it may still write."""
    chat = people.state.chat_of(people.person(who))
    for number in tuple(people.state.messages[chat.id]):
        people.state.remove(chat, number)
    chat.keyboard = None
    people.state.changed(chat)
    people.state.store.flush()


def _ask(people: People, chat: Chat, message: Json, data: Any) -> Json:
    state = people.state
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
    update_id = people.updates.add("callback_query", body)
    people.done(chat)
    place = {"message_id": message["message_id"], "data": data}
    return {"id": number, "update_id": update_id, **place}


def _newest(people: People, chat: Chat, data: str | None, label: str | None) -> int:
    for number, kept in sorted(people.state.messages[chat.id].items(), reverse=True):
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


def _membership(people: People, who: int, *, blocked: bool) -> int | None:
    person = people.person(who)
    if person.blocked == blocked:
        raise Impossible("the bot is blocked already" if blocked else "the bot is not blocked")
    person.blocked = blocked
    state = people.state
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
    update_id = people.updates.add("my_chat_member", body)
    people.done(state.chat_of(person))
    return update_id
