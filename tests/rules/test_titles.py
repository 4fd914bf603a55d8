from __future__ import annotations

import pytest

from tests.rules.looking import look, messages, places
from tests.samples import capture


def test_an_entity_is_named_with_the_character_it_stands_for() -> None:
    """TI001 says which entity, how many more, and what to write."""
    findings = look("TI001", capture(title="茶室 &amp; 书店 &#8211; 夜航 &hellip;"))
    assert messages(findings) == ["title: &amp; is an HTML entity (and 2 more); write '&' instead"]


def test_a_place_counts_characters_of_the_line_and_not_of_the_value() -> None:
    """The column is the one an editor shows, behind the key and the quotation mark."""
    assert places(look("TI001", capture(title='"茶室 &amp; 书店"'))) == [(2, 12, 2, 17)]


def test_a_finding_stands_on_the_line_that_the_title_goes_on_in() -> None:
    """Where a title runs over two lines, the place is on the second."""
    text = capture(title="河上新桥\n  通车 &amp; 开放")
    assert places(look("TI001", text)) == [(3, 6, 3, 11)]


def test_what_only_an_escape_writes_stands_at_the_whole_value() -> None:
    """A zero-width space that quotation marks hold as an escape has no character to point at."""
    assert places(look("TI006", capture(title='"a\\u200bb"'))) == [(2, 8, 2, 18)]


def test_a_word_with_ampersand_and_semicolon_is_no_entity() -> None:
    """TI001 asks whether HTML knows the name."""
    assert look("TI001", capture(title="AT&T; R&D; &nosuchname;")) == []


def test_a_comparison_is_no_tag() -> None:
    """TI002 wants the name of an element right behind the bracket."""
    assert look("TI002", capture(title="Theme < 3.3.4 and <city> > all")) == []


def test_200_characters_are_not_long() -> None:
    """TI003 begins at 201 characters."""
    assert look("TI003", capture(title="桥" * 200)) == []
    assert messages(look("TI003", capture(title="桥" * 201))) == [
        "title: 201 characters, more than 200; write a shorter one"
    ]


def test_the_place_of_a_cut_is_its_dots() -> None:
    """TI004 points at the last dots, not at the ones in the middle."""
    assert places(look("TI004", capture(title="等等...桥通了..."))) == [(2, 16, 2, 19)]


@pytest.mark.parametrize("title", ["a  b", "a\tb", "a \u3000b"])
def test_white_space_that_is_folded_is_found(title: str) -> None:
    """TI005 takes two blanks of any kind, or one tabulator."""
    assert len(look("TI005", capture(title=title))) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("牛\u00ad览", "U+00AD SOFT HYPHEN"),
        ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("a\u2066b", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("桥\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("桥\u200d通", "U+200D ZERO WIDTH JOINER"),
        ("a\U000e0067", "U+E0067 TAG LATIN SMALL LETTER G"),
    ],
)
def test_an_invisible_character_is_named_and_not_shown(title: str, name: str) -> None:
    """TI006 writes the code point, so that the message itself is safe to read."""
    assert messages(look("TI006", capture(title=title))) == [f"title: {name} is invisible; remove it"]


@pytest.mark.parametrize("title", ["👨\u200d👩\u200d👧 a", "❤\ufe0f\u200d🔥", "کتاب\u200cخانه", "क्\u200dष"])
def test_a_joiner_that_shapes_what_is_seen_is_no_invisible_character(title: str) -> None:
    """TI006 leaves emoji and the scripts alone that need a joiner."""
    assert look("TI006", capture(title=title)) == []


def test_an_unclosed_front_matter_has_no_title_to_speak_of() -> None:
    """Nothing is said about fields whose end is a guess."""
    assert look("TI001", "---\ntitle: a &amp; b\n") == []
