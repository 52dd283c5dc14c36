"""Time travel by a timetable: it stops where something is due, and no further than it may."""

from collections.abc import Sequence

import pytest

from bot.simulator import Clock, Impossible
from bot.simulator.bench.journeys import SLACK, Coming, Stop, Timetable, Travel

BEGIN = 1_800_000_000.0
HOUR = 3600.0
ANN, TOM = 1, 2


class Post:
    """Sends what is due when it is asked about, unless somebody's never goes.

    What is sent is on its way until it was asked about so many times as it is `far`.
    """

    def __init__(self, clock: Clock, *coming: Coming, stuck: int = 0, far: int = 0) -> None:
        self.clock, self.left, self.stuck, self.far = clock, list(coming), stuck, far
        self.asked = 0
        self.flying: list[tuple[int, float]] = []
        self.sent: list[tuple[int, float]] = []
        self.done = 0
        self.doing: dict[float, int] = {}
        self.taken: list[float] = []

    def untaken(self) -> int:
        """Take one thing done, unless nothing is ever taken, and count what is left."""
        self.done += self.doing.pop(self.clock.timestamp() - BEGIN, 0)
        if self.done > 0:
            self.done -= 1
            self.taken.append(self.clock.timestamp() - BEGIN)
        return abs(self.done)

    async def due(self) -> Sequence[float | None]:
        """Send what is due, and tell when the rest is."""
        now = self.clock.timestamp()
        for each in [one for one in self.left if one.at <= now and one.person != self.stuck]:
            self.left.remove(each)
            self.flying.append((each.person, now))
        return [None, *(each.at for each in self.left)]

    async def busy(self) -> bool:
        """Tell whether something is on its way; it arrives in the end."""
        self.asked = self.asked + 1 if self.flying else 0
        if self.asked > self.far:
            self.sent += self.flying
            self.flying = []
        return bool(self.flying)

    async def coming(self) -> Sequence[Coming]:
        """Tell all that is left."""
        return list(self.left)

    def count(self, person: int) -> int:
        """Count what a person got."""
        return sum(who == person for who, _ in self.sent)


def clock() -> Clock:
    """Make a clock that stands still but for journeys."""
    return Clock(real=lambda: BEGIN)


def travel(post: Post) -> Travel:
    """Make a journey through what this post has."""
    timetable = Timetable(post.due, post.coming, post.busy, post.count, post.untaken)
    return Travel(post.clock, timetable, patience=0.2)


def at(hours: float, person: int = ANN, kind: str = "reminder") -> Coming:
    """Make something due in so many hours."""
    return Coming(BEGIN + hours * HOUR, person, kind)


async def test_what_is_on_its_way_is_waited_for() -> None:
    """It is due no more, and is told as sent only once it has arrived."""
    post = Post(clock(), at(1), far=2)
    journey = await travel(post).to_next()
    assert [stop.sent for stop in journey.stops] == [True]


async def test_a_journey_stops_at_each_due_time() -> None:
    """Everything is sent within a second of its time, and the journey ends where it was to."""
    post = Post(clock(), at(1), at(2, TOM), at(2), at(30))
    journey = await travel(post).by(24 * HOUR)
    assert [(who, when - BEGIN) for who, when in post.sent] == [
        (ANN, HOUR + SLACK),
        (TOM, 2 * HOUR + SLACK),
        (ANN, 2 * HOUR + SLACK),
    ]
    assert [stop.coming for stop in journey.stops] == [at(1), at(2, TOM), at(2)]
    assert all(stop.sent for stop in journey.stops)
    assert not journey.held
    assert post.clock.timestamp() == BEGIN + 24 * HOUR


async def test_a_journey_ends_where_something_can_not_be_sent() -> None:
    """It never goes on past it, so that nothing becomes late, and says that it was held."""
    post = Post(clock(), at(1), at(2, TOM), at(3), stuck=TOM)
    journey = await travel(post).by(24 * HOUR)
    assert journey.held
    assert journey.stops == [Stop(at(1), sent=True), Stop(at(2, TOM), sent=False)]
    assert post.clock.timestamp() == BEGIN + 2 * HOUR + SLACK


async def test_the_next_thing_is_somebodys() -> None:
    """One stop, with whose it was; without anything due there is no journey."""
    post = Post(clock(), at(5, TOM), at(9))
    journey = await travel(post).to_next()
    assert journey.stops == [Stop(at(5, TOM), sent=True)]
    await travel(post).to_next()
    with pytest.raises(Impossible, match="Nothing is due"):
        await travel(post).to_next()


async def test_the_clock_moves_when_all_is_taken() -> None:
    """What was done is taken at its own time, before a journey and on the way."""
    post = Post(clock(), at(1), at(2))
    post.doing = {0.0: 3, HOUR + SLACK: 2}
    await travel(post).by(24 * HOUR)
    assert post.taken == [0.0] * 3 + [HOUR + SLACK] * 2


async def test_a_bot_that_takes_nothing_holds_the_journey() -> None:
    """The clock stays, wherever it was to go."""
    post = Post(clock(), at(1))
    post.done = -1
    assert (await travel(post).by(24 * HOUR)).held
    assert (await travel(post).to_next()).held
    assert (post.sent, post.clock.timestamp()) == ([], BEGIN)
