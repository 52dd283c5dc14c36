"""Catalogues brought up to the English: nothing translated is lost, nothing uncertain is used."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.flowtools import catalogues
from bot.flowtools.wordcheck import findings
from bot.flowtools.words import file_of, update
from flows.load import load_library
from flows.values.words import Words, compiled
from tests.bot.flowtools import tea

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PLURAL = """\
          - { when: { extra: answered }, text: "{drink} with {extra}." }"""


def updated(folder: Path, text: str = tea.TEA, language: str = "es") -> Catalog:
    """Run the update over the tea library with `text` as its flow; return the catalogue."""
    locales = folder / "locales"
    locales.mkdir(exist_ok=True)
    (locales / "languages.yaml").write_text(f"languages: {{ {language}: complete }}\n", "utf-8")
    list(update(load_library(tea.library(folder, text)), NOW, locales))
    return catalogues.read(file_of(language, locales))


def translate(folder: Path, **texts: str) -> None:
    """Fill in translations by their English, in every place they stand."""
    file = file_of("es", folder / "locales")
    found = catalogues.read(file)
    for message in found:
        if message.id and message.id in texts:
            message.string = texts[str(message.id)]
    file.write_bytes(catalogues.written(found, "es"))


def told(folder: Path, text: str = tea.TEA) -> list[tuple[str, bool]]:
    """Return what the check says: (what, grave)."""
    library = load_library(tea.library(folder, text))
    return [(f.problem.what, f.grave) for f in findings(library, folder / "locales")]


def test_the_catalogue_has_every_text_in_the_librarys_order(tmp_path: Path) -> None:
    """Commands, notices, then flows; each under its place; a second run changes nothing."""
    found = updated(tmp_path)
    file = file_of("es", tmp_path / "locales")
    before = file.read_bytes()
    library = load_library(tea.library(tmp_path))
    there = [catalogues.key_of(message) for message in found if message.id]
    assert there == list(catalogues.wanted(library))
    assert ("tea.drink.choices.tea", "Tea") in there
    updated(tmp_path)
    assert file.read_bytes() == before


def test_a_translation_stays_where_its_text_stays(tmp_path: Path) -> None:
    """A step put before it, a paragraph more: the place is the same and so is the translation."""
    updated(tmp_path)
    translate(tmp_path, **{"With what?": "¿Con qué?"})
    found = updated(tmp_path, tea.TEA.replace("- With what?", "- Fine.\n          - With what?"))
    message = found.get("With what?", "tea.extra")
    assert message is not None
    assert (message.string, message.fuzzy) == ("¿Con qué?", False)


def test_the_same_english_elsewhere_is_offered_as_uncertain(tmp_path: Path) -> None:
    """A question renamed keeps its words for the translator to look at, and does not use them."""
    updated(tmp_path)
    translate(tmp_path, **{"With what?": "¿Con qué?"})
    found = updated(tmp_path, tea.TEA.replace("extra", "beside"))
    message = found.get("With what?", "tea.beside")
    assert message is not None
    assert (message.string, message.fuzzy) == ("¿Con qué?", True)
    assert compiled(found).pgettext("tea.beside", "With what?") == "With what?"


def test_changed_english_keeps_the_old_beside_it(tmp_path: Path) -> None:
    """The old English stands in the file until the mark is taken away, after later runs too."""
    updated(tmp_path)
    translate(tmp_path, **{"What would you like?": "¿Qué quieres?"})
    changed = tea.TEA.replace("What would you like?", "What would you like now?")
    for _ in range(2):
        message = updated(tmp_path, changed).get("What would you like now?", "tea.drink")
        assert message is not None
        assert (message.string, message.fuzzy) == ("¿Qué quieres?", True)
        assert list(message.previous_id) == ["What would you like?"]
    text = file_of("es", tmp_path / "locales").read_text("utf-8")
    assert '#| msgid "What would you like?"' in text
    assert "# |" not in text


def test_what_is_gone_is_kept_below_and_comes_back_uncertain(tmp_path: Path) -> None:
    """A text taken out and put back: the translation was never thrown away."""
    updated(tmp_path)
    translate(tmp_path, Sugar="Azúcar")
    updated(tmp_path, tea.TEA.replace("          sugar: Sugar\n", ""))
    assert '#~ msgstr "Azúcar"' in file_of("es", tmp_path / "locales").read_text("utf-8")
    message = updated(tmp_path).get("Sugar", "tea.extra.choices.sugar")
    assert message is not None
    assert (message.string, message.fuzzy) == ("Azúcar", True)


@pytest.mark.parametrize(
    ("n", "form"), [(0, "f0"), (1, "f1"), (2, "f2"), (3, "f3"), (11, "f4"), (100, "f5")]
)
def test_arabic_has_its_usual_forms(tmp_path: Path, n: int, form: str) -> None:
    """Forms 4 and 5 stand as translators' programs have them."""
    forms = "{ one: '{looks} cup', other: '{looks} cups', number: looks }"
    one = f"{{ when: {{ extra: answered }}, text: {forms} }}"
    text = tea.TEA.replace(PLURAL.strip().removeprefix("- "), one)
    found = updated(tmp_path, text, "ar")
    plural = found.get("{looks} cup", "tea.page")
    assert plural is not None
    plural.string = tuple(f"f{i}" for i in range(6))
    file_of("ar", tmp_path / "locales").write_bytes(catalogues.written(found, "ar"))
    ready = compiled(catalogues.read(file_of("ar", tmp_path / "locales")))
    assert ready.npgettext("tea.page", "{looks} cup", "{looks} cups", n) == form


@pytest.mark.parametrize(
    ("english", "spanish", "what", "grave"),
    [
        ("{drink} it is.", "{bebida}, pues.", "other {names} than in English", True),
        ("{drink} it is.", "{drink, pues.", "other {names} than in English", True),
        ("Coffee", "C" * 25, "25 letters on a button", False),
        ("Coffee", "C" * 65, "65 letters on a button", True),
        ("What would you like?", "¿" * 3501, "3501 letters; 3500 fit", True),
    ],
)
def test_what_is_wrong_with_a_translation_is_told(
    tmp_path: Path, english: str, spanish: str, what: str, *, grave: bool
) -> None:
    """Names that can't be filled, and words that don't fit, with file and line."""
    updated(tmp_path)
    translate(tmp_path, **{english: spanish})
    found = [(told_, is_grave) for told_, is_grave in told(tmp_path) if what in told_]
    assert [is_grave for _, is_grave in found] == [grave]


def test_typed_words_may_be_any_number(tmp_path: Path) -> None:
    """They are matched and never shown, so no screen limits them."""
    updated(tmp_path)
    translate(tmp_path, help="ayuda | " * 600 + "socorro")
    assert [what for what, _ in told(tmp_path) if "letters" in what] == []


def test_a_complete_language_may_miss_nothing(tmp_path: Path) -> None:
    """What is not translated is grave there; in a language only begun it is one line."""
    updated(tmp_path)
    every = told(tmp_path)
    assert all(grave and "not translated" in what for what, grave in every)
    assert len(every) == len(catalogues.wanted(load_library(tea.library(tmp_path))))
    (tmp_path / "locales" / "languages.yaml").write_text("languages: { es: begun }\n", "utf-8")
    ((what, grave),) = told(tmp_path)
    assert what.startswith("0 of ")
    assert not grave


def test_a_doubled_or_broken_entry_is_noticed(tmp_path: Path) -> None:
    """The reader of such files takes both in silence."""
    updated(tmp_path)
    file = file_of("es", tmp_path / "locales")
    whole = file.read_text("utf-8")
    entry = 'msgctxt "tea.drink.choices.coffee"\nmsgid "Coffee"\nmsgstr ""\n'
    assert entry in whole
    file.write_text(whole + "\n" + entry, "utf-8")
    assert any("doubled or broken" in what and grave for what, grave in told(tmp_path))
    file.write_text(whole.replace('msgid "Coffee"', 'msgid "Coff'), "utf-8")
    assert any(grave and "between two quotes" in what for what, grave in told(tmp_path))


def test_translated_words_are_said(tmp_path: Path) -> None:
    """What the update wrote and a translator filled in is what the bot reads."""
    updated(tmp_path)
    translate(tmp_path, Coffee="Café")
    words = Words(tmp_path / "locales")
    choice = load_library(tea.library(tmp_path)).flows["tea"].questions["drink"].choices["coffee"]
    assert words.say(choice.text.plain(), "es") == "Café"
