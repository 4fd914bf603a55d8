"""The unified diff of two texts."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressrun.reports.difference import unified

_lines = st.lists(st.sampled_from(("a\n", "b\n", "c\n", "\n", "d\r\n", "e")), max_size=30).map("".join)


def test_a_change_stands_between_three_lines_of_context() -> None:
    """As every tool knows it."""
    before = "1\n2\n3\n4\n5\n6\n7\n8\n"
    assert list(unified("in/a.md", before, before.replace("5", "fünf"))) == [
        "--- in/a.md", "+++ in/a.md", "@@ -2,7 +2,7 @@",
        " 2", " 3", " 4", "-5", "+fünf", " 6", " 7", " 8",
    ]  # fmt: skip


def test_equal_texts_have_no_difference() -> None:
    """Not even a header."""
    assert list(unified("a.md", "a\n", "a\n")) == []


def test_a_missing_line_end_is_said() -> None:
    """Behind the line that lacks it."""
    assert list(unified("a.md", "a", "a\nb\n"))[2:] == [
        "@@ -1,1 +1,2 @@", "-a", "\\ No newline at end of file", "+a", "+b",
    ]  # fmt: skip


def test_on_a_terminal_nothing_moves_the_cursor() -> None:
    """Control and bidi characters are escapes; in a pipe they are what they are."""
    shown = "\n".join(unified("a\x1b[2J.md", "\x1b[31m\u202e\r\n", "x\n", terminal=True))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "-\\x1b[31m\\u202e\\r" in shown
    assert list(unified("a.md", "\x0b\n", "x\n"))[3] == "-\x0b"


def test_a_line_break_in_a_name_makes_no_line() -> None:
    """Or it would forge a change."""
    assert next(unified("a\n+b.md", "a\n", "b\n")) == "--- a\\n+b.md"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(_lines, _lines)
def test_git_makes_the_one_text_of_the_other(before: str, after: str) -> None:
    """`git apply` is the judge."""
    import tempfile  # noqa: PLC0415  a folder an example

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a b.md").write_bytes(before.encode())
        patch = "".join(f"{line}\n" for line in unified("a b.md", before, after))
        if patch and before and after:
            words = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
            subprocess.run(words, cwd=folder, input=patch.encode(), check=True, env={"PATH": "/usr/bin:/bin"})
            assert (folder / "a b.md").read_bytes() == after.encode()
        else:
            assert before == after or not before or not after


def test_text_made_to_be_slow_is_not() -> None:
    """Ten times the text takes about ten times as long, whatever the lines are."""

    def seconds(count: int) -> float:
        before = "".join(f"{n % 7}\r\n" for n in range(count))
        start = time.process_time()
        assert sum(1 for _ in unified("a.md", before, before.replace("\r", ""))) > count
        return time.process_time() - start

    assert seconds(100_000) < 40 * max(seconds(10_000), 0.005)
