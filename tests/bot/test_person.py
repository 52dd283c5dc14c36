"""A person's record survives the way through JSON, and remembers no longer than it may."""

import orjson

from bot.chat.settling import held
from bot.chat.unsent import put
from bot.people.person import MEMORY, MOST_OLD, Open, Record, Row, Shown
from bot.people.recording import from_state, to_state
from flows.values.session import Conversation

HOUR = 3600.0


def record() -> Record:
    """Make a record in which everything is set."""
    return Record(
        chat=42,
        bot=7000,
        since=1.0,
        talk=Conversation("ab12", 3, known={"language": "en", "quiet": "yes"}),
        rows=(
            Row(1, "card", 5.0, key="a/b", text="<b>x</b>", keyboard=((("A", "t.1.a"),),), below=9),
            Row(2, "strip", 5.0, message=8, tries=2),
        ),
        shown=(Shown(8, "recap", "a/b", 1.0), Shown(9, "theirs", "", 2.0)),
        open=Open("a/b", 10, "face", keep=True),
        updates=(1, 2),
        last_row=2,
        album="9",
        tapped=("ab12.2.yes", 4.0),
        away=3.0,
        reachable=False,
        farewell=True,
        hold=6.0,
    )


def test_a_record_comes_back_from_json() -> None:
    """What is sealed and opened again is the same record."""
    stored = orjson.loads(orjson.dumps(to_state(record())))
    assert from_state(stored, 7000) == record()


def test_a_held_chat_waits_whatever_takes_the_rows_place() -> None:
    """Telegram's wish to wait is the chat's, so a newer card waits too; only help does not."""
    waiting = put(Record(chat=1, bot=2, since=0.0), Row(0, "card", 10.0, key="a/b"))
    asked = held(waiting, waiting.rows[0], 99.0)
    newer = put(asked, Row(0, "card", 11.0, key="a/c"))
    assert (newer.deliver_after, newer.next_row(98.0)) == (99.0, None)
    assert newer.next_row(99.0) == newer.rows[0]
    urgent = put(newer, Row(0, "card", 12.0, key="help_now/help", urgent=True))
    assert urgent.deliver_after == 12.0


def test_an_empty_record_comes_back_too() -> None:
    """Left-out values are what they were."""
    bare = Record(chat=1, bot=2, since=0.0)
    assert from_state(orjson.loads(orjson.dumps(to_state(bare))), 2) == bare


def test_what_a_newer_bot_wrote_besides_is_left_out() -> None:
    """An older bot reads the record all the same: going back a version parks nobody."""
    newer = orjson.loads(orjson.dumps(to_state(record())))
    newer |= {"mood": "new", "open": newer["open"] | {"colour": "red"}}
    newer["rows"] = [row | {"sound": "bell"} for row in newer["rows"]]
    newer["shown"] = [[*shown, "more"] for shown in newer["shown"]]
    assert from_state(newer, 7000) == record()


def test_another_bot_knows_no_message_and_no_update() -> None:
    """Message and update ids belong to one bot; what was to be sent still is."""
    other = from_state(to_state(record()), 7001)
    assert (other.bot, other.shown, other.open, other.updates) == (7001, (), None, ())
    assert other.rows == record().rows


def test_only_the_last_updates_are_remembered() -> None:
    """The oldest id goes when a new one comes."""
    found = record()
    for number in range(100, 200):
        found = found.met(number)
    assert found.updates == tuple(range(200 - MEMORY, 200))


def test_of_old_messages_only_theirs_are_forgotten() -> None:
    """After 48 hours nothing of theirs can be changed; what the bot sent may be edited for ever."""
    found = Record(chat=1, bot=2, since=0.0, open=Open("a/b", 3, ""))
    found = found.seeing(
        Shown(1, "past", "a/a", 0.0),
        Shown(2, "theirs", "", 0.0),
        Shown(3, "card", "a/b", 0.0),
        Shown(4, "theirs", "", 40 * HOUR),
    )
    assert [one.message for one in found.pruned(49 * HOUR).shown] == [1, 3, 4]


def test_of_far_too_many_messages_the_oldest_are_forgotten() -> None:
    """The list has an end, but the open card is never beyond it."""
    found = Record(chat=1, bot=2, since=0.0, open=Open("a/b", 1, ""))
    found = found.seeing(*(Shown(n, "past", "a/a", 0.0) for n in range(1, MOST_OLD + 4)))
    left = [one.message for one in found.pruned(49 * HOUR).shown]
    assert left == [1, *range(4, MOST_OLD + 4)]


def test_an_urgent_row_does_not_wait_for_the_first() -> None:
    """Rows go in order, but help stands behind nobody."""
    first, help_row = Row(1, "card", 50.0), Row(2, "card", 1.0, urgent=True)
    found = Record(chat=1, bot=2, since=0.0, rows=(first, help_row))
    assert found.next_row(2.0) == help_row
    assert found.deliver_after == 1.0
    assert Record(chat=1, bot=2, since=0.0, rows=(first, Row(3, "say", 1.0))).next_row(2.0) is None
