"""What holds of any card, whatever somebody did to come to it."""

from flows.engine import Engine
from flows.values.session import Conversation, Session
from flows.values.talk import Card, Option, Paragraph, Recap, Say, Turn
from tests.flows.person import Person

LONGEST_TEXT = 4_096  # UTF-16 units, Telegram's limit for a message
LONGEST_ID = 40  # bytes; Telegram takes 64, tag and turn need some
MOST_ROWS = 9
MOST_TAPS = 80
# Taps that lead to the plan from wherever somebody is; the first that is on the card is taken.
ONWARD = (
    "begin", "go_on", "yes", "safe", "safe_now", "few", "same", "none", "not_yet", "stay", "later",
    "go", "back", "weekly", "take", "show", "<skip", "!done", "close", "leave", "mistaken",
)  # fmt: skip


def units(text: str) -> int:
    """Count as Telegram does."""
    return len(text.encode("utf-16-le")) // 2


def rendered(engine: Engine, paragraphs: tuple[Paragraph, ...], own: frozenset[str]) -> None:
    """Each paragraph reads in every language; no brace is left but those somebody typed."""
    for language in engine.words.languages:
        texts = [engine.words.say(p.says, language) for p in paragraphs]
        for paragraph, text in zip(paragraphs, texts, strict=True):
            assert text.strip() or paragraph.quote, paragraphs
            assert "{" not in without(text, own), text
        if not own:
            assert units("\n\n".join(texts)) <= LONGEST_TEXT


def without(text: str, own: frozenset[str]) -> str:
    """Take somebody's own words out of a text."""
    for words in sorted(own, key=len, reverse=True):
        text = text.replace(words, "")
    return text


def own_words(talk: Conversation) -> frozenset[str]:
    """Return all that somebody typed and that was kept."""
    kept = (ws for session in talk.sessions.values() for ws in session.words.values())
    return frozenset(word.text for words in kept for word in words)


def labelled(engine: Engine, buttons: tuple[Option, ...]) -> None:
    """Each button has words in every language, and an id short enough to be sent."""
    ids = [button.id for button in buttons]
    assert len(set(ids)) == len(ids), ids
    for button in buttons:
        assert len(button.id.encode()) <= LONGEST_ID, button
        for language in engine.words.languages:
            text = engine.words.say(button.label, language)
            assert text.strip(), button
            assert "{" not in text, text


def well_formed(engine: Engine, card: Card, own: frozenset[str]) -> None:
    """See that a card can be read, answered, left for help, and fits the screen."""
    flow = engine.library.flows[card.flow]
    question = flow.questions[card.question]
    buttons = (*card.options, *card.foot, *((card.help,) if card.help else ()))
    assert card.paragraphs, card
    rendered(engine, card.paragraphs, own)
    labelled(engine, buttons)
    assert card.options or card.foot, f"{card.flow}.{card.question} can't be answered"
    assert card.help or flow.quiet_foot
    if question.ask == "choice":
        assert len(card.options) <= MOST_ROWS
    if card.mark:
        step, steps = card.mark
        assert 1 <= step <= steps
        assert flow.steps[card.step].numbered


def seen(engine: Engine, turn: Turn) -> None:
    """All that is shown in a turn can be read."""
    own = own_words(turn.talk)
    if turn.card:
        well_formed(engine, turn.card, own)
    parts: tuple[Recap | Say, ...] = (*turn.recaps, *turn.says)
    for part in parts:
        rendered(engine, part.paragraphs, own)
    if turn.toast:
        assert engine.words.say(turn.toast, "en")


def nothing_lost(before: Session | None, after: Session | None, answered: set[str]) -> None:
    """Answers, ticks and own words stay until the person gives others to that question."""
    if before is None or after is None:
        return
    for question, answer in before.answers.items():
        assert question in after.answers, question
        if question not in answered:
            assert after.answers[question] == answer, question
    for question, ticks in before.drafts.items():
        done = question in answered and question in after.answers
        assert done or question in after.drafts, question
        if question not in answered:
            assert after.drafts[question] == ticks, question
    for question, words in before.words.items():
        if question not in answered:  # what is typed within seconds joins them
            assert after.words.get(question, ())[: len(words)] == words, question


def ticks_count(before: Session | None, after: Session | None, words: str) -> None:
    """Words that are on no button may end a question, and then what was ticked is its answer."""
    if before is None or after is None or before.flow != after.flow:
        return
    if before.at == after.at or before.at not in before.drafts:
        return
    if before.answers.get(before.at) != after.answers.get(before.at):
        value = after.answers[before.at].value
        held = value if isinstance(value, tuple) else ()
        assert {*before.drafts[before.at]} <= {*held}, (before.at, words)


def comes_to_the_plan(person: Person) -> None:
    """From wherever somebody stands, the plan is a limited number of taps away."""
    for _ in range(MOST_TAPS):
        if not person.turn.card:
            person.sends("continue")
        if person.card.question in ("plan", "quiet_end"):
            return
        step_onward(person)
    trail = f"{person.card.flow}.{person.card.question}: {[b.id for b in person.buttons]}"
    raise AssertionError(f"no plan within {MOST_TAPS} taps, at {trail}")


def step_onward(person: Person) -> None:
    """Tap whatever leads on: an answer, Done with one tick, the first button."""
    card = person.card
    if card.flow not in ("checkup", "home", "welcome", "help_now", "delete"):
        person.sends("continue")
        return
    here = {button.id for button in person.buttons}
    ticks = [o.id for o in card.options if o.id.startswith("+")]
    if ticks and not any(o.ticked for o in card.options) and "<skip" not in here:
        person.taps(f"#{ticks[0]}")
        return
    wanted = next((w for w in ONWARD if w in here), None) or card.options[0].id
    person.taps(f"#{wanted}")
