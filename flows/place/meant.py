"""What typed words mean whatever card is open: a command, if they are one as a whole message."""

from flows.content.library import Library
from flows.values.matching import forms, normal
from flows.values.words import Words


class Meant:
    """Finds commands in typed words; the words of a language are gathered once."""

    def __init__(self, library: Library, words: Words) -> None:
        self._library, self._words = library, words
        self._known: dict[str, dict[str, str]] = {}

    def command(self, typed: str, language: str) -> str | None:
        """Return the command that these words are, in this language or in English."""
        if language not in self._known:
            self._known[language] = {
                form: name
                for name, command in self._library.commands.items()
                if command.typed
                for form in forms(self._words.say(command.typed.plain(), language))
                | forms(command.typed.text)
            }
        return self._known[language].get(normal(typed))
