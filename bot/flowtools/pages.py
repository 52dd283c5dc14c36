"""All texts of a language on one page, in the order of the files, for people who review them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from bot.flowtools import catalogues
from bot.flowtools.conditions import condition
from bot.flowtools.places import LIBRARY, LOCALES
from bot.flowtools.words import file_of, languages, undone
from bot.refused import RefusedError
from flows.load import load_library
from flows.values import source
from flows.values.source import Scalar
from flows.values.texts import LISTS
from flows.values.words import SOURCE_LANGUAGE, same_names

MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "*_<`#"})
ENGLISH = " *(English)*"


def page(language: str, library: Path = LIBRARY, locales: Path = LOCALES) -> str:
    """Return the page; raises RefusedError for a language there are no texts in."""
    wanted = catalogues.wanted(load_library(library))  # a broken file ends here, with its lines
    reader = Reader(wanted, _catalogue(language, locales))
    parts = [f"# All texts in {language}", f"Not translated yet:{ENGLISH}"]
    parts += _around(reader, library)
    for folder in sorted(file.parent for file in library.glob("*/flow.yaml")):
        parts += reader.flow(_data(folder / "flow.yaml", folder.name))
        for part in ("cards", "advice"):
            file = folder / f"{part}.yaml"
            if file.exists():
                data = _data(file, f"{folder.name}.{part}")
                parts += [f"## {folder.name}: {part}", *reader.anything(data)]
    return "\n\n".join(parts) + "\n"


def _around(reader: "Reader", library: Path) -> Iterator[str]:
    yield "## Commands"
    yield from reader.anything(_data(library / "commands.yaml", "commands")["commands"])
    yield "## Standard texts"
    notices = _data(library / "notices.yaml", "notices")
    yield from reader.anything(notices["notices"])
    yield "## Typed words"
    yield from reader.anything(notices["typed"])
    reminders = library / "reminders.yaml"
    if reminders.exists():
        yield "## Reminders"
        yield from reader.anything(_data(reminders, "reminders"))
    yield "## Help lines"
    countries = _data(library / "lines.yaml", "lines")["countries"]
    for code, country in countries.items():
        lines = [f"**{code}**"]
        for kind in ("emergency", "crisis", "home", "youth"):
            found = country.get(kind, [])
            lines += [_line(kind, one) for one in (found if isinstance(found, list) else [found])]
        yield "\n".join(lines)


def _line(kind: str, one: Mapping[str, str]) -> str:
    said = [one.get(key, "") for key in ("name", "number", "how", "hours")]
    words = " · ".join(_plain(part) for part in said if part)
    unsure = ", unsure" if one.get("sure") == "no" else ""
    return f"- {kind}: {words} (checked {one['checked']}{unsure})"


class Reader:
    """Reads the files' data out in a language."""

    def __init__(self, wanted: Mapping[catalogues.Key, None], catalogue: Catalog | None) -> None:
        self._wanted = wanted
        self._catalogue = catalogue

    def flow(self, data: Mapping[str, Any]) -> Iterator[str]:
        """Give a flow: its steps, their questions, its messages."""
        yield f"## {data['flow']}"
        for name, step in data["steps"].items():
            yield f"### {self.words(step['title']) if 'title' in step else name}"
            for question_id, question in step["questions"].items():
                yield from self._question(question_id, question)
            if "recap" in step:
                yield "When it is done, this stays:"
                yield from self.text(step["recap"])
        for name, message in data.get("messages", {}).items():
            yield f"#### Message `{name}`"
            yield from self.text(message)

    def text(self, raw: Any, depth: str = "> ") -> Iterator[str]:
        """Give a text: its paragraphs, with the conditions they have."""
        for item in raw if isinstance(raw, list) else [raw]:
            if not isinstance(item, dict) or "one" in item:
                yield depth + self.words(item)
                continue
            told = f"*if {condition(item['when'])}:* " if "when" in item else ""
            if "first" in item:
                yield f"{depth}{told}*the first of these that fits:*"
                yield from self.text(item["first"], f"{depth}> ")
            elif "text" in item:
                yield depth + told + self.words(item["text"])
            elif "quote" in item:
                yield f"{depth}{told}“{self.words(item['quote'])}”"
            else:
                kind = next(key for key in LISTS if key in item)
                yield f"{depth}{told}*({kind}: {item[kind]})*"

    def words(self, raw: Any) -> str:
        """Return words in the language, or in English with a mark."""
        if isinstance(raw, dict):
            place = raw["other"].where.removesuffix(".other")
            english = f"{raw['one']} / {raw['other']}"
            return self._translated(place, str(raw["one"]), english)
        return self._translated(raw.where, str(raw).strip(), str(raw).strip())

    def anything(self, data: Any, name: str = "") -> Iterator[str]:
        """Give all words in any part of a file, each with its key."""
        if isinstance(data, dict) and "one" not in data:
            if "when" in data:
                yield f"*if {condition(data['when'])}:*"
            for key, value in data.items():
                if key not in ("when", "facts"):
                    yield from self.anything(value, f"{name}.{key}" if name else str(key))
        elif isinstance(data, list):
            for value in data:
                yield from self.anything(value, name)
        elif self._is_words(data):
            yield f"`{name}` {self.words(data)}"

    def _question(self, name: str, question: Mapping[str, Any]) -> Iterator[str]:
        yield f"#### `{name}` ({question['ask']})"
        if "when" in question:
            yield f"*asked if {condition(question['when'])}*"
        yield from self.text(question["text"])
        for end in ("low", "high"):
            if end in question:
                yield f"`{end}` {self.words(question[end])}"
        if "choices" in question:
            choices = question["choices"].items()
            yield "\n".join(line for id_, choice in choices for line in self._choice(id_, choice))
        if "name" in question:
            yield f"In the list of answers: {self.words(question['name'])}"

    def _choice(self, name: str, choice: Any) -> Iterator[str]:
        whole = choice if isinstance(choice, dict) and "one" not in choice else {"text": choice}
        when = f" *if {condition(whole['when'])}*" if "when" in whole else ""
        fixed = whole.get("fixed") == "yes"
        label = _plain(str(whole["text"])) if fixed else self.words(whole["text"])
        yield f"- **[{label}]** `{name}`{when}"
        for key in ("said", "also"):
            if key in whole:
                yield f"  - {key}: {self.words(whole[key])}"

    def _is_words(self, data: Any) -> bool:
        """Tell words from ids, as the library does."""
        if isinstance(data, dict):
            return True
        return isinstance(data, Scalar) and (data.where, str(data).strip()) in self._wanted

    def _translated(self, place: str, english: str, shown: str) -> str:
        if self._catalogue is None:
            return _plain(shown)
        message = self._catalogue.get(english, place)
        if message is None or undone(message, self._catalogue) or not same_names(message):
            return _plain(shown) + ENGLISH
        forms = message.string
        return _plain(" / ".join(forms) if isinstance(forms, list | tuple) else str(forms))


def _catalogue(language: str, locales: Path) -> Catalog | None:
    if language == SOURCE_LANGUAGE:
        return None
    file = file_of(language, locales)
    if not file.exists():
        known = ", ".join((SOURCE_LANGUAGE, *languages(locales)))
        raise RefusedError(f"There are no texts in {language!r}. There are: {known}.")
    return catalogues.read(file)


def _data(file: Path, prefix: str) -> Any:
    return source.read(file, file.name, prefix).data


def _plain(words: str) -> str:
    return words.translate(MARKDOWN)
