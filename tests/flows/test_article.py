"""Every point of the article the check-up rests on is met by somebody who walks through it."""

import pytest

from flows.engine import Engine
from tests.flows.person import Person
from tests.flows.walks import Met

# A point; what of it is met: a question, an answer that can be chosen, or words in quotes.
POINTS = {
    "you are not alone": ("'not the only one'",),
    # 1. What isn't working
    "what exactly isn't working": ("checkup.signs", "checkup.heaviest"),
    "unheard": ("checkup.signs.unheard",),
    "without clarity or direction": ("checkup.signs.direction",),
    "expecting quicker results": ("checkup.signs.faster", "checkup.how_long"),
    "no progress after several sessions": ("checkup.signs.no_progress", "checkup.sessions"),
    "same struggles, no new insight": ("checkup.signs.same",),
    "dreading sessions": ("checkup.signs.dread",),
    "disconnected": ("checkup.signs.apart",),
    "on the surface": ("checkup.signs.surface",),
    "tweak the process or change more": ("checkup.gut.stay", "checkup.gut.change"),
    # 2. Talk to the therapist
    "many hesitate": ("'hard for many'", "checkup.talked.not_yet", "checkup.talked.hinted"),
    "a good therapist welcomes it": ("'good therapist'",),
    "only if it feels comfortable": ("checkup.talked.unsafe", "checkup.note"),
    "the style": ("checkup.line.style",),
    "the pace": ("checkup.signs.faster",),
    "the topics": ("checkup.line.topics",),
    "a line: circling": ("'The same topics keep coming back'",),
    "a line: tools": ("'something I can use'", "checkup.line.tools"),
    "a line: structure and goals": ("'one or two goals'", "checkup.line.goals"),
    # 3. Another approach
    "no kind works for everyone": ("'No one kind suits everyone'",),
    "CBT": ("checkup.marked.cbt",),
    "EMDR, for trauma": ("checkup.marked.emdr", "'memories'"),
    "DBT, for strong feelings": ("checkup.marked.dbt", "'feelings that come fast'"),
    "psychodynamic, old patterns": ("checkup.marked.psychodynamic", "'old patterns'"),
    "somatic, the body": ("checkup.marked.somatic", "'the body'"),
    "the same therapist or a specialist": ("'specialist'",),
    # 4. Fit
    "the alliance predicts": ("'best signs that therapy will help'",),
    "heard and validated": ("checkup.heard",),
    "open and honest": ("checkup.open",),
    "challenged": ("checkup.challenged",),
    "it may be time for another": ("'fair to look for someone else'",),
    "finding the right fit takes time": ("'good fit can take time to find'",),
    # 5. What is around it
    "applying it in daily life": ("checkup.practice", "'daily life'"),
    "a toxic relationship": ("checkup.weighs.partner",),
    "overwhelming stress": ("checkup.weighs.stress",),
    "sleep": ("checkup.weighs.sleep",),
    "food": ("checkup.weighs.food",),
    "medication": ("'medicine'",),
    "habits and lifestyle": ("checkup.small", "'Moving a little'"),
    "more support": ("checkup.small.person", "checkup.small.doctor"),
    # 6. Time, or moving on
    "it needs patience": ("'patience'",),
    "months or years: reassess": ("'months or years without getting better'",),
    "trust your instincts": ("'own sense of it counts'", "checkup.gut"),
    "change is sometimes needed": ("checkup.gut.leave", "checkup.instead.find_someone"),
    "give it time": ("checkup.instead.wait", "checkup.day"),
    "you can be helped": ("'no proof that nothing will help you'",),
    "new approach, other expectations, a better match": (
        "'the talk, the method, the person'",
        "'expect'",
    ),
}

LINES = {"no_progress": "tools", "same": "topics", "direction": "goals", "surface": "deeper"}
LINES |= {"faster": "pace", "unheard": "us", "apart": "us", "dread": "dread"}


@pytest.mark.parametrize("sign", LINES)
def test_each_sign_has_its_line(engine: Engine, sign: str) -> None:
    """Who ticked only this is offered the line made for it, first."""
    person = Person(engine, consent=1, days=400).sends("start").taps("#begin", "#yes", "#many")
    person.taps("#same")
    while f"+{sign}" not in [option.id for option in person.card.options]:
        person.taps("More")
    person.taps(f"#{sign}", "Done")
    while person.card.question != "talked":
        person.taps("#none" if person.card.question == "flag" else "#go")
    assert person.taps("#not_yet").card.options[0].id == f"!{LINES[sign]}"


@pytest.fixture(scope="module")
def words(met: Met) -> str:
    """Give all that was said to anybody, as one text."""
    return "\n".join([text for _, _, text in met.cards] + list(met.others))


@pytest.mark.parametrize("point", POINTS)
def test_a_point_of_the_article_is_met(point: str, met: Met, words: str) -> None:
    """Each stands in the chat in our own words, on a way that people take."""
    for wanted in POINTS[point]:
        if wanted.startswith("'"):
            assert wanted[1:-1] in words
        else:
            assert wanted in met.questions | met.choices
