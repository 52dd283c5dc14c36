"""A list of cards to read in; each can be marked."""

from typing import Literal

from flows.questions.base import (
    Asked,
    Face,
    Frozen,
    Given,
    Looked,
    Outcome,
    Question,
    Unclear,
)
from flows.questions.reading import Id
from flows.values.matching import forms, match
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import Option, Paragraph, Value
from flows.values.texts import Label, Words


class Card(Frozen):
    """One card: its name, how that reads in a sentence, a short text, a longer one on demand."""

    name: Label
    said: Label | None = None
    short: Words
    long: Words


class BrowseQuestion(Question):
    """The list of names; a name opens its card, where it can be marked, or read at length."""

    ask: Literal["browse"]
    cards: dict[Id, Card]

    def face(self, asked: Asked) -> Face:
        """Return the list, or the card open in it."""
        ticked = asked.ticked
        at = asked.view.get("card")
        if at not in self.cards:
            names = tuple(
                Option(f"?{k}", c.name.plain(), ticked=k in ticked) for k, c in self.cards.items()
            )
            return Face(names, (Option("!done", asked.label("done")),))
        card, long = self.cards[at], asked.view.get("long") == "yes"
        says = (card.long if long else card.short).say(asked.scope)
        mark = Option(f"-{at}", asked.label("unmark")) if at in ticked else None
        options = [mark or Option(f"+{at}", asked.label("mark"))]
        if not long:
            options.append(Option(f"*{at}", asked.label("longer")))
        options.append(Option("!list", asked.label("list")))
        named = (Paragraph(card.name.plain()), *says)
        return Face(tuple(options), paragraphs=named, columns=1, replaces=True)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a name, a mark, the way back to the list, or Done."""
        sign, name = tap[:1], tap[1:]
        if name in self.cards and sign in ("?", "*"):
            view = {"card": name, "long": "yes"} if sign == "*" else {"card": name}
            return Looked(view, asked.draft)
        if name in self.cards and sign in ("+", "-"):
            kept = {t for t in asked.ticked if t != name}
            kept |= {name} if sign == "+" else set()
            return Looked({}, tuple(k for k in self.cards if k in kept))
        if tap == "!list":
            return Looked({}, asked.draft)
        return Given(asked.ticked) if tap == "!done" else None

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Read a typed name of a card, or one of the buttons."""
        face = self.face(asked)
        known = asked.forms_of((*face.options, *face.foot))
        known |= {f"?{k}": forms(asked.read(c.name.plain())) for k, c in self.cards.items()}
        tap = match(words, known)
        return (self.tapped(tap, asked) if tap else None) or Unclear()

    def fits(self, value: Held, _scope: Scope) -> Held:
        """Keep the marks on cards that still exist; none marked is an answer too."""
        return tuple(v for v in value if v in self.cards) if isinstance(value, tuple) else None

    def spoken(self, value: Held, _scope: Scope) -> Value | None:
        """Return the names of the marked cards."""
        marked = value if isinstance(value, tuple) else ()
        return tuple((c.said or c.name).plain() for v in marked if (c := self.cards.get(v)))
