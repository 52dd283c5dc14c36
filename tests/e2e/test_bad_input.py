"""What no question asked for: answered kindly with the open card again, and nothing changes."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, walker
from tests.e2e.world import World, together
from tests.person import Person, Screen

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEDIA = (
    *("sticker", "photo", "voice", "audio", "video", "video_note", "animation", "document"),
    *("location", "contact", "dice"),
)
STRANGE_WORDS = {
    "two messages long": "a long story " * 400,
    "the longest there is": "ä" * 4096,
    "astral, the longest there is": "😀" * 2048,
    "a NUL and a bell": "stuck\x00 and\x07 tired",
    "turners of direction": "stuck \u202egnitset\u202c and \u2067back\u2069",
    "a family and flags": "👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇦 👩🏽‍⚕️ again",
    "right to left": "אני מרגיש תקוע مرحبا بالعالم",
    "marks of HTML": "<b>bold</b> & <script>alert(1)</script> &lt; </i>",
    "marks of Markdown": "*a* _b_ [c](http://x.example) `d` ~e~",
    "a name to fill in": "{change} %s %(a)s {0} {{x}} ${y}",
    "a lone mark": "<",
    "combining marks without end": "e" + "\u0301" * 500,
    "only dots": "...",
}
JUNK_COMMANDS = (
    *("/start ref_abc", "/start ' OR 1=1 --", "/start@somebot", "/checkup now please"),
    *("/nosuch", "/Stop it", "/plan <b>", "/", "//", "/start " + "x" * 4000),
)
STRANGE_DATA = (
    *("x", "....", "0000.1.yes", "....1.2.3", "a" * 64, "zz.99999999999.yes", "ü.1.ü"),
    *("null", '{"a": 1}', "-1.-1.-1", "ab12.1.<help"),
)


async def at_a_question(world: World, engine: Engine, name: str = "Dana") -> Walker:
    """Bring somebody to a question with buttons where words may be typed."""
    met = await walker(world, engine, name)
    await met.hurries("begin", "yes", "many")
    await met.agrees()
    return met


async def nothing_changed(met: Walker) -> None:
    """See the same question below all else, working as ever."""
    await met.person.until(
        lambda now: now.messages[-1] == now.card and not met.shadow.differs(now), "the card again"
    )
    await met.picks("same")


async def answered(met: Walker, before: Screen) -> Screen:
    """Wait for a message that was not there before."""
    sent = before.chat["counters"]["sent"]
    return await met.person.until(lambda now: now.chat["counters"]["sent"] > sent, "an answer")


async def told(
    world: World, engine: Engine, notice: str, deed: Callable[[Person], Awaitable[Any]]
) -> Walker:
    """Let somebody do something odd: a card with a line comes below, the question stays open."""
    met = await at_a_question(world, engine)
    before = met.person.screen
    await deed(met.person)
    await answered(met, before)
    await met.person.sees(engine.words.say(engine.notice(notice), "en"))
    await nothing_changed(met)
    assert met.person.screen.chat["counters"]["sent"] == before.chat["counters"]["sent"] + 1
    return met


async def test_what_is_no_text_is_answered_with_the_card(here: World, engine: Engine) -> None:
    """Stickers, pictures, voices and all else: one kind line, the open card, no answer changed."""

    async def sends(kind: str) -> None:
        await told(here, engine, "unsupported", lambda person: person.does("send", kind=kind))

    await together(*map(sends, MEDIA))


async def test_an_album_is_answered_once(here: World, engine: Engine) -> None:
    """Three pictures of one album, one new card."""
    items = [{"kind": "photo", "caption": "what I mean"}, {"kind": "photo"}, {"kind": "video"}]
    await told(here, engine, "unsupported", lambda person: person.does("album", items=items))


async def test_forwarded_words_are_no_answer(here: World, engine: Engine) -> None:
    """Words of somebody else, even if they are a button's."""
    words = {"text": "Worse", "sender": "Cy"}
    await told(here, engine, "unsupported", lambda person: person.does("forward_text", **words))


async def test_an_edit_of_an_old_message_changes_no_answer(here: World, engine: Engine) -> None:
    """What was typed two questions ago stands."""
    met = await walker(here, engine, "Dana")
    await met.hurries("begin")
    old = await met.person.says("yes")
    await met.agrees_to("yes", old)
    await met.hurries("many")
    await met.agrees()
    await met.person.does("edit", message_id=old["message_id"], text="No")
    await nothing_changed(met)


async def test_strange_words_are_kept_as_words(here: World, engine: Engine) -> None:
    """They stay on their question, break no card, and what is kept has nothing invisible in it."""

    async def types(name: str, words: str) -> None:
        met = await at_a_question(here, engine, name)
        before = met.person.screen
        await met.person.says(words)
        await answered(met, before)
        await met.person.sees("how have things changed for you?")
        await met.person.picks("same")
        await met.person.sees("Tick all that fit")
        (record,) = await here.records(met.person)
        assert record is not None
        kept = str(record.talk)
        assert "\x00" not in kept
        assert "\u202e" not in kept

    await together(*(types(*each) for each in STRANGE_WORDS.items()))


async def test_own_words_come_back_as_typed(here: World, engine: Engine) -> None:
    """`<b>` and `&` in an answer and in a name are shown, not read as marks."""
    met = await walker(here, engine, "<b>Bobby</b> & Co")
    words = "I <b>said</b> & meant: 1 < 2 > 0 &amp; {line}"
    await met.hurries("begin", "yes", "many", "same", "+dread", "!done", "none", "not_yet")
    await met.types(words)
    for choice in ("stay", "no", "no", "mostly", "hardly", "+sleep", "!done"):
        await met.hurries(choice)
    await met.hurries("bedtime", "unsure", "weekly", "take", "<skip", "<skip")
    await met.agrees()
    assert words in met.person.screen.text


async def test_commands_with_anything_behind_them(here: World, engine: Engine) -> None:
    """What follows a command is never read; what is no command of ours shows the card again."""

    async def sends(words: str) -> None:
        met = await at_a_question(here, engine, "Dana")
        before = met.person.screen
        await met.person.says(words)
        await answered(met, before)
        (record,) = await here.records(met.person)
        assert record is not None
        assert record.talk is not None
        answers = record.talk.sessions["checkup"].answers
        assert {name: each.value for name, each in answers.items()} == {
            "safe": "yes",
            "sessions": "many",
        }

    await together(*map(sends, JUNK_COMMANDS))


async def test_unknown_data_of_a_button_changes_nothing(here: World, engine: Engine) -> None:
    """Data of another version, of somebody else, or of nobody: a toast, and all is as it was."""

    async def presses(data: str) -> None:
        met = await at_a_question(here, engine)
        card = met.person.screen.card
        assert card is not None
        await met.person.does("tap", message_id=card["message_id"], data=data)
        await met.person.until(lambda now: now.chat["answers"], "an answer to the tap")
        await nothing_changed(met)

    await together(*(presses(data) for data in STRANGE_DATA))
