"""What there is of a person besides their answers: what comes, looks, a chart, earlier plans."""

from collections.abc import Mapping
from datetime import datetime

from flows.content.library import Library
from flows.place.moments import foreseen, local
from flows.values.session import Conversation, Held, Kept

COMING, MOVED = "coming_", "moved_"
CHOSEN = "reminder"  # the fact that names the reminder a person chose


def there(
    library: Library, talk: Conversation, states: Mapping[str, Held], now: datetime | None
) -> dict[str, Held]:
    """Return it by the names that conditions and texts have for it.

    `coming_KIND` is the day on which that kind of reminder comes next, `moved_KIND` is yes if
    that is another than its own; `coming_chosen` is the day of the one that the person last chose.
    """
    kinds = library.reminding.kinds
    found: dict[str, Held] = {}
    waiting = foreseen(kinds, talk, now)
    for one in sorted(waiting, key=lambda one: waiting[one], reverse=True):
        found[f"{COMING}{one.kind}"] = waiting[one].isoformat()
        found[f"{MOVED}{one.kind}"] = "yes" if waiting[one] != one.origin else None
        if one.name == last_chosen(library, talk):
            found[f"{COMING}chosen"] = waiting[one].isoformat()
    found["any_coming"] = "yes" if waiting else None
    found["any_looks"] = "yes" if talk.looks else None
    found["any_chart"] = "yes" if _any_chart(library, talk) else None
    found["any_kept"] = "yes" if earlier(talk, states) else None
    if now is not None:
        found["today"] = local(talk, now).date().isoformat()
    return found


def last_chosen(library: Library, talk: Conversation) -> str | None:
    """Return the name of the reminder that a person chose: in the flow in front, or the last."""
    front = talk.front
    flow = library.flows.get(front.flow) if front else None
    if front and flow:
        for name, answer in front.answers.items():
            if name in flow.questions and flow.questions[name].note == CHOSEN:
                return str(answer.value)
    held = talk.known.get(CHOSEN)
    return str(held) if held else None


def earlier(talk: Conversation, states: Mapping[str, Held]) -> tuple[Kept, ...]:
    """Return the plans kept, newest first, but for the one that still stands."""
    newest = talk.kept[-1:]
    stands = newest and states.get(f"{newest[0].flow}_state") == "done"
    return tuple(reversed(talk.kept[:-1] if stands else talk.kept))


def _any_chart(library: Library, talk: Conversation) -> bool:
    """Tell whether some charted question was answered at two looks."""
    names = {name for flow in library.flows.values() for name in flow.charted}
    met: set[str] = set()
    for look in reversed(talk.looks):
        answered = names & set(look.answers)
        if met & answered:
            return True
        met |= answered
    return False
