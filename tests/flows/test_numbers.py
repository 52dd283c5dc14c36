"""Every help number once more, typed by hand: a slip of a finger in the library is noticed.

Whoever changes a number in `lines.yaml` has looked at the line's own page, and writes it here too,
from that page and not from the other file.
"""

import re

import pytest

from flows.content.library import Library
from flows.content.lines import Entry

ONLY_112 = "BG HR CY CZ EE GR HU IS LV LT LU MT RO SK SI"
EMERGENCY = {
    "US": "911", "CA": "911", "GB": "999 112", "IE": "112 999", "AU": "000", "NZ": "111",
    "IN": "112", "DE": "112", "AT": "112", "CH": "112", "ES": "112", "FR": "112", "BE": "112",
    "NL": "112", "PT": "112", "IT": "112", "PL": "112", "NO": "113 112", "FI": "112", "SE": "112",
    "DK": "112", "BR": "192 190", "MX": "911", "CL": "131 133", "AR": "911", "KR": "119 112",
    "JP": "119 110", "SG": "995 999", "ZA": "112", "UA": "112 103", "RU": "112", "LI": "112",
}  # fmt: skip
EMERGENCY |= dict.fromkeys(ONLY_112.split(), "112")
CRISIS = {
    "US": "988", "CA": "988", "GB": "116123 111 85258", "IE": "116123", "AU": "131114 0477131114",
    "NZ": "1737", "IN": "14416 18008914416", "DE": "08001110111 08001110222", "AT": "142",
    "CH": "143", "ES": "024", "FR": "3114", "BE": "1813 080032123", "NL": "113 08000113",
    "PT": "1411", "IT": "0223272327", "PL": "800702222 116123", "NO": "116123", "FI": "0925250111",
    "SE": "90101", "DK": "70201201", "BR": "188", "MX": "8009112000", "CL": "*4141",
    "AR": "08009990091", "KR": "109", "JP": "0120279338 0120061338", "SG": "1767 91511767",
    "ZA": "0800567567", "UA": "7333", "RU": "88002000122", "LI": "143",
}  # fmt: skip
HOME = {
    "US": "18007997233 88788", "GB": "08082000247", "AU": "1800737732", "DE": "116016",
    "ES": "016", "FR": "3919", "BR": "180",
}  # fmt: skip
YOUTH = {
    "US": "988", "CA": "988 686868", "GB": "85258 08001111", "AU": "1800551800", "DE": "116111",
    "ES": "900202010", "FR": "119", "RU": "88002000122",
}  # fmt: skip


def digits(entries: tuple[Entry, ...]) -> set[str]:
    """Return what is dialled, several at one entry apart, without what is written for the eye."""
    numbers = (one for entry in entries for one in entry.number.split(" / "))
    return {re.sub(r"[^0-9*]", "", number) for number in numbers}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("emergency", EMERGENCY), ("crisis", CRISIS), ("home", HOME), ("youth", YOUTH)],
)
def test_each_number_is_the_one_that_was_looked_up(
    library: Library, kind: str, typed: dict[str, str]
) -> None:
    """The same countries, and in each the same numbers."""
    found = {}
    for country, lines in library.lines.countries.items():
        held = getattr(lines, kind)
        if held:
            found[country] = digits(held if isinstance(held, tuple) else (held,))
    assert found == {country: set(numbers.split()) for country, numbers in typed.items()}
