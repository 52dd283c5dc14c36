"""What somebody may do in the middle of a check-up, and what their phone then shows."""

import pytest

from flows.engine import Engine
from tests.e2e.shadow import Walker, flat, walker
from tests.e2e.world import World, together

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_STEP = ("begin", "yes", "many", "same", "+dread", "!done", "none")
TALK = ("not_yet", "!dread")
TO_PLAN = (
    *("stay", "no", "no", "mostly", "hardly", "+sleep", "!done", "bedtime"),
    *("unsure", "weekly", "take", "<skip", "<skip"),
)


async def on_the_way(world: World, engine: Engine, *choices: str) -> Walker:
    """Bring somebody to a question, by typing."""
    met = await walker(world, engine, "Dana")
    await met.hurries(*choices)
    await met.agrees()
    return met


async def test_within_a_step_the_card_changes_in_place(here: World, engine: Engine) -> None:
    """Three taps in one step are edits of one message."""
    dana = await on_the_way(here, engine, "begin", "yes")
    card = dana.person.screen.card
    assert card is not None
    for choice in ("many", "same", "+dread"):
        await dana.picks(choice)
        now = dana.person.screen.card
        assert now is not None
        assert now["message_id"] == card["message_id"]


async def test_back_goes_over_the_border_of_a_step(here: World, engine: Engine) -> None:
    """The recap goes, its step is open again, and the answers after it stay."""
    dana = await on_the_way(here, engine, *FIRST_STEP)
    await dana.picks("not_yet")
    await dana.picks("<back")
    await dana.picks("<back")
    assert dana.shadow.card.question == "flag"
    titles = [text.split("\n", 1)[0] for text in dana.person.screen.texts]
    await dana.person.until(
        lambda now: sum("What isn't working" in text for text in now.texts) == 1, "no recap left"
    )
    assert dana.person.screen.text.split("\n", 1)[0] in titles
    await dana.picks("none")
    assert dana.shadow.card.question == "line"


async def test_an_answer_can_be_changed_from_the_plan(here: World, engine: Engine) -> None:
    """The list jumps to one answer and returns to the plan, which is then another."""
    dana = await on_the_way(here, engine, *FIRST_STEP, *TALK, *TO_PLAN)
    before = dana.person.screen.text
    await dana.picks("change")
    asked = next(each for each in dana.shadow.card.options if "change" in each.id)
    await dana.picks(asked.id)
    await dana.picks("worse")
    assert dana.person.screen.text != before
    assert "worse" in flat(dana.person.screen)


async def test_what_may_be_skipped_is_skipped(here: World, engine: Engine) -> None:
    """Skip goes on, and nothing is noted."""
    dana = await on_the_way(here, engine, "begin", "yes", "many", "same")
    await dana.picks("<skip")
    assert dana.shadow.card.question == "flag"
    (record,) = await here.records(dana.person)
    assert record is not None
    assert record.talk is not None
    assert record.talk.sessions["checkup"].answers["signs"].value is None


async def test_several_ticks_on_two_pages(here: World, engine: Engine) -> None:
    """Ticks hold while pages turn, a second tap takes one off."""
    dana = await on_the_way(here, engine, "begin", "yes", "many", "same")
    for choice in ("+no_progress", "+dread", ">1", "+faster", ">0", "-dread", "!done"):
        await dana.picks(choice)
    (record,) = await here.records(dana.person)
    assert record is not None
    assert record.talk is not None
    answers = record.talk.sessions["checkup"].answers
    assert answers["signs"].value == ("no_progress", "faster")


async def test_a_tap_on_an_old_card_shows_the_open_one_again(here: World, engine: Engine) -> None:
    """A short notice, the open card below, the old buttons gone, and no answer changed."""
    dana = await on_the_way(here, engine, "begin")
    old = dana.person.screen.buttons[0]
    await dana.hurries("yes", "many")
    await dana.agrees()
    await dana.person.presses(old)
    await dana.person.is_told("from before")
    screen = await dana.person.until(lambda now: now.tappable == 1, "one open card")
    assert screen.messages[-1] == screen.card
    assert dana.shadow.differs(screen) == ""


async def test_twenty_quick_double_taps_count_once_each(here: World, engine: Engine) -> None:
    """Ten people tap twice, two times each: one step forward, no complaint, no second card."""

    async def trembles() -> None:
        dana = await walker(here, engine, "Dana")
        await dana.picks("begin")
        for choice in ("yes", "many"):
            button = next(each for each in dana.person.screen.buttons if each.choice == choice)
            await dana.person.presses(button, times=2)
            dana.shadow.pick(choice)
            await dana.agrees()
        await dana.picks("same")
        assert dana.person.screen.chat["counters"].get("twins", 0) == 0
        assert dana.person.screen.tappable == 1

    await together(*(trembles() for _ in range(10)))


async def test_stopping_loses_nothing(here: World, engine: Engine) -> None:
    """/stop in the middle; any words later lead to the same question."""
    dana = await on_the_way(here, engine, *FIRST_STEP)
    await dana.commands("stop")
    await dana.types("hello again")
    await dana.agrees()
    assert dana.shadow.card.question == "talked"


async def test_starting_over_begins_at_the_beginning(here: World, engine: Engine) -> None:
    """/start in the middle offers both; over means over."""
    dana = await on_the_way(here, engine, *FIRST_STEP)
    await dana.commands("start")
    await dana.picks("over")
    assert dana.shadow.card.question == "safe"


async def test_wanting_to_stop_therapy_is_no_command(here: World, engine: Engine) -> None:
    """Only the whole message `stop` stops; these words are an answer like any other."""
    dana = await on_the_way(here, engine, "begin", "yes", "many")
    await dana.types("I want to stop therapy")
    await dana.agrees()
    assert dana.shadow.card.question == "change"


async def test_the_open_card_changes_with_the_language(here: World, engine: Engine) -> None:
    """In the middle of a step; answers stay, taps count, and the phone's own changes nothing."""
    dana = await on_the_way(here, engine, "begin", "yes", "many")
    english = dana.person.screen.text
    await dana.commands("language")
    await dana.picks("es")
    assert dana.shadow.card.question == "change"
    assert dana.person.screen.text != english
    await here.line.post("people", id=dana.person.id, first_name="Dana", language_code="en-GB")
    await dana.picks("same")
    await dana.commands("start")
    assert dana.shadow.language == "es"


async def test_help_is_one_tap_away_and_leads_back(here: World, engine: Engine) -> None:
    """From a card of every kind, and Go on returns to exactly that card."""
    ways = (FIRST_STEP[:3], FIRST_STEP[:5], (*FIRST_STEP, "not_yet"), (*FIRST_STEP, *TALK, "read"))

    async def there_and_back(choices: tuple[str, ...]) -> None:
        dana = await on_the_way(here, engine, *choices)
        before = dana.person.screen.text
        await dana.picks("<help")
        await dana.picks("go_on")
        assert dana.person.screen.text == before

    await together(*map(there_and_back, ways))


async def test_words_typed_one_after_the_other_are_answered_once(
    here: World, engine: Engine
) -> None:
    """Three messages of own words make one answer and one card below them."""
    dana = await on_the_way(here, engine, *FIRST_STEP, "not_yet")
    sent = dana.person.screen.chat["counters"]["sent"]
    for words in ("I never know", "what to say to her", "it is hard"):
        await dana.types(words)
    await dana.agrees()
    assert dana.shadow.card.question == "approach"
    assert dana.person.screen.chat["counters"]["sent"] == sent + 1
    (record,) = await here.records(dana.person)
    assert record is not None
    assert record.talk is not None
    assert len(record.talk.sessions["checkup"].words["line"]) == 3


async def test_an_edit_counts_until_the_next_question_is_answered(
    here: World, engine: Engine
) -> None:
    """The words as they stand now are the answer."""
    dana = await on_the_way(here, engine, *FIRST_STEP, "not_yet")
    sent = await dana.person.says("Can we tlak about us?")
    await dana.person.sees("3 of 6")
    await dana.person.does("edit", message_id=sent["message_id"], text="Can we talk about us?")
    await dana.person.says("/privacy")
    await dana.person.sees("What is kept")
    (record,) = await here.records(dana.person)
    assert record is not None
    assert record.talk is not None
    words = record.talk.sessions["checkup"].words["line"]
    assert [each.text for each in words] == ["Can we talk about us?"]
