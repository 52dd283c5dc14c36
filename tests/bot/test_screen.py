"""Cards as Telegram is given them: text, buttons, length and direction."""

import html as standard
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.screen.html import Part, messages, plain, turned, units
from bot.screen.keyboard import keyboard
from bot.screen.screen import Screen
from flows.values.talk import Card, Message, Option, Paragraph, Recap, Say, Value


class Plain:
    """Says values as they are; the words of a language are tested elsewhere."""

    def say(self, value: Value, language: str) -> str:
        """Give the English."""
        assert language
        if isinstance(value, Message):
            return value.text.format(**{k: self.say(v, language) for k, v in value.values.items()})
        return str(value)


def screen() -> Screen:
    """Make a screen with a mark in English."""
    return Screen(Plain(), lambda n, of: Message("m", "{n} of {of}", values={"n": n, "of": of}))


def card(*labels: str, columns: int | None = None, text: str = "Why?") -> Card:
    """Make a card with these buttons."""
    options = tuple(Option(f"o{n}", label) for n, label in enumerate(labels))
    foot = (Option("<back", "Back"), Option("<skip", "Skip"))
    title = Message("t", "Steps & stones")
    return Card(
        "f",
        "s",
        "q",
        title,
        (2, 6),
        (Paragraph(text),),
        options,
        foot,
        Option("<help", "Help"),
        columns,
    )


def rows(made: Card) -> list[list[str]]:
    """Lay out a card's buttons and give the labels."""
    laid = keyboard(made, "ab12", 3, str)
    return [[label for label, _ in row] for row in laid]


def test_a_card_has_its_name_its_mark_and_everything_escaped() -> None:
    """The title is bold, the bar shows how far it is, and no word becomes markup."""
    face = screen().card(card("A", text="1 < 2 & <b>no</b>"), "ab12", 3, "en")
    assert face.text == (
        "<b>Steps &amp; stones</b>\n2 of 6  ▰▰▱▱▱▱\n\n1 &lt; 2 &amp; &lt;b&gt;no&lt;/b&gt;"
    )
    assert face.keyboard[0][0] == ("A", "ab12.3.o0")
    assert face.before == ()


def test_a_quote_is_set_apart() -> None:
    """A line to say stands in a quote block."""
    said = screen().say(Say((Paragraph("Say:"), Paragraph("Hello", quote=True))), "en")
    assert said == ["Say:\n\n<blockquote>Hello</blockquote>"]


def test_a_recap_has_no_buttons() -> None:
    """What a step shrinks to is text alone."""
    face = screen().recap(Recap("f", "s", Message("t", "Done"), (Paragraph("x"),)), "en")
    assert (face.text, face.keyboard) == ("<b>Done</b>\n\nx", ())


def test_short_labels_stand_two_by_two() -> None:
    """One long label puts every option into a row of its own; the foot and help stay."""
    assert rows(card("Yes", "Mostly", "Not really", "No"))[:2] == [
        ["Yes", "Mostly"],
        ["Not really", "No"],
    ]
    assert rows(card("Yes", "A label of over sixteen"))[:2] == [
        ["Yes"],
        ["A label of over sixteen"],
    ]
    assert rows(card("Yes", "No"))[-2:] == [["Back", "Skip"], ["Help"]]


def test_a_scale_stands_in_two_rows() -> None:
    """Numbers stand as many in a row as the question wishes."""
    laid = rows(card(*map(str, range(11)), columns=6))
    assert [len(row) for row in laid] == [6, 5, 2, 1]


def test_a_time_of_day_is_never_cut_off() -> None:
    """A wish for more buttons in a row than can be read gives way: 12:35 AM or PM is told apart."""
    hours = [f"{hour}:35\u202f{half}" for half in ("AM", "PM") for hour in range(1, 13)]
    assert {len(row) for row in rows(card(*hours, columns=4))[:-2]} == {3}
    assert [len(row) for row in rows(card("12:35", "13:35", "14:35", "15:35", columns=4))][:1] == [
        4
    ]


def test_a_tick_is_shown_and_counts_for_no_width() -> None:
    """A ticked option keeps its place."""
    ticked = Card(
        "f", "s", "q", None, None, (), (Option("a", "x" * 16, ticked=True), Option("b", "y"))
    )
    assert rows(ticked) == [["✓ " + "x" * 16, "y"]]


def test_two_faces_that_look_alike_have_the_same_mark() -> None:
    """The mark tells whether an edit would change anything, buttons included."""
    one, same = (screen().card(card("A"), "ab12", 3, "en") for _ in range(2))
    other = screen().card(card("A"), "ab12", 4, "en")
    assert one.mark == same.mark
    assert one.mark != other.mark


def test_a_line_in_arabic_begins_at_the_right() -> None:
    """Lines that begin with a Latin word or hold only numbers are turned; Arabic ones are not."""
    assert turned("مرحبا Ann") == "مرحبا Ann"
    assert turned("6 من 10") == "6 من 10"
    assert turned("CBT: علاج") == "\u200fCBT: علاج"
    assert turned("112") == "\u200f112"
    assert screen().card(card("A"), "ab12", 3, "ar").text.startswith("<b>\u200fSteps")


@given(
    st.lists(
        st.builds(
            Part,
            st.text(st.characters(exclude_categories=["Cs"]), max_size=90),
            st.sampled_from(["", "b", "blockquote"]),
            st.sampled_from(["\n", "\n\n"]),
        )
    )
)
def test_no_message_is_too_long_and_no_tag_is_cut(parts: list[Part]) -> None:
    """However paragraphs are cut, each piece is whole HTML, fits, and no letter is lost."""
    made = messages(parts, longest=40)
    for piece in made:
        assert units(plain(piece)) <= 40
        for tag in ("b", "blockquote"):
            assert piece.count(f"<{tag}>") == piece.count(f"</{tag}>")
        bare = re.sub(r"</?(?:b|blockquote)>", "", piece)
        assert standard.escape(standard.unescape(bare), quote=False) == bare
    told = "".join("".join(map(plain, made)).split())
    assert told == "".join("".join(part.words for part in parts).split())
