"""A reminder as the person meets it: its card, and what its buttons do.

Its card is no card of a session: it stands on its own, below everything, until it is answered.
Each button's id begins with `~` and names the answer and the reminder.
"""

from datetime import UTC, date, datetime, timedelta

from flows import zones
from flows.front import Front
from flows.moments import LATEST, in_crisis, local, zone_of
from flows.moves import Taking
from flows.reminders import changed, given_out, named
from flows.scope import Scope
from flows.session import Conversation, Reminder
from flows.talk import Card, Dated, Option, Reminded

MARK = "~"
SNOOZES = {"1": 1, "7": 7}  # the days each of these buttons waits


def reminded(front: Front, talk: Conversation, now: datetime, until: datetime) -> Reminded:
    """Give out the one reminder that goes now, if one does, with its card.

    What they wrote is kept `until` then, unless they come back.
    """
    talk, one, dropped = given_out(front, talk, now)
    if one is None:
        return Reminded(talk, dropped=dropped)
    today = local(talk, now).date()
    not_after = zones.moment(today, LATEST, zone_of(talk, today) or UTC)
    card = _card(front, talk, one, local(talk, until).date())
    return Reminded(talk, one.name, card, not_after, dropped)


def _card(front: Front, talk: Conversation, one: Reminder, until: date) -> Card:
    """Return a reminder's card: neutral words, what it is for, and its buttons."""
    kind = front.library.reminding.kinds[one.kind]
    last = bool(kind.again) and one.given >= len(kind.again)
    scope = Scope(
        front.known(talk),
        spoken=lambda scope, name: Dated(until) if name == "until" else _plain(scope, name),
    )
    text = kind.last if last and kind.last else kind.text
    return Card(
        flow="reminder",
        step=one.kind,
        question=one.name,
        title=None,
        mark=None,
        paragraphs=text.say(scope),
        options=_options(front, one.name),
        columns=2,
    )


def _plain(scope: Scope, name: str) -> str | int | None:
    held = scope.get(name)
    return held if isinstance(held, str | int) else None


def _options(front: Front, name: str) -> tuple[Option, ...]:
    buttons = front.library.reminding.buttons
    if buttons is None:
        return ()
    labels = {
        "go": buttons.go,
        "1": buttons.tomorrow,
        "7": buttons.next_week,
        "pick": buttons.pick,
        "stop": buttons.stop,
    }
    return tuple(Option(f"{MARK}{key}.{name}", label.plain()) for key, label in labels.items())


def answered(taking: Taking, answer: str, name: str) -> bool:
    """Do what a reminder's button says; False if there is no such button or reminder any more."""
    one = named(taking.talk, name)
    reminding = taking.front.library.reminding
    if one is None or one.kind not in reminding.kinds:
        return False
    if answer in SNOOZES:
        day = taking.today + timedelta(days=SNOOZES[answer])
        taking.talk = changed(_wished(taking.talk), name, day=day, given=0, over=False)
        waits = in_crisis(taking.talk)
        taking.toast = taking.front.notice("moved_on_hold" if waits else "see_you_on", day=day)
    elif answer == "stop":
        taking.talk = taking.talk.knowing(reminders="no")
        taking.toast = taking.front.notice("reminders_off")
    elif answer == "pick" and reminding.pick:
        taking.talk = _wished(taking.talk).knowing(reminder=name)
        _opened(taking, reminding.pick)
    elif answer == "go":
        taking.talk = _wished(taking.talk)
        _opened(taking, reminding.kinds[one.kind].flow)
    else:
        return False
    taking.reminder = name
    return True


def _opened(taking: Taking, flow: str) -> None:
    taking.fresh = True
    taking.open(flow)


def _wished(talk: Conversation) -> Conversation:
    """Take reminders up again for a person who asks for one; a crisis stays as it is."""
    off = talk.known.get("reminders") == "no"
    return unpaused(talk.knowing(reminders="yes") if off else talk)


def unpaused(talk: Conversation) -> Conversation:
    """Take reminders up again when a person who paused them writes; a crisis stays as it is."""
    return talk.knowing(paused="no") if talk.known.get("paused") == "yes" else talk
