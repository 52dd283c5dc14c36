"""Texts: HTML, entities, lengths."""

import pytest

from bot.simulator import Refused
from bot.simulator.html import parse
from bot.simulator.rendering import rendered
from bot.simulator.text import clean, finished, units
from tests.bot.simulator.conftest import ANN, Wire

PREFIX = "Bad Request: can't parse entities: "
ERRORS = [
    ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("я <p>a", 'Unsupported start tag "p" at byte offset 3'),
    ("3 <b", "Unclosed start tag at byte offset 2"),
    ("3 < 4 >", 'Unsupported start tag "" at byte offset 2'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=b_c>x</a>", "Unexpected end of name token at byte offset 8"),
]
TEXTS = [
    ("a &lt; b &amp; c &quot;", 'a < b & c "', []),
    ("&nbsp; &copy; &amp", "&nbsp; &copy; &", []),
    ("&#65;&#x42;&#0;", "AB&#0;", []),
    ("<B>a</B>".replace("</B>", "</b>"), "a", [("bold", 0, 1)]),
    ("😀<b>я</b>", "😀я", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<b></b>a", "a", []),
    ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
    ("  <b> a </b>  ", " a", [("bold", 0, 2)]),
    ("/help and a/b", "/help and a/b", [("bot_command", 0, 5)]),
    ("see https://example.org/x.", "see https://example.org/x.", [("url", 4, 21)]),
    ("on example.org, e.g. 3.5", "on example.org, e.g. 3.5", [("url", 3, 11)]),
    ("or +44 20 7946 0018.", "or +44 20 7946 0018.", [("phone_number", 3, 16)]),
    ("1 + 2 is 3, or +12", "1 + 2 is 3, or +12", []),
]


@pytest.mark.parametrize(("source", "error"), ERRORS)
def test_broken_html_is_refused_in_telegrams_words(source: str, error: str) -> None:
    """Every mistake in the markup has its own sentence, with the offset in bytes."""
    with pytest.raises(Refused) as refused:
        parse(source)
    assert refused.value.description == PREFIX + error


@pytest.mark.parametrize(("source", "text", "entities"), TEXTS)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    """Offsets count UTF-16 units; unknown entities stay; blanks at both ends go."""
    found, marks = finished(*parse(source))
    assert found == text
    assert [(m["type"], m["offset"], m["length"]) for m in marks] == entities


def test_links_and_languages_are_kept() -> None:
    """A link has its address, a block of code its language."""
    source = '<a href="example.org">x</a><pre><code class="language-py">y</code></pre>'
    _, (anchor, block) = parse(source)
    assert anchor["url"] == "http://example.org/"
    assert (block["type"], block["language"]) == ("pre", "py")


def test_entities_come_back_as_safe_html() -> None:
    """A page may show what it gets: marks as tags, everything else escaped."""
    text, entities = parse("<b>1 &lt; <i>2</i></b> &amp; <tg-spoiler>s</tg-spoiler>")
    html = rendered(text, entities)
    assert html == '<b>1 &lt; <i>2</i></b> &amp; <span class="spoiler">s</span>'


def test_links_and_numbers_can_be_followed() -> None:
    """An address opens elsewhere and learns nothing of the page, a number is called."""
    text, entities = finished("😀 https://a.org/?x=1&y, b.org or +44 20 7946-0018", [])
    outside = 'rel="noopener noreferrer" target="_blank"'
    assert rendered(text, entities) == (
        f'😀 <a href="https://a.org/?x=1&amp;y" {outside}>https://a.org/?x=1&amp;y</a>, '
        f'<a href="https://b.org" {outside}>b.org</a> or '
        '<a href="tel:+442079460018">+44 20 7946-0018</a>'
    )


def test_overlapping_entities_are_still_nested_html() -> None:
    """Marks that overlap are closed and opened again."""
    marks = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 1, "length": 2},
    ]
    assert rendered("abc", marks) == "<b>a<i>b</i></b><i>c</i>"


def test_control_and_direction_characters_go() -> None:
    """Telegram turns control characters into blanks and drops line and direction marks."""
    assert clean("a\x00b\u202ec\r\n\td") == "a bc\n\td"


@pytest.mark.parametrize("text", ["", "  \n ", "\u202e"])
async def test_a_text_of_nothing_is_refused(wire: Wire, text: str) -> None:
    """Blanks are no text."""
    description = await wire.refused("sendMessage", chat_id=ANN, text=text)
    assert description == "Bad Request: message text is empty"


async def test_length_counts_utf16_units_after_parsing(wire: Wire) -> None:
    """2,048 emoji in bold fit, one more letter does not."""
    text = "😀" * 2048
    sent = await wire.result("sendMessage", chat_id=ANN, text=f"<b>{text}</b>", parse_mode="HTML")
    assert units(sent["text"]) == 4096
    description = await wire.refused("sendMessage", chat_id=ANN, text=text + "a")
    assert description == "Bad Request: message is too long"


async def test_another_parse_mode_is_refused(wire: Wire) -> None:
    """Only HTML is simulated."""
    description = await wire.refused("sendMessage", chat_id=ANN, text="a", parse_mode="Wiki")
    assert description == "Bad Request: unsupported parse_mode"
