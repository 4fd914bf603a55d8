"""Patterns of the config: RE2's, over strangers' text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.columns.patterns import escaped, matches, refusal

#: Seconds that a linear search needs nothing of.
PATIENCE = 5


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"[|丨] ?晨报$", "新桥通车｜晨报", True),
        (r"^晨报", "新桥通车｜晨报", False),
        ("(?i)daily", "The DAILY", True),
        ("daily", "The DAILY", False),
        ("a b", "a\n\n b", True),
        ("晨报", "晨\u00ad报", True),
        ("x", "\ud800x", True),
        ("", "x", True),
    ],
)
def test_a_pattern_is_searched_in_text_as_it_is_compared(pattern: str, text: str, *, found: bool) -> None:
    """NFKC, on one line, without format characters; half of a surrogate pair is no error."""
    assert matches(pattern, text) is found


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("ok", None),
        ("(a", "missing ): (a"),
        ("(?=a)", "invalid perl operator: (?="),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("a{1001}", "invalid repetition size: {1001}"),
        ("", "is empty, so it would match everything"),
        ("\ud800", "is no UTF-8"),
    ],
)
def test_what_is_wrong_with_a_pattern(pattern: str, wrong: str | None) -> None:
    """Said in RE2's words when the config is read; what backtracks is wrong, too."""
    assert refusal(pattern) == wrong


def test_nested_repeats_take_linear_time() -> None:
    """A pattern that a backtracking engine would never come back from."""
    started = time.process_time()
    assert not matches(r"^(?:a*)*b$", "a" * 150_000)
    assert time.process_time() - started < PATIENCE


@given(
    st.text(
        alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S"]) | st.sampled_from("早报【】")
    )
)
def test_an_escaped_text_is_a_pattern_for_itself(text: str) -> None:
    """Names of columns may hold any sign."""
    assert not text or refusal(escaped(text)) is None
    assert matches(escaped(text), text)
