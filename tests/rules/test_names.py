from __future__ import annotations

import pytest

from tests.rules.looking import look, messages, places
from tests.samples import capture

FOLDER = "2025/03/14/daily"


def test_what_a_name_may_not_hold_becomes_an_underscore() -> None:
    """NM001 knows the archiver's replacement."""
    text = capture(source="Quay|Letter", title='A/B\\C: <D> "E" *F? | G')
    assert look("NM001", text, f"{FOLDER}/Quay_Letter_A_B_C_ _D_ _E_ _F_ _ G.md") == []


def test_a_name_ends_after_200_characters_of_the_title() -> None:
    """NM001 knows where the archiver cuts."""
    text = capture(source="Quay Letter", title="The night ferry " * 20)
    assert look("NM001", text, f"{FOLDER}/Quay Letter_{('The night ferry ' * 20)[:200].strip()}.md") == []


def test_a_name_near_the_limit_of_file_systems_may_end_anywhere() -> None:
    """A Chinese title fills 255 bytes long before 200 characters."""
    text = capture(source="河岸通讯", title="河上新桥通车" * 20)
    assert look("NM001", text, f"{FOLDER}/河岸通讯_{('河上新桥通车' * 20)[:79]}.md") == []


@pytest.mark.parametrize("title", ["夜航 &amp; 晨光", "夜航  & 晨光", "夜航\u200b & 晨光", "夜航 & 晨光"])
def test_a_repaired_title_still_agrees_with_the_old_name(title: str) -> None:
    """Entities, white space and invisible characters are no difference, so that --fix raises no NM001."""
    assert look("NM001", capture(source="河岸", title=title), f"{FOLDER}/河岸_夜航 & 晨光.md") == []
    assert look("NM001", capture(source="河岸", title="夜航 & 晨光"), f"{FOLDER}/河岸_{title}.md") == []


def test_a_difference_is_shown_from_both_sides() -> None:
    """NM001 shows the first place where name and fields part, and points at the title."""
    findings = look("NM001", capture(source="河岸", title="老桥重开"), f"{FOLDER}/河岸_新桥通车.md")
    assert messages(findings) == [
        "the file name says '河岸_新桥通车' where source and title say '河岸_老桥重开'; rename the file"
    ]
    assert places(findings) == [(2, 8, 2, 12)]


def test_a_saved_page_is_named_alike() -> None:
    """NM001 does not mind which of the two suffixes a capture has."""
    assert look("NM001", capture(source="a", title="b"), f"{FOLDER}/a_b.html") == []
