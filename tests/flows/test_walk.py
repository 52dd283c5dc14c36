"""The walk: answers set aside and restored, Back, Change something, Skip."""

from pathlib import Path

import pytest

from tests.flows.person import NoSuchButtonError, Person
from tests.flows.small import tea_engine


@pytest.fixture
def guest(tmp_path: Path) -> Person:
    """Give somebody who was asked what they would like to drink."""
    return Person(tea_engine(tmp_path)).sends("start")


def test_questions_come_in_the_order_written(guest: Person) -> None:
    """Each answer leads to the next question that is asked at all."""
    taps = ("Tea", "Yes, please", "Scone", "Done", "#@2026-03-04")
    met = [guest.taps(tap).session.at for tap in taps]
    assert met == ["milk", "cakes", "cakes", "day", "bye"]
    assert guest.text == "Tea, with milk."


def test_a_named_outcome_leads_elsewhere(guest: Person) -> None:
    """`next` jumps over what lies between."""
    assert guest.taps("Nothing").session.at == "bye"
    assert guest.text == "Maybe later."


def test_a_question_whose_condition_fails_is_passed_over(guest: Person) -> None:
    """Without a scone nobody asks when."""
    assert guest.taps("Tea", "Skip", "Bun", "Done").session.at == "bye"


def test_a_skipped_question_is_answered_by_nothing(guest: Person) -> None:
    """A skipped question reads as unanswered, and is not asked again."""
    guest.taps("Tea", "Skip", "Skip")
    assert guest.text == "Tea, black."
    assert guest.taps("Change something").labels[:3] == ["Drink: Tea", "Milk", "Cakes"]


def test_what_cannot_be_skipped_has_no_such_button(guest: Person) -> None:
    """Skip stands only where the flow allows it."""
    with pytest.raises(NoSuchButtonError):
        guest.taps("Skip")


def test_back_goes_to_the_question_before_across_steps(guest: Person) -> None:
    """Back reaches the first question from anywhere and takes no answer away."""
    guest.taps("Tea", "Yes, please", "Scone", "Done")
    met = [guest.taps("Back").session.at for _ in range(3)]
    assert met == ["cakes", "milk", "drink"]
    assert "Back" not in guest.labels
    assert {q: a.value for q, a in guest.session.answers.items()} == {
        "drink": "tea",
        "milk": "yes",
        "cakes": ("scone",),
    }


def test_the_answer_given_before_is_ticked(guest: Person) -> None:
    """Coming back to a question shows what was chosen."""
    guest.taps("Tea", "Back")
    assert [b.ticked for b in guest.card.options] == [True, None, None]


def test_after_a_changed_answer_the_first_unanswered_question_comes(guest: Person) -> None:
    """Later answers that still make sense stay."""
    guest.taps("Tea", "Yes, please", "Back", "Back", "Coffee")
    assert guest.session.at == "cakes"
    assert guest.session.answers["milk"].value == "yes"


def test_an_answer_off_the_walk_is_set_aside_and_restored(guest: Person) -> None:
    """It is not shown and not used while it is off the walk, and counts again after."""
    guest.taps("Tea", "Yes, please", "Bun", "Done", "Change something", "Drink: Tea", "Nothing")
    assert guest.text == "Maybe later."
    assert guest.taps("Change something").labels[0] == "Drink: Nothing"
    assert len(guest.card.options) == 1
    guest.taps("#drink", "Coffee")
    assert guest.text == "Coffee, with milk."


def test_an_answer_no_longer_offered_is_asked_again(guest: Person) -> None:
    """No milk is no answer with coffee; the question is put again."""
    guest.taps("Tea", "No", "Skip", "Change something", "Drink: Tea", "Coffee")
    assert guest.session.at == "milk"
    assert guest.labels[:1] == ["Yes, please"]


def test_ticks_no_longer_offered_fall_away(guest: Person) -> None:
    """Of several ticks those stay that are still offered."""
    guest.taps("Tea", "Yes, please", "Bun", "Something else", "Done")
    guest.taps("Change something", "Drink: Tea", "Coffee", "Change something", "Cakes")
    assert [b.id for b in guest.card.options if b.ticked] == ["-bun"]


def test_changing_one_answer_from_the_end_returns_to_it(guest: Person) -> None:
    """Change something lists the answers, jumps to one, and returns."""
    guest.taps("Tea", "Yes, please", "Skip", "Change something")
    assert guest.session.at == "list"
    assert guest.taps("Milk: Yes, please", "No").session.at == "bye"
    assert guest.text == "Tea, black."


def test_back_from_a_visit_returns_without_a_change(guest: Person) -> None:
    """Looking at an answer without changing it is harmless."""
    guest.taps("Tea", "Yes, please", "Skip", "Change something", "Drink: Tea", "Back")
    assert guest.session.at == "bye"
    assert guest.taps("Change something", "Back").session.at == "bye"
    assert guest.text == "Tea, with milk."


def test_a_finished_step_shrinks_to_its_recap(guest: Person) -> None:
    """The recap comes when the step is left, in the words of the answers."""
    assert not guest.taps("Tea").turn.recaps
    guest.taps("Yes, please")
    (recap,) = guest.turn.recaps
    assert [guest.read(p.says) for p in recap.paragraphs] == ["You chose Tea."]


def test_a_recap_that_has_nothing_to_say_is_not_there(guest: Person) -> None:
    """A skipped step leaves no line behind."""
    assert guest.taps("Tea", "Yes, please", "Skip").turn.recaps == ()


def test_the_mark_counts_the_steps_on_the_present_way(guest: Person) -> None:
    """Steps that are left out are not counted, nor those without a number."""
    assert guest.card.mark == (1, 2)
    guest.taps("Tea", "Yes, please")
    assert guest.card.mark == (2, 2)
    assert guest.taps("Skip").card.mark is None
    guest.taps("Change something", "Drink: Tea", "Nothing", "Change something", "#drink")
    assert guest.card.mark == (1, 1)
