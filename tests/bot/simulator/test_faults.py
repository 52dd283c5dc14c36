"""What goes wrong on purpose, and what the log says of it."""

import time
from typing import Any

import aiohttp
import pytest

from bot.simulator import Fault, Simulator
from bot.simulator.rates import Rates
from tests.bot.simulator.conftest import ANN, TOKEN, Wire

SEND: dict[str, Any] = {"chat_id": ANN, "text": "a"}


async def test_429_tells_how_long_to_wait(wire: Wire, simulator: Simulator) -> None:
    """The fault strikes as often as it was asked to, then all is well."""
    simulator.faults.add(Fault("429", method="send*", chat=ANN, seconds=7, times=2))
    for _ in range(2):
        assert await wire.bot("sendMessage", **SEND) == (
            429,
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
        )
    await wire.result("sendMessage", **SEND)
    assert simulator.calls.statuses == {429: 2, 200: 1}


@pytest.mark.parametrize(
    ("fault", "description"),
    [
        ({"kind": "500"}, "Internal Server Error"),
        ({"kind": "403"}, "Forbidden: bot was blocked by the user"),
        ({"kind": "400", "text": "Bad Request: odd"}, "Bad Request: odd"),
    ],
)
async def test_refusals_on_demand(wire: Wire, fault: dict[str, Any], description: str) -> None:
    """Asked for over the control API."""
    status, listed = await wire.sim("faults", **fault)
    assert (status, len(listed["faults"])) == (200, 1)
    assert await wire.refused("getMe") == description
    assert (await wire.look("faults"))["faults"][0]["happened"] == 1


async def test_a_gateway_answers_html(wire: Wire, simulator: Simulator) -> None:
    """502 as nginx says it, which is no JSON."""
    simulator.faults.add(Fault("502html"))
    async with wire.session.get(f"{wire.url}/bot{TOKEN}/getMe") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await answer.text()


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_dropped_connection_before_and_after(
    wire: Wire, simulator: Simulator, kind: str, arrived: int
) -> None:
    """The bot can't tell the two apart; the person and the log can."""
    simulator.faults.add(Fault(kind, method="sendMessage"))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await wire.bot("sendMessage", **SEND)
    shown = [m for m in (await wire.look(f"chats/{ANN}"))["messages"] if m["from"] == "bot"]
    assert len(shown) == arrived
    (logged,) = (await wire.look("calls?method=sendMessage"))["calls"]
    assert (logged["status"], logged["accepted"]) == (0, bool(arrived))


@pytest.mark.parametrize(("kind", "arrived"), [("slow", 0), ("slow_after", 1)])
async def test_a_slow_answer_can_be_too_late(
    wire: Wire, simulator: Simulator, kind: str, arrived: int
) -> None:
    """The message may have been taken before or after the bot has stopped waiting."""
    simulator.faults.add(Fault(kind, method="sendMessage", seconds=0.5))
    impatient = aiohttp.ClientTimeout(total=0.1)
    with pytest.raises(TimeoutError):
        await wire.session.post(f"{wire.url}/bot{TOKEN}/sendMessage", json=SEND, timeout=impatient)
    shown = [k for k in simulator.state.messages[ANN].values() if k.outgoing]
    assert len(shown) == arrived


async def test_an_odd_answer(wire: Wire, simulator: Simulator) -> None:
    """The call is carried out, and its result has no shape that anybody knows."""
    simulator.faults.add(Fault("odd", method="sendMessage"))
    async with wire.session.post(f"{wire.url}/bot{TOKEN}/sendMessage", json=SEND) as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True, "result": []})
    assert sum(kept.outgoing for kept in simulator.state.messages[ANN].values()) == 1


async def test_chance_is_seeded(simulator: Simulator) -> None:
    """The same seed gives the same bad luck, about as often as asked for."""

    def luck() -> list[bool]:
        fault = Fault("500", times=None, probability=0.2, seed=3)
        return [fault.strikes("getMe", None) for _ in range(1000)]

    first = luck()
    assert first == luck()
    assert 150 < sum(first) < 250
    assert simulator.faults.pick("getMe", None) is None


async def test_latency_holds_for_every_call(wire: Wire) -> None:
    """A call takes at least so long."""
    await wire.sim("line", latency=0.1)
    began = time.monotonic()
    await wire.result("getMe")
    assert time.monotonic() - began >= 0.1


def test_the_rate_model_lets_a_burst_through_and_then_one_a_second() -> None:
    """Five at once in a chat, then one a second; thirty a second over all chats."""
    now = [0.0]
    rates = Rates(lambda: now[0])
    assert [rates.wait(1) for _ in range(9)] == [None] * 9
    rates.on = True
    assert [rates.wait(1) for _ in range(6)] == [None] * 5 + [1]
    now[0] = 1.0
    assert [rates.wait(1) for _ in range(2)] == [None, 1]
    others = [rates.wait(chat) for chat in range(2, 40)]
    assert others.count(None) == 29


async def test_too_fast_is_429_when_the_limits_are_on(wire: Wire) -> None:
    """Off by default."""
    await wire.sim("line", rates=True)
    answers = [(await wire.bot("sendMessage", chat_id=ANN, text=str(n)))[0] for n in range(7)]
    assert answers[:5] == [200] * 5
    assert 429 in answers[5:]


async def test_the_log_can_be_read_from_a_number_on(wire: Wire) -> None:
    """Every call with what it carried and what came of it."""
    await wire.result("sendMessage", **SEND)
    await wire.refused("sendMessage", chat_id=ANN, text="")
    log = await wire.look(f"calls?after=1&chat={ANN}")
    (call,) = log["calls"]
    assert (call["number"], call["method"], call["status"]) == (2, "sendMessage", 400)
    assert call["description"] == "Bad Request: message text is empty"
    assert log["methods"] == {"sendMessage": 2}
