"""Any three looks in a row, whatever is answered: the rules hold."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words
from tests.flows.weeks import Living, looks, plan

ENGINE = Engine(load_library(), Words())
SLOW = {"wait", "keep_going", "load", "use", "practise", "approach", "say_hopes"}
ways = st.fixed_dictionaries(
    {
        "since": st.sampled_from(["none", "one", "more"]),
        "talked": st.sampled_from(["not_yet", "hinted", "helped", "nothing", "unsafe"]),
        "reached": st.sampled_from(["waiting", "tried", "not_yet"]),
        "flag": st.sampled_from(["none", "none", "none", "told", "silent", "rather_not"]),
        "heard": st.sampled_from(["yes", "mostly", "not_really", "no"]),
        "open": st.sampled_from(["yes", "no"]),
        "change": st.sampled_from(["better", "same", "worse"]),
        "home_told": st.sampled_from(["yes", "unsure"]),
        "decision": st.sampled_from(["take", "other"]),
        "instead": st.sampled_from(["as_said", "find_someone", "stop_safely"]),
    }
)


@given(
    weeks=st.lists(st.integers(1, 12), min_size=3, max_size=3),
    answers=st.lists(ways, min_size=3, max_size=3),
    sessions=st.sampled_from(["few", "some", "many", "more"]),
)
def test_any_three_looks_keep_the_rules(
    weeks: list[int], answers: list[dict[str, str]], sessions: str
) -> None:
    """Each ends in a plan of that day; nothing slow after worse, a crossed line or unsafe talk."""
    person = Living(ENGINE, zone="Europe/Berlin").plans(sessions=sessions)
    crossed = False
    for waited, chosen in zip(weeks, answers, strict=True):
        looks(person, waited, **chosen)
        assert person.card.question == "plan"
        crossed |= chosen["flag"] in ("told", "silent") and chosen["since"] != "none"
        now = plan(person)
        assert now["suggested"] not in SLOW or not (crossed or chosen["change"] == "worse")
        day = date.fromisoformat(str(now["look_on"]))
        assert day > person.now.date()
        assert day == person.now.date() + timedelta(weeks=int(str(now["weeks"])))
        assert [one.day for one in person.talk.reminders if one.kind == "window" and not one.over]
        person.taps("#done")
    assert person.talk.known["looks"] == 3
    assert [look.flow for look in person.talk.looks] == ["checkup", *["followup"] * 3]
