"""Brings a gettext catalogue up to the library's English, losing nothing that was translated.

Babel's own update guesses across all texts and gives no say in it; here a translation is taken
over as it is where its place and English are the same, offered as uncertain ("fuzzy") where the
same English stands elsewhere or the English of its place was changed, and kept below as obsolete
otherwise.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path

from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.pofile import unescape, write_po

from bot.flowtools import pofiles
from bot.flowtools.pofiles import QUOTED
from flows.content.library import Library
from flows.load import LoadError

Key = tuple[str, str | tuple[str, ...]]
NEAR = 0.5
"""How alike a changed text must be to the old one, from 0 to 1."""

# Babel has forms 4 and 5 the other way round from what translators' programs use.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);"
}
HEADER = """\
# What the check-up says in {language}. Translate what stands between the quotes after msgstr.
# msgctxt is the place: flow, question, key. Keep {{names}} as they are, in any order.
# `said` is how an answer reads inside a sentence. In `also` and `typed` stand words that people
# type, with a bar between them: write the ones people would type in your language, any number.
# A text marked fuzzy is uncertain and not used; take the mark away when it is right."""


def wanted(library: Library) -> dict[Key, None]:
    """Return every text there is to translate, by place and English, in the library's order."""
    phrases = library.phrases()
    return {(p.where, (p.text, p.other) if p.other else p.text): None for p in phrases}


def read(file: Path) -> Catalog:
    """Read a catalogue, old English (`#|`) included. Raises LoadError with all its faults."""
    if problems := pofiles.faults(file):
        raise LoadError(problems)
    found = pofiles.read(file)
    for message in found:
        _take_previous(message)
    return found


def _take_previous(message: Message) -> None:
    """Bring the old English to its place: Babel writes `#|`, but reads it as a comment."""
    told = " ".join(c[1:].strip() for c in message.user_comments if c.startswith("|"))
    message.user_comments = [c for c in message.user_comments if not c.startswith("|")]
    texts = re.split(r"msgid(?:_plural)? (?=\")", told)[1:]
    message.previous_id = ["".join(map(unescape, QUOTED.findall(text))) for text in texts]


def updated(old: Catalog, library: Library) -> Catalog:
    """Return a new catalogue with all the library's texts, and what is translated of them."""
    before = {key_of(m): m for m in old if m.id}
    all_before = {**{key_of(m): m for m in old.obsolete.values()}, **before}
    new = _without_texts(old)
    now_wanted = wanted(library)
    elsewhere = {key_of(m)[1]: m for m in all_before.values() if _translated(m)}
    left = {key: m for key, m in all_before.items() if key not in before or key not in now_wanted}
    left = {key: m for key, m in left.items() if _translated(m)}
    used: set[Key] = set()
    for key in now_wanted:
        found = before.get(key)
        if found is not None:
            _add(new, key, found, fuzzy=found.fuzzy)
            continue
        found = elsewhere.get(key[1]) or _nearest(key, left)
        if found is None:
            new.add(key[1], context=key[0])
        else:
            _add(new, key, found, fuzzy=True)
            used.add(key_of(found))
    for key, message in left.items():
        if key not in used:
            new.obsolete[_babel_key(key)] = message
    return new


def written(catalogue: Catalog, language: str) -> bytes:
    """Return a catalogue as a file's content."""
    catalogue.header_comment = HEADER.format(language=language)
    catalogue.fuzzy = False
    out = io.BytesIO()
    write_po(out, catalogue, width=98, no_location=True, include_previous=True)
    return out.getvalue()


def begun(language: str, now: datetime) -> Catalog:
    """Return the catalogue of a language in which nothing is translated yet."""
    new = Catalog(
        locale=language,
        project="Therapy Check-up",
        version="1",
        msgid_bugs_address="see CONTRIBUTING.md",
        creation_date=now,
        revision_date=now,
        last_translator="nobody yet",
        language_team=language,
    )
    if language in PLURALS:
        new.mime_headers = [("Plural-Forms", PLURALS[language])]
    return new


def _without_texts(old: Catalog) -> Catalog:
    new = Catalog(locale=old.locale_identifier)
    new.mime_headers = old.mime_headers
    return new


def _add(new: Catalog, key: Key, found: Message, *, fuzzy: bool) -> None:
    changed = found.id != key[1]
    previous = _texts(found.id) if changed else tuple(found.previous_id)
    new.add(
        key[1],
        _fitting(key[1], found.string, new.num_plurals),
        context=key[0],
        flags=["fuzzy"] if fuzzy else [],
        user_comments=found.user_comments,
        previous_id=previous if fuzzy else (),
    )


def _fitting(text: str | tuple[str, ...], string: object, forms: int) -> str | tuple[str, ...]:
    """Return a translation with as many forms as the English asks for."""
    found = _texts(string)
    if isinstance(text, str):
        return found[-1] if found else ""
    return (found * forms if len(found) == 1 else (*found, *[""] * forms))[:forms]


def _nearest(key: Key, left: Mapping[Key, Message]) -> Message | None:
    """Return the translation of what stood at this place before, if it was much the same."""
    english = " ".join(_texts(key[1]))
    alike = {
        SequenceMatcher(None, english, " ".join(_texts(old[1]))).ratio(): message
        for old, message in left.items()
        if old[0] == key[0]
    }
    best = max(alike, default=0.0)
    return alike[best] if best >= NEAR else None


def key_of(message: Message) -> Key:
    """Return the place and English of a message."""
    text = message.id
    return str(message.context or ""), tuple(text) if isinstance(text, list | tuple) else text


def _babel_key(key: Key) -> tuple[str, str]:
    return _texts(key[1])[0], key[0]


def _texts(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(_strings(text))


def _strings(text: object) -> Iterator[str]:
    if isinstance(text, list | tuple):
        yield from (part for part in text if isinstance(part, str))


def _translated(message: Message) -> bool:
    return any(_texts(message.string))
