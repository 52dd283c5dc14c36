"""The people's side over HTTP: what they do, what they see, and what goes wrong on purpose.

JSON in, JSON out. A deed that no phone allows, or by nobody known, is answered 409
`{"error": "why"}`, a malformed wish 400, a page of another site 403. Times are seconds since 1970
on the simulator's clock. `person` means `{"id", "first_name", "last_name", "username",
"language_code", "blocked", "deactivated"}`; `message` as a deed's answer means Telegram's own
Message object.

People
    GET   /sim/people                          [person, ...]
    POST  /sim/people                          {"id"?, "first_name"?, "last_name"?, "username"?,
                                               "language_code"?} -> person; changes a known id
    POST  /sim/people/{id}/change              any of the names -> person
    POST  /sim/people/{id}/say                 {"text", "reply_to"?, "date"?} -> message
    POST  /sim/people/{id}/tap                 {"message_id"?, "data"? or "label"?, "times"?: 1} ->
                                               [{"id", "update_id", "message_id", "data"}] or
                                               [{"url", "message_id"}] for a link; with data and
                                               message_id it also taps what is gone (a stale tap);
                                               without message_id the newest such button;
                                               update_id is null if the bot refuses taps
    POST  /sim/people/{id}/edit                {"message_id", "text"} -> message
    POST  /sim/people/{id}/send                {"kind": "sticker" | "photo" | "voice" | "audio" |
                                               "video" | "video_note" | "animation" | "document" |
                                               "location" | "contact" | "dice", "caption"?, "name"?,
                                               "mime"?, "content_base64"?, own fields ...}
                                               -> message
    POST  /sim/people/{id}/album               {"items": [as for send, ...]} -> [message, ...]
    POST  /sim/people/{id}/forward             {"message_id"} -> message; 409 if it is protected
    POST  /sim/people/{id}/forward_text        {"text", "sender"?} -> message
    POST  /sim/people/{id}/block, /unblock     {} -> {"update_id"} (my_chat_member)
    POST  /sim/people/{id}/deactivate          {} -> person
    POST  /sim/people/{id}/delete_message      {"message_id"} -> person; gone on both sides
    POST  /sim/people/{id}/delete_chat         {} -> person; the bot may still write

Chats
    GET   /sim/chats/{id}?after=REV&timeout=25 the chat, at once or when its revision is past REV
                                               (or the time is over; at most 60 s)
          {"id", "revision", "person", "keyboard": reply keyboard or null, "counters",
           "typing": {"action", "until"} or null, "menu_button", "commands": [for their language],
           "messages": [{"message_id", "from": "bot" | "person", "date", "edited", "text" (or the
               caption), "html", "entities", "buttons": [[Telegram's inline button]], "protected",
               "silent", "reply_to", "file": {"kind", "name", "mime", "size", "url", "emoji"} or
               null, and location, contact, dice, forward_origin, media_group_id if there}],
           "answers": [{"callback_query_id", "message_id", "data", "text", "show_alert", "at",
               "shown" (only the first answer to a tap shows), "revision"}]}
          deleted messages are gone; counters: "sent", "edits", "deleted", "twins" (see `calls`)
    GET   /sim/events?chat=ID&after=REV        server-sent events `change` with
                                               {"chat", "revision"} and that revision as their id
    GET   /sim/files/{file_id}                 a file's bytes

The world
    POST  /sim/updates                         a raw update of one kind -> {"update_id"}
    POST  /sim/updates/next                    {"id"} -> {"id"}: update ids go on from there
    GET   /sim/clock                           {"now", "offset"}
    POST  /sim/clock                           {"travel": seconds} or {"to": "ISO time with zone"}
    GET   /sim/bot                             {"user", "profile", "webhook", "pending"}
    GET   /sim/calls?after=N&method=M&chat=ID&limit=100
                                               {"count", "statuses", "methods", "chats", "calls":
                                               [{"number", "method", "chat", "parameters",
                                               "status", "accepted", "description", "at"}]}; the
                                               last ones after N, oldest first;
                                               getUpdates is only counted, unless refused
    GET   /sim/faults                          {"latency", "rates", "faults": [fault]}
    POST  /sim/faults                          a fault -> the list: {"kind", "method"?, "chat"?,
                                               "times"?: 1 (null: for ever), "probability"?,
                                               "seed"?, "skip"?, "seconds"?, "text"?},
                                               kinds in `faults`
    DELETE /sim/faults                         everything goes well again
    POST  /sim/line                            {"latency"?: seconds, "rates"?: true}
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.simulator import deeds, world
from bot.simulator.answering import answering, own_pages_only
from bot.simulator.events import events
from bot.simulator.simulator import Simulator

Deed = Callable[[Simulator, web.Request], Awaitable[Any]]

ROUTES: tuple[tuple[str, str, Deed], ...] = (
    ("GET", "/sim/people", deeds.everybody),
    ("POST", "/sim/people", deeds.add_person),
    ("POST", "/sim/people/{id}/{deed}", deeds.deed),
    ("GET", "/sim/chats/{id}", deeds.chat),
    ("GET", "/sim/events", events),
    ("GET", "/sim/files/{id}", deeds.file),
    ("POST", "/sim/updates", world.raw_update),
    ("POST", "/sim/updates/next", world.next_update),
    ("GET", "/sim/clock", world.read_clock),
    ("POST", "/sim/clock", world.travel),
    ("GET", "/sim/bot", world.the_bot),
    ("GET", "/sim/calls", world.calls),
    ("GET", "/sim/faults", world.list_faults),
    ("POST", "/sim/faults", world.add_fault),
    ("DELETE", "/sim/faults", world.clear_faults),
    ("POST", "/sim/line", world.set_line),
)


def add_routes(app: web.Application, simulator: Simulator) -> None:
    """Add the control API to an application."""
    app.middlewares.append(own_pages_only)
    for verb, path, deed in ROUTES:
        app.router.add_route(verb, path, answering(simulator, deed))
