"""A reminder as the person meets it: its card, and what its buttons do.

Its card is no card of a session: it stands on its own, below everything, until it is answered.
Each button's id begins with `~` and names the answer and the reminder.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flows.content.kinds import UNTIL, Button, Reminding
from flows.place.front import Front
from flows.place.moments import LATEST, foreseen, local, zone_of
from flows.taking.moves import Taking
from flows.taking.reminders import changed, given_out, named
from flows.values import zones
from flows.values.matching import forms, match
from flows.values.scope import Scope
from flows.values.session import Conversation, Reminder
from flows.values.talk import Card, Dated, Option, Paragraph, Reminded, Say
from flows.values.when import holds

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
    return Reminded(replace(talk, came=one.name), one.name, card, not_after, dropped)


def _card(front: Front, talk: Conversation, one: Reminder, until: date) -> Card:
    """Return a reminder's card: neutral words, what it is for, and its buttons."""
    kind = front.library.reminding.kinds[one.kind]
    last = bool(kind.again) and one.given >= len(kind.again)
    scope = Scope(
        front.known(talk),
        spoken=lambda scope, name: Dated(until) if name == UNTIL else _plain(scope, name),
    )
    text = kind.last if last and kind.last else kind.text
    return Card(
        flow="reminder",
        step=one.kind,
        question=one.name,
        title=None,
        mark=None,
        paragraphs=text.say(scope),
        options=_options(front, one),
        columns=2,
    )


def _plain(scope: Scope, name: str) -> str | int | None:
    held = scope.get(name)
    return held if isinstance(held, str | int) else None


def _options(front: Front, one: Reminder) -> tuple[Option, ...]:
    return tuple(
        Option(f"{MARK}{key}.{one.name}", button.text.plain())
        for key, button in _buttons(front, one.kind).items()
    )


def _buttons(front: Front, name: str) -> dict[str, Button]:
    """Return a kind's buttons by the answers they give; no Tomorrow if that is a day too late."""
    kind, buttons = front.library.reminding.kinds.get(name), front.library.reminding.buttons
    if kind is None or buttons is None:
        return {}
    tomorrow = {"1": buttons.tomorrow} if kind.late else {}
    return {
        "go": buttons.go,
        **tomorrow,
        "7": buttons.next_week,
        "pick": buttons.pick,
        "stop": buttons.stop,
    }


def meant(taking: Taking, words: str, name: str) -> bool:
    """Take words typed below a reminder as the button they plainly are; False if they are none.

    What a tap is told in a toast is a message here, as there is nothing to toast over.
    """
    kind, _, _ = _now_called(taking.front.library.reminding, name).partition(".")
    buttons = _buttons(taking.front, kind)
    known = {answer: _forms(taking, button) for answer, button in buttons.items()}
    answer = match(words, known)
    if answer is None or not answered(taking, answer, name):
        return False
    if taking.toast:
        beneath = None if taking.talk.stack else taking.front.help()
        taking.says.append(Say((Paragraph(taking.toast),), help=beneath))
        taking.toast = None
    return True


def _forms(taking: Taking, button: Button) -> frozenset[str]:
    """Return the normal forms of words that mean a button, in English too."""
    language = str(taking.talk.known.get("language"))
    phrases = [phrase for phrase in (button.text, button.also) if phrase]
    read = (taking.front.words.say(phrase.plain(), language) for phrase in phrases)
    return forms(*read, *(phrase.text for phrase in phrases))


def answered(taking: Taking, answer: str, name: str) -> bool:
    """Do what a reminder's button says; False if there is no such button or reminder any more.

    What is over comes back by none of them. Stop is good for ever, and Go on as long as there is
    what it leads to.
    """
    reminding = taking.front.library.reminding
    one = named(taking.talk, _now_called(reminding, name))
    if answer == "stop":
        taking.talk = taking.talk.knowing(reminders="no")
        taking.toast = taking.front.notice("reminders_off")
    elif one is None or answer not in _buttons(taking.front, one.kind):
        return False
    elif answer == "go":
        flow = taking.front.library.flows[reminding.kinds[one.kind].flow]
        if not holds(flow.needs, taking.person()):
            return False
        taking.talk = unpaused(taking.talk)
        _opened(taking, flow.flow)
    elif one.over:
        return False
    elif answer in SNOOZES:
        _snoozed(taking, one, taking.today + timedelta(days=SNOOZES[answer]))
    elif answer == "pick" and reminding.pick:
        taking.talk = _wished(taking.talk).knowing(reminder=one.name)
        _opened(taking, reminding.pick)
    else:
        return False
    taking.reminder = name
    return True


def _now_called(reminding: Reminding, name: str) -> str:
    """Return the name by which a reminder goes now whose card may be older."""
    kind, _, origin = name.partition(".")
    return f"{reminding.renamed.get(kind) or kind}.{origin}"


def _snoozed(taking: Taking, one: Reminder, day: date) -> None:
    """Let a reminder come later, and say when it does, or that it waits."""
    taking.talk = changed(_wished(taking.talk), one.name, day=day, given=0)
    ahead = foreseen(taking.front.library.reminding.kinds, taking.talk, taking.now)
    comes = next((ahead[each] for each in ahead if each.name == one.name), None)
    notice = "see_you_on" if comes else "moved_on_hold"
    taking.toast = taking.front.notice(notice, day=comes or day)


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
