"""The log lines: what passes, what is masked, what never comes out."""

import io
import json
import logging
import traceback
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import structlog
from telegram.error import BadRequest

from bot import logs

TOKEN = "123456789:AAHcanaryCANARYcanaryCANARYcanary_-1"
WORDS = "my therapist told my husband"


class Stream(io.StringIO):
    """Catches the log lines and reads them back."""

    def lines(self) -> list[dict[str, Any]]:
        """Give every line as it would be read by a machine."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def stream() -> Iterator[Stream]:
    """Set the logs up on a stream, and put everything back afterwards."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    caught = Stream()
    logs.set_up("DEBUG", caught)
    yield caught
    root.handlers[:] = kept
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_is_json_with_its_place_in_time(stream: Stream) -> None:
    """Event, level, time and the given keys stand in one JSON object."""
    structlog.get_logger("bot.turns.turns").info("turn done", person="ab12", seconds=0.004)
    (line,) = stream.lines()
    assert (line["event"], line["level"], line["logger"]) == (
        "turn done",
        "info",
        "bot.turns.turns",
    )
    assert (line["person"], line["seconds"]) == ("ab12", 0.004)
    assert line["time"][:2] == "20"


def test_unknown_keys_are_named_and_dropped(stream: Stream) -> None:
    """A key that isn't allowed leaves its name behind, so that whoever wrote it notices."""
    structlog.get_logger().info("turn done", text=WORDS, chat_id=4711, kind="tap")
    (line,) = stream.lines()
    assert line["dropped"] == ["chat_id", "text"]
    assert line["kind"] == "tap"
    assert WORDS not in stream.getvalue()
    assert "4711" not in stream.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"http://127.0.0.1:8081/bot1:short/getMe {TOKEN}",
        f"no connection:{TOKEN}",
    ],
)
def test_tokens_are_masked_wherever_they_stand(stream: Stream, said: str) -> None:
    """In the event, in a value, in a list: the token is stars."""
    structlog.get_logger().warning(said, reason=said, languages=[said])
    assert "AAHcanary" not in stream.getvalue()
    assert "short" not in stream.getvalue()
    assert stream.lines()[0]["reason"].count("***") >= 1


def test_passwords_in_addresses_are_masked(stream: Stream) -> None:
    """The database's address may be logged; its password not."""
    structlog.get_logger().info("start", database="postgresql+asyncpg://me:canary@host/db")
    assert stream.lines()[0]["database"] == "postgresql+asyncpg://me:***@host/db"


def test_objects_are_named_not_shown(stream: Stream) -> None:
    """An object given by mistake leaves its type behind, not its content."""
    structlog.get_logger().info("turn done", state={"answer": WORDS})
    assert stream.lines()[0]["state"] == "<dict>"


def test_an_exception_shows_code_but_neither_words_nor_values(stream: Stream) -> None:
    """A traceback has files, lines and types; what a person wrote is in none of them."""
    try:
        said = WORDS
        raise ValueError(said)
    except ValueError:
        structlog.get_logger().exception("turn failed")
    (line,) = stream.lines()
    assert "test_logs.py" in line["exception"]
    assert line["exception"].endswith("ValueError")
    assert WORDS not in stream.getvalue()


def test_what_the_system_and_telegram_say_stays_readable(stream: Stream) -> None:
    """An operator needs to know why a connection failed; the cause is told too, tokens masked."""
    try:
        try:
            raise OSError(f"no route to /bot{TOKEN}/getMe")
        except OSError as error:
            raise BadRequest("Message is not modified") from error
    except BadRequest:
        structlog.get_logger().exception("send failed")
    told = stream.lines()[0]["exception"]
    assert "BadRequest: Message is not modified" in told
    assert "OSError: no route to /bot***/getMe" in told


@pytest.mark.parametrize("library", ["telegram.Bot", "httpx", "aiohttp.server", "sqlalchemy.x"])
def test_libraries_keep_quiet_and_their_words_stay_out(stream: Stream, library: str) -> None:
    """Their addresses, bodies and updates never come out; place and level do."""
    logger = logging.getLogger(library)
    logger.info("POST https://api.telegram.org/bot%s/sendMessage %s", TOKEN, WORDS)
    logger.critical("Update: %s", {"text": WORDS})
    logger.error(f"body {WORDS}")  # noqa: G004 -- libraries do this
    try:
        raise RuntimeError(WORDS)
    except RuntimeError:
        logger.exception("broken")
    assert WORDS not in stream.getvalue()
    assert "canary" not in stream.getvalue()
    lines = stream.lines()
    assert [line["level"] for line in lines] == ["critical", "error", "error"]
    assert lines[0]["event"] == "Update: %s"
    assert lines[1]["where"].startswith("test_logs:")


def test_a_persons_name_for_the_day_changes_daily_and_leads_nowhere() -> None:
    """Within a day one name; another day or another start, another; never the id itself."""
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    name = logs.pseudonym(b"person-1", monday, b"s" * 32)
    assert name == logs.pseudonym(b"person-1", monday, b"s" * 32)
    others = {
        logs.pseudonym(b"person-1", tuesday, b"s" * 32),
        logs.pseudonym(b"person-2", monday, b"s" * 32),
        logs.pseudonym(b"person-1", monday, b"t" * 32),
    }
    assert len(others | {name}) == 4
    assert "person" not in name


def test_our_own_printing_of_an_error_is_masked_too() -> None:
    """`mask` serves the command line as well, where a traceback might be printed by hand."""
    try:
        raise RuntimeError(f"bot{TOKEN}")
    except RuntimeError:
        assert "canary" not in logs.mask(traceback.format_exc().split("RuntimeError", 1)[1])
