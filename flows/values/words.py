"""Words in a language: gettext catalogues over the library's English, dates and lists by Babel."""

import gettext
import io
import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import (
    format_date,
    format_time,
    get_day_names,
    get_month_names,
    get_timezone_location,
    parse_date,
)
from babel.lists import format_list
from babel.messages import Message as Translation
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from flows.values.matching import normal
from flows.values.talk import City, Dated, Message, Territory, Value
from flows.values.texts import names_in
from flows.values.zones import zones_in

LOCALES = Path(__file__).parents[1] / "locales"
SOURCE_LANGUAGE = "en"
DAYS = ("MMMMEEEEd", "MMMMEd", "MMMEd")  # weekday, day and month; a language has some of these
LONGEST_MONTH = 31
PHRASE_WORDS = 4  # a list of things as long as this reads better with semicolons


def catalogue(file: Path) -> Catalog:
    """Read one language's translations. Raises PoFileError for a file that is none."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.parent.name, abort_invalid=True)


def same_names(translation: Translation) -> bool:
    """Tell whether a translation uses the `{names}` of its English; only those can be filled."""
    wanted = {name for text in _forms(translation.id) for name in names_in(text)}
    try:
        found = [set(names_in(text)) for text in _forms(translation.string) if text]
    except ValueError:
        return False
    return all(n <= wanted if translation.pluralizable else n == wanted for n in found)


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(t for t in text or () if isinstance(t, str))  # type: ignore[attr-defined]


def compiled(found: Catalog) -> gettext.GNUTranslations:
    """Compile what can be used; what is missing, uncertain or misnamed stays English."""
    for translation in list(found):
        if translation.id and not same_names(translation):
            found.delete(translation.id, translation.context)
    binary = io.BytesIO()
    write_mo(binary, found)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


class Words:
    """Renders values in a language; what has no translation yet reads in English."""

    def __init__(self, folder: Path | None = None) -> None:
        files = sorted((folder or LOCALES).glob("*/LC_MESSAGES/flows.po"))
        self._catalogues: Mapping[str, gettext.NullTranslations] = {
            SOURCE_LANGUAGE: gettext.NullTranslations(),
            **{file.parent.parent.name: compiled(catalogue(file)) for file in files},
        }
        self._locales = {name: Locale.parse(name) for name in self._catalogues}
        self.languages = tuple(self._catalogues)
        self._cities: dict[str, dict[str, list[str]]] = {}

    def nearest(self, code: str | None) -> str | None:
        """Return the language there are words in for a phone's language code, if any."""
        wanted = (code or "").replace("-", "_").casefold()
        known = {name.casefold(): name for name in self._catalogues}
        return known.get(wanted) or known.get(wanted.partition("_")[0])

    def say(self, value: Value, language: str) -> str:
        """Render a value as plain text; a sentence that begins with a name begins in capitals."""
        text = self._text(value, language)
        begins = isinstance(value, Message) and self._template(value, language).startswith("{")
        return text[:1].upper() + text[1:] if begins else text

    def day(self, typed: str, language: str, today: date) -> date | None:
        """Read a typed day: 2026-12-05, 5/12/2026 as the language writes it, Friday, 5 December."""
        locale = self._locales.get(language, self._locales[SOURCE_LANGUAGE])
        try:
            return date.fromisoformat(typed.strip())
        except ValueError:
            pass  # not written that way; the language's own ways follow
        try:
            return parse_date(typed, locale=locale)
        except (ValueError, IndexError):
            return _named_day(normal(typed), locale, today)

    def cities(self, typed: str, language: str) -> tuple[str, ...]:
        """Return the zones whose city is called so in a language; none if it is no city's name."""
        if language not in self._cities:  # once for a language: it takes a tenth of a second
            called: dict[str, list[str]] = {}
            for zone in zones_in(None):
                called.setdefault(normal(city_name(zone, self._locale(language))), []).append(zone)
            self._cities[language] = called
        return tuple(self._cities[language].get(normal(typed), ()))

    def country(self, typed: str, language: str) -> str | None:
        """Return the ISO code of a country by its name in a language, or in English."""
        said = normal(typed)
        locales = (self._locale(language), self._locale(SOURCE_LANGUAGE))
        return next(filter(None, (_countries(locale).get(said) for locale in locales)), None)

    def _text(self, value: Value, language: str) -> str:
        match value:
            case str() | int():
                return str(value)
            case date() | time() | City() | Territory() | Dated():
                return _in_locale(value, self._locale(language))
            case tuple():
                items = [self._text(item, language) for item in value]
                if any(len(item.split()) >= PHRASE_WORDS for item in items):
                    return "; ".join(items)
                return format_list(items, locale=self._locale(language))
        values = {name: self._text(v, language) for name, v in value.values.items()}
        return self._template(value, language).format(**values)

    def _locale(self, language: str) -> Locale:
        return self._locales.get(language, self._locales[SOURCE_LANGUAGE])

    def _template(self, message: Message, language: str) -> str:
        found = self._catalogues.get(language, self._catalogues[SOURCE_LANGUAGE])
        if message.other is None or message.number is None:
            return found.pgettext(message.where, message.text)
        number = message.values[message.number]
        count = number if isinstance(number, int) else 0
        return found.npgettext(message.where, message.text, message.other, count)


def city_name(zone: str, locale: Locale) -> str:
    """Return a zone's city; of a zone that is gone, what its name says."""
    try:
        return get_timezone_location(zone, locale=locale, return_city=True)
    except LookupError:
        return zone.rpartition("/")[2].replace("_", " ")


@cache
def _countries(locale: Locale) -> dict[str, str]:
    named = locale.territories.items()
    return {normal(name): code for code, name in named if not code.isdecimal()}


def _in_locale(value: date | time | City | Territory | Dated, locale: Locale) -> str:
    """Write what every language has its own way for."""
    match value:
        case Dated(day):
            return format_date(day, "full", locale)
        case date():
            return format_date(value, day_pattern(locale), locale)
        case time():
            return format_time(value, "short", locale=locale)
        case City(zone):
            return city_name(zone, locale)
        case Territory(code):
            return str(locale.territories.get(code, code))


def day_pattern(locale: Locale) -> str:
    """Return how a language writes weekday, day and month in full."""
    known = locale.datetime_skeletons
    short = next(str(known[skeleton]) for skeleton in DAYS if skeleton in known)
    wide = re.sub(r"(?<![Ec])[Ec]{1,3}(?![Ec])", "EEEE", short)
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", wide)


def _named_day(typed: str, locale: Locale, today: date) -> date | None:
    """Read a weekday ("friday", the next one) or a day and month ("5 december 2027")."""
    words = typed.split()
    numbers = [int(number) for number in re.findall(r"\d+", typed)]
    years = [n for n in numbers if n > LONGEST_MONTH]
    days = [n for n in numbers if n <= LONGEST_MONTH]
    for width in ("wide", "abbreviated"):
        for number, name in get_day_names(width, locale=locale).items():
            if typed == normal(name):
                return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
        for number, name in get_month_names(width, locale=locale).items():
            if normal(name) in words and len(days) == 1:
                return _such_day(number, days[0], years or [today.year, today.year + 1], today)
    return None


def _such_day(month: int, day: int, years: list[int], today: date) -> date | None:
    """Return that day in the one year named, or in the first in which it is not past."""
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February of a year that has none
        if found >= today or len(years) == 1:
            return found
    return None
