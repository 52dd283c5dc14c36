"""What a flow that looks back finds beneath its own answers: those of the flow it looks back at.

Every answer of that time is known as `last_NAME`, and the table's `last_step`, `last_weeks` too.
Under its own name an answer still counts where this flow has no such question, or one that
`stays` and isn't asked this time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.content.advice import DERIVED
from flows.content.flow import Flow
from flows.values.scope import Fact, Scope
from flows.values.session import Held
from flows.values.talk import Value
from flows.values.when import holds

LAST = "last_"
LAST_ON = "last_on"  # the day of the decision looked back at
TURN = "turn"  # which of a flow's `turns` it is this time
COUNTS = ("looks", "tried", "full_windows", "talk_suggested", "worse_before")


@dataclass(frozen=True, slots=True)
class Beneath:
    """The flow looked back at and what was known at the end of it; `past` is from before that."""

    flow: Flow
    scope: Scope
    past: Mapping[str, Held]

    def known(self, above: Flow) -> dict[str, Held]:
        """Return all that the flow above finds here, by name."""
        found = {f"{LAST}{name}": value for name, value in self.scope.answers.items()}
        if self.flow.advice:
            found |= {f"{LAST}{name}": self.scope.get(name) for name in DERIVED}
        decided = self._decided()
        found[LAST_ON] = decided.isoformat() if decided else None
        found[TURN] = self.past.get(TURN)
        own = above.questions
        stays = (n for n in self.scope.answers if n not in own or own[n].stays)
        return {**found, **{name: self.scope.answers[name] for name in stays}}

    def spoken(self, name: str) -> Value | None:
        """Return what a name found here reads as in a sentence."""
        if name == LAST_ON:
            return self._decided()
        return self.scope.spoken(self.scope, name.removeprefix(LAST))

    def counts(self, above: Flow) -> Mapping[str, Fact]:
        """Return what is known of earlier looks once this one counts too."""
        rule = above.counts
        if rule is None:
            return {}
        steps = {str(s) for name in ("step", "suggested") if (s := self.scope.get(name))}
        talk = self.scope.get("suggested") in rule.talks

        def looks(_scope: Scope) -> Held:
            return _number(self.past.get("looks")) + 1

        def tried(scope: Scope) -> Held:
            before = self.past.get("tried")
            known = set(before) if isinstance(before, tuple) else set()
            return tuple(sorted(known | (steps if holds(rule.happened, scope) else set())))

        def talks(scope: Scope) -> Held:
            return _number(self.past.get("talk_suggested")) + (talk and holds(rule.happened, scope))

        def full(scope: Scope) -> Held:
            if holds(rule.none, scope):
                return 0
            whole = holds(rule.full, scope) and self._days(scope) >= rule.days
            return _number(self.past.get("full_windows")) + whole

        def worse(scope: Scope) -> Held:
            return "yes" if holds(rule.worse, scope) else None

        return dict(zip(COUNTS, (looks, tried, full, talks, worse), strict=True))

    def _decided(self) -> date | None:
        """Return the day of the decision looked back at."""
        decision = self.flow.advice.decision if self.flow.advice else None
        return self.scope.days.get(decision.question) if decision else None

    def _days(self, scope: Scope) -> int:
        """Count the days from that decision to the newest answer."""
        decided = self._decided()
        return (max(scope.days.values()) - decided).days if decided and scope.days else 0


def _number(held: Held) -> int:
    return held if isinstance(held, int) else 0
