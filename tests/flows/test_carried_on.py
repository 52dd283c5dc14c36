"""What is known from one look to the next: what was said after a session, which day comes."""

import pytest

from flows.engine import Engine
from flows.values.talk import Reminded, Said
from tests.flows.person import Person
from tests.flows.weeks import Living, looks, plan

SESSION = {"next_session": "@2026-03-06"}


@pytest.fixture
def person(engine: Engine) -> Living:
    """Give somebody with a plan to talk, and a session on Friday."""
    return Living(engine, zone="Europe/Berlin", country="DE").plans(**SESSION)


def given(person: Living, kind: str) -> Reminded:
    """Let time pass until this kind of reminder goes out."""
    while True:
        out = person.reminded()
        if str(out.name).startswith(f"{kind}."):
            return out


def comes_to_talked(person: Living) -> None:
    """Begin a follow-up, up to the question about the talk."""
    person.waits(weeks=2).sends("history").taps("#look", "#yes", "#more")
    assert person.card.question == "talked"


def ticked(person: Living) -> list[str]:
    """Return the buttons that carry a tick."""
    return [option.id for option in person.card.options if option.ticked]


@pytest.mark.parametrize(
    ("said", "told"), [("helped", "it helped"), ("nothing", "nothing changed")]
)
def test_what_was_said_after_a_session_counts(person: Living, said: str, told: str) -> None:
    """The plan no longer says that it wasn't raised, and the follow-up asks whether it is so."""
    assert "you haven't raised it yet" in person.sends("plan").text
    person.taps("#done")
    person.answers("go", given(person, "after_session").name).taps(f"#{said}", "#ok")
    person.sends("plan")
    assert "you haven't raised it yet" not in person.text
    assert "They may not know yet" not in person.text
    assert f"Since then you raised it, and {told}." in person.text
    assert plan(person)["step"] == "talk"
    person.taps("#done")
    comes_to_talked(person)
    asked = "Which of these is nearest now?"
    assert person.text == f"After your session you said that {told}.\n\n{asked}"
    assert ticked(person) == [said]


def test_a_session_that_went_badly_is_met_kindly(person: Living) -> None:
    """Nothing is ticked: they choose what is nearest."""
    person.answers("go", given(person, "after_session").name).taps("#bad", "#ok")
    assert "it went badly" in person.sends("plan").text
    person.taps("#done")
    comes_to_talked(person)
    assert "How they took it is not your fault." in person.text
    assert ticked(person) == []


def test_it_counts_for_one_look(person: Living) -> None:
    """The next follow-up, and a new check-up, know nothing of it."""
    person.answers("go", given(person, "after_session").name).taps("#helped", "#ok")
    other = Living(person.engine, person.now)
    other.talk = person.talk
    looks(person, 2, talked="hinted").taps("#done")
    assert "Since then" not in person.sends("plan").text
    assert person.talk.known["raised"] == "none"
    other.sends("start").taps("#again")
    assert "raised" not in other.talk.known


def test_the_evening_before_is_told_as_over_once_it_is(person: Living) -> None:
    """Go on, five days later: the line is there, and nothing is called close."""
    name = given(person, "before_session").name
    person.waits(days=1)
    person.answers("go", name)
    assert "Your session is close." in person.text
    person.taps("#ok").waits(days=5)
    person.answers("go", name)
    assert "close" not in person.text
    assert "The day you picked for your session has passed." in person.text
    person.taps("#moved", "#@2026-03-14")
    assert "I'll come back on Friday, March 13." in person.text
    assert "close" not in person.text


def test_the_plan_says_the_day_that_comes(person: Living) -> None:
    """Put off by a week it is that day; ended, nothing is promised."""
    text = person.sends("plan").text
    assert "Look again in 2 weeks, on Monday, March 16." in text
    assert "I'll come back on that day." in text
    person.taps("#done")
    name = given(person, "window").name
    person.answers("7", name)
    text = person.sends("plan").text
    assert "Look again on Monday, March 23." in text
    assert "March 16" not in text
    assert "I'll come back on that day." in text
    person.taps("#done").sends("reminders").taps(f"#{name}", "#stop", "#ok")
    text = person.sends("plan").text
    assert "I won't write first" in text


class Noting(Living):
    """Notes at which question each thing is done that the bot is asked for."""

    met: tuple[tuple[str, str], ...] = ()

    def take(self, said: Said) -> Person:
        """Say it, and note what it leads to."""
        super().take(said)
        at = self.turn.card.question if self.turn.card else ""
        self.met += tuple((each.name, at) for each in self.turn.effects)
        return self


@pytest.mark.parametrize(
    "answers",
    [
        {"talked": "hinted", "next_session": "@2026-03-20"},
        {"heard": "no", "open": "no", "talked": "not_yet"},
        {"decision": "other", "instead": "approach"},
        {"decision": "date", "day": "@2026-04-06"},
    ],
)
def test_the_chart_comes_with_the_plan(engine: Engine, answers: dict[str, str]) -> None:
    """Whatever is asked in between, and whichever way it was decided."""
    person = Noting(engine)
    person.plans()
    looks(person, 2, **answers)
    assert [at for name, at in person.met if name == "chart_along"] == ["plan"]


def test_coming_by_the_plan_again_brings_no_second_chart(person: Living) -> None:
    """Only an answer that changes the look does."""
    looks(person, 2)
    assert [each.name for each in person.turn.effects] == ["chart_along", "keep"]
    person.taps("#reminders", "#close")
    assert person.turn.effects == ()


def test_an_action_carries_no_tick(person: Living) -> None:
    """Done was done, and can be done again."""
    person.sends("plan")
    assert ticked(person) == []
    person.taps("#done").sends("plan")
    assert ticked(person) == []
    assert "Done" in person.labels


def test_reminders_name_their_hour(engine: Engine) -> None:
    """Also to people who never picked one."""
    person = Living(engine, zone="Europe/Berlin").plans()
    assert person.talk.known["hour"] == 10
    text = person.sends("reminders").text
    assert "it is around 10:00\u202fAM, Berlin time, without a sound." in text
    assert "around 8:00\u202fPM" in person.taps("#more", "#at", "#late").text


@pytest.mark.parametrize(
    ("first", "near", "asked", "none"),
    [
        ({"change": "worse"}, "You wanted to say", "Did you get to say it?", "write or call"),
        ({"talked": "helped", "practice": "nothing"}, "put first: ask", "say or ask", "can wait"),
        ({"sessions": "few"}, "put first: keep going", "say or ask", "can wait"),
    ],
    ids=["tell_soon", "use", "say_hopes"],
)
def test_a_session_is_spoken_of_by_what_came_first(
    engine: Engine, first: dict[str, str], near: str, asked: str, none: str
) -> None:
    """The evening before, the day after, and where there was no session."""
    person = Living(engine, zone="Europe/Berlin").plans(next_session="@2026-03-09", **first)
    assert near in person.answers("go", person.reminded().name).text
    person.taps("#ok")
    assert asked in person.answers("go", person.reminded().name).text
    assert none in person.taps("#no_session").text
