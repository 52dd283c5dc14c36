"""What goes wrong on purpose, and how slow the line is."""

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

KINDS = (
    "429", "500", "502html", "403", "400", "drop_before", "drop_after", "slow", "slow_after",
    "odd",
)  # fmt: skip


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    `method` is a pattern (`send*`, any case); `chat` None means any, also calls without one.
    `times` is how often it still happens (None: for ever), `probability` how likely each time.
    `seconds` is the wait of slow, slow_after and 429; `text` the description of 400 and 403.
    `odd` carries the call out and answers it with a result of no shape anybody knows.
    `skip` lets so many matching calls pass first.
    """

    kind: str
    method: str = "*"
    chat: int | None = None
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 1.0
    text: str = ""
    skip: int = 0
    seed: int = 0
    happened: int = 0
    _dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"unknown kind of fault {self.kind!r}; write one of {', '.join(KINDS)}"
            )
        self._dice.seed(self.seed)

    def strikes(self, method: str, chat: int | None) -> bool:
        """Return whether it happens to this call, and count it."""
        if self.times == 0 or not fnmatchcase(method.lower(), self.method.lower()):
            return False
        if self.chat not in (None, chat):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1.0 and self._dice.random() >= self.probability:
            return False
        self.happened += 1
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The list of faults, first match first, and a latency in seconds for every call."""

    def __init__(self) -> None:
        self.listed: list[Fault] = []
        self.latency = 0.0

    def add(self, fault: Fault) -> Fault:
        """Put a fault at the end of the list."""
        self.listed.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything go well again."""
        self.listed.clear()
        self.latency = 0.0

    def pick(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that happens to a call, if any."""
        return next((fault for fault in self.listed if fault.strikes(method, chat)), None)
