"""The bot's own face: commands, descriptions, name, menu button; and what it may look up."""

import re
from collections.abc import Callable
from typing import Any

from bot.simulator.errors import Json, bad_request
from bot.simulator.parameters import Parameters
from bot.simulator.sending import find_chat
from bot.simulator.simulator import Simulator
from bot.simulator.state import Person, State

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
MAX_COMMANDS = 100
MAX_COMMAND_TEXT = 256
SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
)  # fmt: skip
TEXTS = {  # part: (parameter, longest, Telegram's word when it is longer)
    "name": ("name", 64, "NAME_TOO_LONG"),
    "description": ("description", 512, "DESCRIPTION_TOO_LONG"),
    "short_description": ("short_description", 120, "ABOUT_TOO_LONG"),
}
MENU = ("commands", "web_app", "default")


def get_me(sim: Simulator, _p: Parameters) -> Json:
    """Tell who the bot is."""
    return {
        **sim.state.bot(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(sim: Simulator, p: Parameters) -> Json:
    """Tell about a chat."""
    return {
        **find_chat(sim, p).object,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }


def get_file(sim: Simulator, p: Parameters) -> Json:
    """Tell where a file can be fetched."""
    file = sim.state.files.get(p.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
        "file_path": file.file_path,
    }


def leave_chat(sim: Simulator, p: Parameters) -> bool:
    """Leave a group."""
    chat = find_chat(sim, p)
    if chat.object["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.open = False
    sim.state.changed(chat)
    return True


def set_commands(sim: Simulator, p: Parameters) -> bool:
    """Set the list of commands for a scope and a language."""
    commands = p.list("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    sim.state.set_profile("commands", _scope(p), checked or None)
    return True


def delete_commands(sim: Simulator, p: Parameters) -> bool:
    """Remove the list of commands of a scope and a language."""
    sim.state.set_profile("commands", _scope(p), None)
    return True


def get_commands(sim: Simulator, p: Parameters) -> Any:
    """Return the list of commands of exactly this scope and language."""
    return sim.state.profile.get("commands", {}).get(_scope(p), [])


def setter(part: str) -> Callable[[Simulator, Parameters], bool]:
    """Return the method that sets one of the bot's texts."""
    name, longest, too_long = TEXTS[part]

    def set_text(sim: Simulator, p: Parameters) -> bool:
        text = p.text(name)
        if len(text) > longest:
            raise bad_request(too_long)
        sim.state.set_profile(part, _language(p), text or None)
        return True

    return set_text


def getter(part: str) -> Callable[[Simulator, Parameters], Json]:
    """Return the method that tells one of the bot's texts; without its language, the default."""
    name = TEXTS[part][0]

    def get_text(sim: Simulator, p: Parameters) -> Json:
        entries = sim.state.profile.get(part, {})
        fallback = sim.state.bot()["first_name"] if part == "name" else ""
        return {name: entries.get(_language(p), entries.get("", fallback))}

    return get_text


def set_menu_button(sim: Simulator, p: Parameters) -> bool:
    """Set the menu button of a private chat, or of all of them."""
    button = p.object("menu_button") or {"type": "default"}
    if button.get("type") not in MENU:
        raise bad_request("can't parse menu button: unsupported type specified")
    if not p.text("chat_id"):
        sim.state.set_profile("menu_button", "", button)
        return True
    chat = find_chat(sim, p)
    chat.menu_button = button
    sim.state.changed(chat)
    return True


def get_menu_button(sim: Simulator, p: Parameters) -> Json:
    """Return the menu button of a private chat, or of all of them."""
    default: Json = sim.state.profile.get("menu_button", {}).get("", {"type": "commands"})
    return (find_chat(sim, p).menu_button or default) if p.text("chat_id") else default


def commands_for(state: State, person: Person) -> list[Json]:
    """Return the commands a person's phone shows: the nearest scope, their language first."""
    entries = state.profile.get("commands", {})
    language = (person.language_code or "")[:2]
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for key in (f"{scope}|{language}", f"{scope}|"):
            if key in entries:
                found: list[Json] = entries[key]
                return found
    return []


def _command(command: Any) -> Json:
    name = str(command.get("command", "")).removeprefix("/") if isinstance(command, dict) else ""
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= MAX_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": command["description"]}


def _scope(p: Parameters) -> str:
    scope = p.object("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    place = "".join(f":{scope[k]}" for k in ("chat_id", "user_id") if k in scope)
    return f"{kind}{place}|{_language(p)}"


def _language(p: Parameters) -> str:
    language = p.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
