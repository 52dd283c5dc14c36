"""One update, one turn: what repeats, what is stale, what is no answer, and what erases."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.edge import ANN, TOKEN, Edge, edge_at
from tests.databases import sqlite_database


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    """Run the bot on SQLite."""
    async with edge_at(sqlite_database(tmp_path).url, tmp_path) as running:
        yield running


async def test_an_update_that_comes_twice_changes_nothing(edge: Edge) -> None:
    """The same tap delivered again is answered and otherwise left alone."""
    await edge.begins()
    message = await edge.taps("Tea")
    await edge.sees("With milk?")
    await edge.settled()
    before = await edge.known()
    calls = edge.calls("editMessageText"), edge.calls("sendMessage")
    body = {
        "id": "1",
        "from": edge.simulator.people.person(ANN).user(),
        "chat_instance": "1",
        "message": edge.simulator.state.messages[ANN][message].message,
        "data": f"{before.talk.tag}.2.tea" if before.talk else "",
    }
    await edge.app.desk.handle({"update_id": before.updates[-1], "callback_query": body})
    assert await edge.known() == before
    assert (edge.calls("editMessageText"), edge.calls("sendMessage")) == calls
    assert edge.app.desk.counts["repeated"] == 1


async def test_a_double_tap_counts_once(edge: Edge) -> None:
    """The second of two quick taps moves nothing and sends no second card."""
    await edge.begins()
    await edge.taps("Tea")
    await edge.sees("With milk?")
    number, labels = edge.buttons()[-1]
    button = edge.message("With milk?")[1]["reply_markup"]["inline_keyboard"][0][0]
    assert button["text"] in labels
    for _ in range(2):
        edge.simulator.people.tap(ANN, number, data=button["callback_data"])
    await edge.sees("When do you come?")
    await edge.settled()
    assert sum("When do you come?" in text for text in edge.bot_texts()) == 1


async def test_an_old_button_brings_the_card_and_loses_its_keyboard(edge: Edge) -> None:
    """A tap on another message is told so; the card comes below, that keyboard goes."""
    await edge.begins()
    old = edge.message("Hello.")[0]
    record = await edge.known()
    assert record.talk is not None
    edge.simulator.people.tap(ANN, old, data=f"{record.talk.tag}.1.seen")
    await edge.until(lambda: sum("What would you like?" in t for t in edge.bot_texts()) == 2)
    await edge.settled()
    assert len(edge.buttons()) == 1
    assert "from before" in edge.toasts()[-1] or "Got that already" in edge.toasts()[-1]
    assert (await edge.known()).talk == record.talk


async def test_an_old_nonce_on_the_open_card_gets_only_a_toast(edge: Edge) -> None:
    """The card stands as it is: nothing is sent."""
    await edge.begins()
    record = await edge.known()
    assert record.talk is not None
    assert record.open is not None
    before = edge.bot_texts()
    edge.simulator.people.tap(ANN, record.open.message, data=f"{record.talk.tag}.0.tea")
    await edge.until(lambda: bool(edge.toasts()[-1:]) and "before" in edge.toasts()[-1])
    await edge.settled()
    assert edge.bot_texts() == before


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "location", "contact"])
async def test_what_is_no_text_gets_a_kind_word_and_the_card(edge: Edge, kind: str) -> None:
    """A sticker or a voice message is no answer, and the question stands below it again."""
    await edge.begins()
    edge.simulator.people.send_media(ANN, kind)
    card = await edge.sees("I can only read text and buttons")
    await edge.settled()
    assert [number for number, _ in edge.buttons()] == [card]
    assert "What would you like?" in edge.message("I can only read")[1]["text"]


async def test_an_album_is_answered_once(edge: Edge) -> None:
    """Several pictures sent together get one word."""
    await edge.begins()
    edge.simulator.people.send_album(ANN, [{"kind": "photo"}] * 3)
    await edge.sees("I can only read text and buttons")
    await edge.settled()
    assert sum("I can only read" in text for text in edge.bot_texts()) == 1


async def test_a_forwarded_text_is_no_answer(edge: Edge) -> None:
    """Somebody else's words choose no button, even if they are a label."""
    await edge.begins()
    edge.simulator.people.forward_text(ANN, "Tea")
    await edge.sees("I can only read text and buttons")
    record = await edge.known()
    assert record.talk is not None
    assert not record.talk.sessions["tea"].answers


async def test_several_texts_in_a_row_get_one_card(edge: Edge) -> None:
    """Words are kept at once; the card waits until the person has paused."""
    await edge.begins()
    for words in ("hm", "I don't know", "something else"):
        edge.says(words)
    await edge.sees("I kept your words")
    await edge.settled()
    assert sum("I kept your words" in text for text in edge.bot_texts()) == 1
    record = await edge.known()
    assert record.talk is not None
    kept = record.talk.sessions["tea"].words["drink"]
    assert [one.text for one in kept] == ["hm", "I don't know", "something else"]


async def test_help_does_not_wait(edge: Edge) -> None:
    """A word for help is answered at once, before what still waits."""
    await edge.begins()
    edge.says("hm")
    edge.says("help me")
    await edge.sees("Call somebody.")
    assert not any("I kept your words" in text for text in edge.bot_texts())
    assert "has_protected_content" not in edge.message("Call somebody.")[1]


async def test_deleting_leaves_nothing_behind(edge: Edge) -> None:
    """After the farewell is sent no row of the person is left, and their card has no buttons."""
    await edge.begins()
    edge.says("/delete")
    await edge.taps("Delete it all")
    await edge.sees("All I kept about you is deleted")
    await edge.until(lambda: not edge.buttons())
    await edge.gone()
    edge.says("/start")
    await edge.sees("Hello.")


async def test_under_age_is_forgotten_at_once(edge: Edge) -> None:
    """The youth lines come, and then nothing is stored."""
    edge.says("/start")
    await edge.taps("I'm under 18")
    await edge.sees("Talk to somebody you trust.")
    await edge.gone()
    assert edge.buttons() == []


async def test_a_phone_that_others_see_has_one_card(edge: Edge) -> None:
    """In quiet mode a card changes in place across steps, and no recap stays."""
    edge.says("/start")
    first = await edge.taps("Others see my phone")
    await edge.settled()
    await edge.taps("Let's start")
    await edge.taps("Tea")
    await edge.taps("No")
    assert await edge.sees("When do you come?") == first
    await edge.settled()
    assert len(edge.bot_texts()) == 1


async def test_clearing_the_chat_removes_both_sides(edge: Edge) -> None:
    """What both wrote goes, and the card comes anew."""
    edge.says("/start")
    first = await edge.taps("Clear this chat")
    await edge.until(lambda: first not in edge.simulator.state.messages[ANN])
    await edge.settled()
    assert len(edge.simulator.state.messages[ANN]) == 1
    assert edge.bot_texts() == ["Hello. Kept for 400 days."]


async def test_going_back_over_a_border_takes_the_recap_away(edge: Edge) -> None:
    """Back from the second step shows the first again and no recap of it."""
    await edge.begins()
    await edge.taps("Tea")
    await edge.taps("No")
    await edge.sees("You chose tea")
    await edge.settled()
    await edge.taps("Back")
    await edge.sees("With milk?")
    await edge.settled()
    assert not any("You chose tea" in text for text in edge.bot_texts())
    assert len(edge.buttons()) == 1


async def test_a_changed_answer_changes_its_recap_in_place(edge: Edge) -> None:
    """Change something edits the recap where it stands, and the visit's card goes."""
    await edge.begins()
    for label in ("Tea", "No", "Soon", "Sure", "Change something", "Drink: Tea", "Coffee & cake"):
        await edge.taps(label)
    await edge.sees("Coffee & cake, soon.")
    await edge.settled()
    assert edge.bot_texts()[1] == "Something warm\n\nYou chose coffee & cake."
    assert len(edge.buttons()) == 1


async def test_an_update_that_fails_is_parked_with_an_apology(edge: Edge) -> None:
    """A turn that raises is tried three times, parked, told once; the next one comes through."""
    await edge.begins()
    async with edge.app.store.turn(ANN) as work:  # as a fault of ours might have left it
        assert work.person is not None
        state = dict(work.person.state)
        state["talk"] = {**state["talk"], "typed": ["tea", "drink", 1, "noon"]}
        state["talk"]["sessions"]["tea"]["words"] = {"drink": [[1, "hm"]]}
        work.after = replace(work.person, state=state)
    edge.says("well")
    await edge.sees("Something went wrong on my side")
    await edge.sees("Please send your last message again")
    parked = await edge.app.store.parked()
    assert [(one.reason, one.kind) for one in parked] == [("TypeError", "message")]
    assert edge.simulator.updates.pending() == 0
    await edge.taps("Tea")
    await edge.sees("With milk?")


async def test_no_log_line_tells_what_was_said(edge: Edge) -> None:
    """Words, the Telegram id and the token are in no line, not even when a turn fails."""
    await edge.begins()
    edge.says("kanarienvogel")
    await edge.sees("I kept your words")
    async with edge.app.store.turn(ANN) as work:
        assert work.person is not None
        state = dict(work.person.state)
        state["talk"] = {**state["talk"], "typed": ["tea", "drink", 1, "noon"]}
        work.after = replace(work.person, state=state)
    edge.says("kanarienvogel")
    await edge.sees("Something went wrong on my side")
    told = edge.log.getvalue()
    assert "update_parked" in told
    assert "kanarienvogel" not in told
    assert TOKEN.partition(":")[2] not in told
    assert not re.search(rf"\b{ANN}\b", re.sub(r'"(where|exception|time)":"[^"]*"', "", told))
