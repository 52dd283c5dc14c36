"""Words in a language: plurals, dates, lists and names; a translation that can't be used."""

from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from flows.values.talk import Message, Territory
from flows.values.words import Words

DAY = date(2026, 3, 2)  # a Monday
WEEKS = ("in {n} week", "in {n} weeks")


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Give words with a small Russian and a small Spanish catalogue."""
    russian = Catalog(locale="ru")
    russian.add("Hello {name}", "Привет, {name}", context="a")
    russian.add("Two {a} {b}", "Два {a}", context="a")
    russian.add("Maybe", "Возможно", context="a", flags=["fuzzy"])
    russian.add("Broken {a}", "Сломано {a", context="a")
    russian.add(
        WEEKS,
        ("через {n} неделю", "через {n} недели", "через {n} недель"),
        context="a",
    )
    spanish = Catalog(locale="es")
    spanish.add(WEEKS, ("en una semana", "en {n} semanas"), context="a")
    for catalogue in (russian, spanish):
        file = tmp_path / str(catalogue.locale) / "LC_MESSAGES" / "flows.po"
        file.parent.mkdir(parents=True)
        with file.open("wb") as opened:
            write_po(opened, catalogue)
    return Words(tmp_path)


def test_english_is_always_there_and_first(words: Words) -> None:
    """It is the source; others follow."""
    assert words.languages == ("en", "es", "ru")


def test_a_translation_goes_by_its_place(words: Words) -> None:
    """The same English elsewhere has no translation here."""
    here = Message("a", "Hello {name}", values={"name": "Dana"})
    there = Message("b", "Hello {name}", values={"name": "Dana"})
    assert words.say(here, "ru") == "Привет, Dana"
    assert words.say(there, "ru") == "Hello Dana"


@pytest.mark.parametrize(
    "message",
    [
        Message("a", "Two {a} {b}", values={"a": "1", "b": "2"}),
        Message("a", "Maybe"),
        Message("a", "Broken {a}", values={"a": "1"}),
        Message("a", "Not there"),
    ],
)
def test_a_translation_that_cannot_be_used_leaves_the_english(
    words: Words, message: Message
) -> None:
    """Missing, uncertain, with other names or a broken brace: the English stays."""
    assert words.say(message, "ru") == words.say(message, "en")


@pytest.mark.parametrize(
    ("number", "russian"),
    [(1, "через 1 неделю"), (2, "через 2 недели"), (5, "через 5 недель"), (21, "через 21 неделю")],
)
def test_plurals_follow_the_language(words: Words, number: int, russian: str) -> None:
    """Russian has three forms."""
    message = Message("a", *WEEKS, number="n", values={"n": number})
    assert words.say(message, "ru") == russian


def test_a_plural_form_may_leave_its_number_out(words: Words) -> None:
    """In one week is as good as in 1 week."""
    message = Message("a", *WEEKS, number="n", values={"n": 1})
    assert words.say(message, "es") == "en una semana"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Monday, March 2"), ("es", "lunes, 2 de marzo"), ("ru", "понедельник, 2 марта")],
)
def test_a_date_is_written_out(words: Words, language: str, written: str) -> None:
    """Weekday, day and month, as the language does it."""
    assert words.say(DAY, language) == written


def test_a_country_is_named(words: Words) -> None:
    """In the language; a code nobody knows stays as it is."""
    assert words.say(Territory("GB"), "es") == "Reino Unido"
    assert words.say(Territory("ZZZ"), "es") == "ZZZ"


@pytest.mark.parametrize(
    ("items", "listed"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b, and c"),
        (("no change in weeks", "b"), "no change in weeks; b"),
    ],
)
def test_a_list_reads_as_one(words: Words, items: tuple[str, ...], listed: str) -> None:
    """Short things as the language lists them, phrases with semicolons."""
    assert words.say(items, "en") == listed


def test_a_sentence_that_begins_with_a_name_begins_in_capitals(words: Words) -> None:
    """The name may be the middle of another sentence elsewhere."""
    assert words.say(Message("z", "{a}, and so on.", values={"a": "so"}), "en") == "So, and so on."


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("2026-12-05", "en", date(2026, 12, 5)),
        ("12/5/2026", "en", date(2026, 12, 5)),
        ("5/12/2026", "es", date(2026, 12, 5)),
        ("5.12.2026", "ru", date(2026, 12, 5)),
        ("Friday", "en", date(2026, 3, 6)),
        ("monday", "en", date(2026, 3, 9)),
        ("fri", "en", date(2026, 3, 6)),
        ("viernes", "es", date(2026, 3, 6)),
        ("пятница", "ru", date(2026, 3, 6)),
        ("5 December", "en", date(2026, 12, 5)),
        ("December 5th", "en", date(2026, 12, 5)),
        ("1 March", "en", date(2027, 3, 1)),
        ("5 de diciembre", "es", date(2026, 12, 5)),
        ("5 december 2027", "en", date(2027, 12, 5)),
        ("29 February", "en", None),
        ("31 June", "en", None),
        ("soon", "en", None),
        ("", "en", None),
        ("12", "en", None),
        ("5 6 may", "en", None),
    ],
)
def test_a_typed_day_is_read(words: Words, typed: str, language: str, day: date | None) -> None:
    """As the language writes it, a weekday to come, or a day and its month."""
    assert words.day(typed, language, DAY) == day


@pytest.mark.parametrize(
    ("code", "language"),
    [("es", "es"), ("es-MX", "es"), ("ru", "ru"), ("tlh", None), (None, None), ("", None)],
)
def test_the_nearest_language_is_found(words: Words, code: str | None, language: str) -> None:
    """A region has its language; what there are no words in is nobody's."""
    assert words.nearest(code) == language


def test_a_language_of_a_region_is_found_in_telegrams_spelling(tmp_path: Path) -> None:
    """Telegram writes pt-br, the folder is called pt_BR."""
    folder = tmp_path / "pt_BR" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "flows.po").write_text('msgid ""\nmsgstr "Language: pt_BR\\n"\n', "utf-8")
    assert Words(tmp_path).nearest("pt-br") == "pt_BR"
    assert Words(tmp_path).nearest("pt-pt") is None


def test_a_city_is_found_by_its_name_in_the_language(words: Words) -> None:
    """Typed as it is called there; what is no city is none."""
    assert words.cities("  londres ", "es") == ("Europe/London",)
    assert words.cities("New York", "en") == ("America/New_York",)
    assert words.cities("nowhere", "en") == ()
