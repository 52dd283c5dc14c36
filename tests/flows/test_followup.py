"""The follow-up: what it asks, what it comes to, and what it leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.engine import Engine
from flows.taking.stand import carried_over
from flows.values.session import Session
from flows.values.talk import Tap
from tests.flows.weeks import LOOK, Living, looks, plan, step


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to talk, in two weeks."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans()


def test_it_asks_only_what_may_have_changed(person: Living) -> None:
    """Two minutes: no more than twelve taps from Go on to the new plan."""
    before = person.taps_made
    person.waits(weeks=2)
    person.sends("history").taps("#look", "#yes", "#more", "#helped", "#none")
    person.taps("#yes", "#yes", "#yes", "#same", "#go", "#take")
    assert person.card.question in ("plan", "next_session")
    assert person.taps_made - before <= 12


def test_it_says_what_changed_against_last_time(person: Living) -> None:
    """In words, about the answers that are not what they were."""
    person.waits(weeks=2)
    person.sends("history").taps("#look", "#yes", "#more", "#not_yet", "#none")
    person.taps("#no", "#yes", "#yes", "#worse")
    assert "Last time: no change. It's better not to wait" in person.text
    assert "Last time you felt heard, and now less so." in person.text
    assert "The talk is still open." in person.text


def test_how_many_sessions_it_is_now_is_asked_after_a_window(engine: Engine) -> None:
    """Not after two weeks; and from then on the plan says it, and the table goes by it."""
    person = Living(engine, zone="Europe/Berlin").plans(sessions="few")
    assert (step(person), plan(person)["weeks"]) == ("say_hopes", 4)
    looks(person, 4, sessions="some", change="worse")
    assert person.session.answers["sessions"].value == "some"
    assert (step(person), plan(person)["weeks"]) == ("tell_soon", 2)
    person.taps("#done").sends("plan")
    assert "4 to 8 sessions" in person.text
    looks(person, 2)
    assert "sessions" not in person.session.answers


def test_its_answers_take_the_place_of_the_old_ones(person: Living) -> None:
    """The plan that /plan shows is the new one, and its window begins on the day of the look."""
    looks(person, 2, talked="not_yet", heard="no")
    assert plan(person)["heard"] == "no"
    assert step(person) == "note"
    assert plan(person)["look_on"] == (person.now.date() + timedelta(weeks=2)).isoformat()
    coming = [one for one in person.talk.reminders if not one.over]
    assert [one.kind for one in coming] == ["window"]
    person.taps("#done").sends("plan")
    assert "give your therapist a short note" in person.text


def test_coming_by_the_end_twice_counts_once(person: Living) -> None:
    """Back from the plan and another answer: still one look, with the newer answers."""
    looks(person, 6, talked="helped")
    first = person.talk
    person.taps("#change")
    person.take(Tap("#heard", person.talk.tag, person.talk.turn)).taps("#mostly")
    assert person.card.question == "plan"
    assert (person.talk.known["looks"], person.talk.known["full_windows"]) == (1, 1)
    assert [look.answers.get("heard") for look in person.talk.looks] == ["yes", "mostly"]
    assert first.looks[-1].answers["heard"] == "yes"


def test_two_windows_without_change_come_to_moving_on(person: Living) -> None:
    """After a talk that helped nothing, and a step tried, it is fine to look elsewhere."""
    looks(person, 4).taps("#done")
    assert person.talk.known["full_windows"] == 1
    looks(person, 6)
    assert person.talk.known["full_windows"] == 2
    assert step(person) in ("move_on", "plan_move")
    assert "look elsewhere" in person.text


def test_a_short_look_or_missed_sessions_are_no_full_window(person: Living) -> None:
    """Under four weeks, or with one session, no window is full."""
    looks(person, 2).taps("#done")
    assert person.talk.known["full_windows"] == 0
    looks(person, 5, since="one").taps("#done")
    assert person.talk.known["full_windows"] == 0


def test_better_sets_the_windows_back(person: Living) -> None:
    """A good stretch is a new beginning."""
    looks(person, 5).taps("#done")
    looks(person, 5, change="better").taps("#done")
    assert person.talk.known["full_windows"] == 0


def test_worse_is_never_a_silent_wait(person: Living) -> None:
    """Worse once: tell them soon. Worse again: someone else looks at it too."""
    looks(person, 2, change="worse", talked="not_yet").taps("#done")
    assert (step(person), plan(person)["weeks"]) == ("tell_soon", 2)
    looks(person, 2, change="worse", talked="not_yet").taps("#done")
    assert (step(person), plan(person)["weeks"]) == ("second_view", 2)


def test_better_at_two_looks_may_end_it_kindly(person: Living) -> None:
    """All reminders stop, the plan stays."""
    looks(person, 2, change="better").taps("#done")
    looks(person, 8, change="better", enough="stop")
    assert person.card.question == "bye"
    assert person.due is None
    person.taps("#done")
    assert person.talk.looks[-1].answers["change"] == "better"


def test_not_safe_comes_before_everything(person: Living) -> None:
    """Help opens, all reminders wait, and the look goes on only when they say so."""
    person.waits(weeks=2)
    person.sends("history").taps("#look", "#no")
    assert (person.card.flow, person.due) == ("help_now", None)
    person.taps("#close")
    assert "Reminders wait too." in person.text
    person.taps("#safe_now")
    assert person.card.question == "since"


def test_a_line_crossed_since_leads_outside(person: Living) -> None:
    """Neither a talk nor waiting comes first then, and none of the fit questions is asked."""
    looks(person, 2, flag="money", talked="hinted")
    assert step(person) == "outside"
    person.taps("#done")
    looks(person, 2, change="better")
    assert step(person) == "outside"


def test_who_has_no_therapist_is_asked_whether_they_reached_anyone(engine: Engine) -> None:
    """No fit questions; someone found is the end of this plan."""
    person = Living(engine, zone="Europe/Berlin").plans(
        sessions="none", kind="stopped", gut="look", approach="later"
    )
    looks(person, 4, reached="waiting").taps("#done")
    assert step(person) == "next_care"
    looks(person, 4, reached="found", change="better")
    assert person.card.question == "found"
    person.taps("#later")
    assert person.due
    assert person.due.date() == person.now.date() + timedelta(days=28)


def test_it_opens_only_over_a_plan(engine: Engine) -> None:
    """Without one there is nothing to look back at."""
    person = Living(engine, zone="Europe/Berlin").begins()
    person.talk = person.talk.knowing(soft_on="2026-03-03")
    person.sends("history")
    assert "#look" not in [f"#{o.id}" for o in person.card.options]


def test_a_new_check_up_holds_nothing_against_a_new_therapist(person: Living) -> None:
    """What counted is forgotten, the history stays."""
    looks(person, 5).taps("#done")
    person.sends("start").taps("#again")
    assert "full_windows" not in person.talk.known
    assert [look.flow for look in person.talk.looks] == ["checkup", "followup"]


def test_another_version_of_the_check_up_loses_nothing(person: Living) -> None:
    """Six weeks on, questions may have other names; the look goes on over the old answers."""
    person.waits(weeks=6)
    person.sends("history").taps("#look", "#yes")
    old = {name: aged(session) for name, session in person.talk.sessions.items()}
    person.talk = replace(person.talk, sessions=old)
    carried = carried_over(person.engine._front, person.talk)
    base = carried.sessions["followup"].base
    assert base
    assert base.fingerprint == person.engine.library.flows["checkup"].fingerprint
    person.goes_through(LOOK)
    assert person.card.question == "plan"


def aged(session: Session) -> Session:
    """Return a session as an older version left it, with an answer nobody knows any more."""
    base = aged(session.base) if session.base else None
    answers = {**session.answers, "gone": next(iter(session.answers.values()))}
    return Session(
        session.flow, "older", session.at, answers, session.words, base=base, past=session.past
    )
