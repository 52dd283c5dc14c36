"""Any number of choices, ticked one by one, on pages."""

import re
from typing import Literal

from flows.questions.base import Asked, Face, Given, Looked, Outcome, Question, Unclear
from flows.questions.reading import Id
from flows.questions.rows import page, turned
from flows.values.matching import match, normal
from flows.values.scope import Scope
from flows.values.session import Held
from flows.values.talk import Option


class SeveralQuestion(Question):
    """Ticks that say the wanted state ("+dread"), so that a double tap is harmless."""

    ask: Literal["several"]
    own_words_choice: Id | None = None

    def face(self, asked: Asked) -> Face:
        """Return this page's choices with their ticks, More, and Done."""
        ticked = asked.ticked
        all_options = tuple(
            Option(f"-{k}" if k in ticked else f"+{k}", label, ticked=k in ticked)
            for k, c in self.offered(asked.scope).items()
            if (label := c.text.fill(asked.scope)) is not None
        )
        shown, further = page(asked, all_options)
        done = Option("!done", asked.label("done"))
        return Face(tuple(shown), (*further, done), columns=1)

    def tapped(self, tap: str, asked: Asked) -> Outcome | None:
        """Read a tick, a page, or Done."""
        mark, name = tap[:1], tap[1:]
        if mark in ("+", "-") and name in self.offered(asked.scope):
            return Looked(dict(asked.view), self._tick(asked, name, on=mark == "+"))
        if tap == "!done":
            none = "must_choose_or_skip" if self.skip else "must_choose"
            return Given(asked.ticked) if asked.ticked else Unclear(none)
        return turned(tap, asked)

    def heard(self, words: str, asked: Asked) -> Outcome:
        """Tick what is plainly named; other words may tick the choice meant for them."""
        known = self.typed_forms(asked)
        whole = match(words, known)
        parts = [whole] if whole else [match(p, known) for p in re.split(r"[,;\n]", words)]
        if all(parts):
            ticked = asked.ticked
            for name in parts:
                ticked = self._tick(asked, str(name), on=True, ticked=ticked)
            return Looked(dict(asked.view), ticked)
        if normal(words) == normal(asked.read(asked.label("done"))):
            return self.tapped("!done", asked) or Unclear()
        return Unclear()

    def with_own_words(self, asked: Asked) -> tuple[str, ...] | None:
        """Return the ticks once own words were typed here."""
        if self.own_words_choice in self.offered(asked.scope):
            return self._tick(asked, str(self.own_words_choice), on=True)
        return asked.draft

    def fits(self, value: Held, scope: Scope) -> Held:
        """Keep the ticks that are still offered."""
        offered = self.offered(scope)
        return tuple(v for v in value if v in offered) or None if isinstance(value, tuple) else None

    def _tick(
        self, asked: Asked, name: str, *, on: bool, ticked: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        ticked = asked.ticked if ticked is None else ticked
        if not on:
            return tuple(t for t in ticked if t != name)
        if self.choices[name].alone:
            return (name,)
        kept = {t for t in ticked if not self.choices[t].alone} | {name}
        return tuple(k for k in self.choices if k in kept)
