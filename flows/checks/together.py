"""How many choices can be offered at once, whatever is known of a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.content.flow import Flow
from flows.questions import Question
from flows.values.session import Held
from flows.values.when import Test, When

OTHER = "?"  # stands for every value that no test speaks of
AMOUNTS = range(32)


def together(question: Question, flows: Iterable[Flow]) -> tuple[str, ...]:
    """Return as many of a question's choices as can be offered at once, or more, never fewer."""
    asked = [each for flow in flows for each in flow.questions.values()]
    several = {each.id for each in asked if each.ask in ("several", "browse")}
    names = several | {f"last_{name}" for name in several} | {"tried"}
    whens = {name: choice.when for name, choice in question.choices.items()}
    return Together(whens, frozenset(names)).most(question.when)


@dataclass(slots=True)
class Together:
    """Looks for the most conditions that can hold at once.

    Of one name, tests exclude each other where no value meets all of them. What one name says of
    another isn't seen, nor what ticks mean: the names in `several`, which have more values than
    one, exclude nothing.
    """

    whens: Mapping[str, When | None]
    several: frozenset[str]
    best: tuple[str, ...] = ()
    _known: dict[tuple[Test, ...], bool] = field(default_factory=dict)

    def most(self, given: When | None = None) -> tuple[str, ...]:
        """Return the names of as many as can hold together where `given` holds too."""
        self.best = ()
        names = sorted(self.whens, key=lambda name: self.whens[name] is not None)
        for case in given.cases if given else ((),):
            self._look(names, (), case)
        return self.best

    def _look(self, left: Sequence[str], taken: tuple[str, ...], tests: tuple[Test, ...]) -> None:
        """Take the first of those left, or leave it, while more than the best can come of it."""
        if len(taken) > len(self.best):
            self.best = taken
        if len(taken) + len(left) <= len(self.best):
            return
        when = self.whens[left[0]]
        for case in when.cases if when else ((),):
            more = (*tests, *case)
            if all(self._can_hold(more, test.name) for test in case):
                self._look(left[1:], (*taken, left[0]), more)
        self._look(left[1:], taken, tests)

    def _can_hold(self, tests: Iterable[Test], name: str) -> bool:
        """Tell whether some value of a name meets all tests of it."""
        about = tuple(dict.fromkeys(test for test in tests if test.name == name))
        if name in self.several:
            return True
        if about not in self._known:
            spoken = {value for test in about for value in test.values}
            values: tuple[Held, ...] = (None, OTHER, *spoken, *AMOUNTS)
            self._known[about] = any(all(test.holds(v) for test in about) for v in values)
        return self._known[about]
