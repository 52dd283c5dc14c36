"""The real python-telegram-bot against the simulator: shapes it can read, errors it knows."""

import struct
import zlib

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    MenuButtonCommands,
    Message,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.simulator import Fault, Server, Simulator
from tests.bot.simulator.conftest import ANN, NOON


def png(width: int, height: int) -> bytes:
    """Return a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (width + 1)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_message_goes_there_and_back(bot: Bot) -> None:
    """Text, entities, buttons and date as the library reads them."""
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(ANN, "<b>Hi</b> 😀", parse_mode="HTML", reply_markup=keys)
    assert (sent.text, sent.text_html) == ("Hi 😀", "<b>Hi</b> 😀")
    assert sent.reply_markup == keys
    assert sent.date.timestamp() == NOON
    edited = await bot.edit_message_text("Bye", ANN, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "Bye"
    assert await bot.delete_message(ANN, sent.message_id)


async def test_updates_are_read_by_the_library(bot: Bot, simulator: Simulator) -> None:
    """A message, a tap, an edit and a block."""
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(ANN, "a", reply_markup=keys)
    message = simulator.people.say(ANN, "hello")
    simulator.people.edit(ANN, message["message_id"], "hullo")
    simulator.people.tap(ANN, label="Yes")
    simulator.people.block(ANN)
    updates = await bot.get_updates()
    _, said, edited, tapped, blocked = updates
    assert said.message is not None
    assert said.message.text == "hello"
    assert edited.edited_message is not None
    assert tapped.callback_query is not None
    assert tapped.callback_query.message is not None
    assert tapped.callback_query.message.message_id == sent.message_id
    assert await bot.answer_callback_query(tapped.callback_query.id, "ok")
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_files_go_up_and_come_down(bot: Bot) -> None:
    """A photo with its size, a document with its name, and both replaced by another."""
    picture = await bot.send_photo(ANN, png(30, 20), caption="<i>chart</i>", parse_mode="HTML")
    assert (picture.photo[-1].width, picture.photo[-1].height) == (30, 20)
    assert picture.caption_html == "<i>chart</i>"
    plan = await bot.send_document(ANN, b"%PDF-1", filename="план.pdf")
    assert plan.document is not None
    assert plan.document.file_name == "план.pdf"
    file = await plan.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1"
    media = InputMediaDocument(b"%PDF-2", filename="b.pdf", caption="new")
    changed = await bot.edit_message_media(media, ANN, plan.message_id)
    assert isinstance(changed, Message)
    assert (changed.document and changed.document.file_name, changed.caption) == ("b.pdf", "new")
    captioned = await bot.edit_message_caption(ANN, plan.message_id, caption="newer")
    assert isinstance(captioned, Message)
    assert captioned.caption == "newer"


async def test_faulty_files_are_refused(bot: Bot) -> None:
    """No picture, nothing in it, a caption too long."""
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ANN, b"not a picture")
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(ANN, b"")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ANN, png(1, 1), caption="a" * 1025)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(ANN, "nothing")


async def test_errors_are_the_librarys_own(
    bot: Bot, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each status becomes the exception that the bot will catch."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    sent = await bot.send_message(ANN, "a")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("a", ANN, sent.message_id)
    simulator.faults.add(Fault("429", seconds=3))
    with pytest.raises(RetryAfter, match="Retry in 0:00:03"):
        await bot.send_message(ANN, "b")
    simulator.people.block(ANN)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANN, "c")
    await bot.set_webhook("https://example.org/")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_wrong_token_is_noticed(server: Server) -> None:
    """The library refuses to start."""
    client = Bot("1:wrong", base_url=f"{server.url}/bot")
    with pytest.raises(InvalidToken):
        await client.initialize()
    await client.shutdown()


async def test_the_bots_face_per_language(bot: Bot, simulator: Simulator) -> None:
    """Commands by scope and language, texts by language, the default where there is none."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")], scope)
    await bot.set_my_commands([BotCommand("help", "Hilfe")], scope, language_code="de")
    assert (await bot.get_my_commands(scope, "de"))[0].description == "Hilfe"
    assert await bot.get_my_commands() == ()
    simulator.people.change(ANN, language_code="de-AT")
    person = simulator.people.person(ANN)
    assert simulator.state.bot()["first_name"] == "Simulated bot"
    await bot.set_my_name("Check-up")
    await bot.set_my_description("Lang", language_code="de")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_name()).name == "Check-up"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_description("de")).description == "Lang"
    assert (await bot.get_my_short_description("de")).short_description == "Short"
    assert (await bot.get_me()).first_name == "Check-up"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_chat(ANN)).first_name == person.first_name
    await bot.delete_my_commands(scope, "de")
    assert await bot.get_my_commands(scope, "de") == ()


async def test_faulty_commands_are_refused(bot: Bot) -> None:
    """Lower case, at most a hundred, a language of two letters."""
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Help", "Help")])
    with pytest.raises(BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands([(f"c{n}", "x") for n in range(101)])
    with pytest.raises(BadRequest, match="language code"):
        await bot.set_my_commands([("help", "x")], language_code="pt-br")
