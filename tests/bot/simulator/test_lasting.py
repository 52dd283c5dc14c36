"""What survives a restart, and the simulator as a process of its own."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from bot.simulator import Clock, Simulator, serve
from tests.bot.simulator.conftest import ANN, NOON, TOKEN, Wire

SECRET = 0o077
KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    """A new folder is its owner's alone, and so is the file, even an old one left open."""
    Simulator(TOKEN, Clock(), tmp_path / "new").store.close()
    assert (tmp_path / "new").stat().st_mode & SECRET == 0
    (tmp_path / "simulator.db").touch(0o644)
    Simulator(TOKEN, Clock(), tmp_path).store.close()
    for file in (tmp_path / "simulator.db", tmp_path / "new" / "simulator.db"):
        assert file.stat().st_mode & SECRET == 0


async def test_everything_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Chats, ids, taps, files and the bot's face are as they were."""
    for run in range(2):
        simulator = Simulator(TOKEN, Clock(tmp_path, lambda: NOON), tmp_path)
        async with serve(simulator) as server, aiohttp.ClientSession() as session:
            wire = Wire(session, server.url)
            if run == 0:
                simulator.people.add(ANN, "Ann")
                simulator.people.say(ANN, "one")
                await wire.result("setMyName", name="Check-up")
                await wire.result("sendMessage", chat_id=ANN, text="a", reply_markup=KEYS)
                simulator.people.send_media(ANN, "document", content=b"x")
                query = simulator.people.tap(ANN, label="Yes")
                await wire.result("answerCallbackQuery", callback_query_id=query["id"])
                query = simulator.people.tap(ANN, label="Yes")
                before = await wire.look(f"chats/{ANN}")
                updates = await wire.result("getUpdates")
            else:
                after = await wire.look(f"chats/{ANN}")
                assert after["messages"] == before["messages"]
                assert await wire.result("getUpdates") == updates
                assert (await wire.result("getMe"))["first_name"] == "Check-up"
                await wire.result("answerCallbackQuery", callback_query_id=query["id"])
                old, new = (await wire.look(f"chats/{ANN}"))["answers"]
                assert new["revision"] > old["revision"] > 1  # else a page would not show it
                again = simulator.people.tap(ANN, label="Yes")
                assert again["update_id"] == query["update_id"] + 1
                assert int(again["id"]) == int(query["id"]) + 1
                newest = simulator.people.say(ANN, "two")
                assert newest["message_id"] == before["messages"][-1]["message_id"] + 1


def test_another_process_can_read_the_offset(tmp_path: Path) -> None:
    """The clock's file holds the offset and nothing else."""
    clock = Clock(tmp_path, lambda: NOON)
    clock.travel(60)
    assert json.loads((tmp_path / "clock.json").read_text()) == {"offset": 60.0}
    assert Clock(tmp_path, lambda: NOON).timestamp() == NOON + 60
    clock.travel_to(datetime(2030, 1, 1, tzinfo=UTC))
    assert clock.now() == datetime(2030, 1, 1, tzinfo=UTC)


async def test_the_clock_travels_over_http(wire: Wire) -> None:
    """By seconds or to a moment."""
    assert (await wire.sim("clock", travel=90))[1] == {"now": NOON + 90, "offset": 90.0}
    await wire.sim("clock", to="2030-01-01T00:00:00+00:00")
    moment = datetime(2030, 1, 1, tzinfo=UTC).timestamp()
    assert (await wire.look("clock"))["now"] == moment


async def test_it_runs_by_itself_and_stops_cleanly(tmp_path: Path) -> None:
    """It prints its address and ends on SIGTERM, with a poll still waiting."""
    arguments = ("-m", "bot.simulator", "--token", TOKEN, "--folder", str(tmp_path))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
    async with aiohttp.ClientSession() as session:
        wire = Wire(session, url)
        assert (await wire.result("getMe"))["is_bot"] is True
        poll = asyncio.create_task(wire.result("getUpdates", timeout=40))
        await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(poll, 5) == []
    _, errors = await asyncio.wait_for(process.communicate(), 5)
    assert (process.returncode, errors) == (0, b"")
