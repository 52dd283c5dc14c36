"""Own words that come in several messages, and own words that are changed afterwards."""

from dataclasses import replace

from flows.taking.moves import Taking, too_many
from flows.values.session import Words
from flows.values.talk import Text

JOIN_SECONDS = 5.0


def joined(taking: Taking, said: Text) -> bool | None:
    """Add words sent right after others to them; False if these stand for themselves.

    None if together they are more than can be kept: then nothing is added.
    """
    last = taking.talk.typed
    late = last is None or taking.now.timestamp() - last.at > JOIN_SECONDS
    session = taking.talk.sessions.get(last.flow) if last else None
    if late or last is None or session is None or not session.words.get(last.question):
        return False
    words = (*session.words[last.question], Words(said.ref, said.words))
    if too_many(words):
        return None
    talk = taking.talk.with_session(session.worded(last.question, words))
    typed = replace(last, ref=said.ref, at=taking.now.timestamp())
    taking.talk = replace(talk, typed=typed)
    return True


def reworded(taking: Taking, said: Text) -> bool | None:
    """Put an edited text in the place of the words it was; False if they count no more.

    None if they became more than can be kept: then the words stay as they were.
    """
    last = taking.talk.typed
    session = taking.talk.sessions.get(last.flow) if last else None
    words = session.words.get(last.question, ()) if session and last else ()
    if session is None or last is None or not any(w.ref == said.ref for w in words):
        return False
    changed = tuple(Words(w.ref, said.words) if w.ref == said.ref else w for w in words)
    if too_many(changed):
        return None
    taking.talk = taking.talk.with_session(session.worded(last.question, changed))
    return True
