"""Which rules are silent about a capture: globs of the config, and `lint-ignore` in its front matter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.capture import Refusal, split
from pressrun.press import ProofSettings, proof
from pressrun.rules import Muting, catalogue, silenced
from pressrun.rules.muting import fits
from tests.rules.proving import EVERY, PATIENT, ZONE, codes
from tests.samples import capture


@pytest.mark.parametrize(
    ("glob", "inside", "outside"),
    [
        ("a.md", ["a.md"], ["b/a.md", "a.md/b", "xa.md", "A.md"]),
        ("*.md", ["a.md", ".md", "早 报.md"], ["b/a.md", "a.html"]),
        ("2024/*", ["2024/a.md"], ["2024/11/a.md", "2024", "x/2024/a.md"]),
        ("2024/**", ["2024/a.md", "2024/11/01/a.md"], ["2025/a.md", "x/2024/a.md", "20245/a.md"]),
        ("**", ["a.md", "2024/11/a.md"], []),
        ("**/a.md", ["a.md", "b/a.md", "b/c/a.md"], ["a.md/b", "xa.md"]),
        ("2024/**/daily/*.md", ["2024/daily/a.md", "2024/11/01/daily/a.md"], ["2024/11/a.md", "daily/a.md"]),
        ("**/daily/**/a?.md", ["daily/a1.md", "x/daily/daily/y/a2.md"], ["daily/a.md", "x/a1.md"]),
        ("**/**/a.md", ["a.md", "b/a.md"], ["b.md"]),
        ("**/b/**/b/c", ["b/b/c", "x/b/y/b/z/b/c"], ["b/c", "b/b/c/d"]),
        ("[0-9]*/[!x]*.md", ["2024/a.md"], ["2024/x.md", "x/a.md"]),
        ("a\nb.md", ["a\nb.md"], ["ab.md"]),
        ("*.md", ["a\nb.md", "\udcb5.md"], ["a.md\n"]),
    ],
)
def test_a_glob_stands_for_whole_paths(glob: str, inside: list[str], outside: list[str]) -> None:
    """`*` stays within a name, `**` stands for any number of names, none as well."""
    assert [path for path in inside if not fits(path, glob)] == []
    assert [path for path in outside if fits(path, glob)] == []


_names = st.lists(st.sampled_from(["a", "ab", "b"]), min_size=1, max_size=6)
_parts = st.lists(st.sampled_from(["**", "*", "a", "a*", "?", "b"]), min_size=1, max_size=6)


def reaches(names: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """The definition itself, in exponential time."""
    if not parts:
        return not names
    if parts[0] == "**":
        return any(reaches(names[at:], parts[1:]) for at in range(len(names) + 1))
    alike = names and parts[0] in {"*", names[0]} | ({"a*"} if names[0].startswith("a") else set())
    return bool(alike or (names and parts[0] == "?" and len(names[0]) == 1)) and reaches(names[1:], parts[1:])


@PATIENT
@given(_names, _parts)
def test_a_glob_is_judged_by_its_definition(names: list[str], parts: list[str]) -> None:
    """Going back to the last `**` alone misses nothing."""
    assert fits("/".join(names), "/".join(parts)) == reaches(tuple(names), tuple(parts))


@pytest.mark.parametrize(
    ("path", "glob"),
    [
        ("a/" * 2000 + "b", "**/a/" * 30 + "c"),
        ("a" * 4000, "*a" * 30 + "b"),
        ("a/" * 2000, "**/*/" * 30 + "c"),
    ],
)
def test_no_path_takes_long(path: str, glob: str) -> None:
    """The longest path that a system takes, against globs that make others go back for ever."""
    started = time.perf_counter()
    assert not fits(path, glob)
    assert time.perf_counter() - started < 2


MUTING = Muting((("2023/**", ("MD", "FM003")), ("**/a.md", ("BD001",))))


@pytest.mark.parametrize(
    ("path", "silent"),
    [
        ("2023/11/b.md", ("MD", "FM003")),
        ("2023/a.md", ("MD", "FM003", "BD001")),
        ("a.md", ("BD001",)),
        ("2024/b.md", ()),
    ],
)
def test_every_glob_that_fits_counts(path: str, silent: tuple[str, ...]) -> None:
    """Their codes are taken together; a file that could not be read has a path as well."""
    assert silenced(path, None, MUTING) == silent


@pytest.mark.parametrize(
    ("root", "path", "below"),
    [
        ("/w/inbox", "2023/a.md", "2023/a.md"),
        ("/w/inbox/2023", "a.md", "2023/a.md"),
        ("/w", "inbox/2023/a.md", "2023/a.md"),
        ("/w", "other/2023/a.md", "other/2023/a.md"),
        ("/w/inbox2", "2023/a.md", "2023/a.md"),
    ],
)
def test_a_glob_is_below_the_inbox_whatever_is_checked(root: str, path: str, below: str) -> None:
    """A folder of the inbox or one above it: a capture has one name. One of elsewhere has its own."""
    assert Muting(root=root, inbox="/w/inbox").below_inbox(path) == below


def with_line(line: str, **values: str) -> str:
    """A capture whose front matter holds this line too."""
    return capture(**values).replace("---\n", f"---\n{line}\n", 1)


@pytest.mark.parametrize(
    ("value", "silent"),
    [
        ("FM003, BD014", ("BD014", "FM003")),
        ("[FM003, BD014]", ("BD014", "FM003")),
        ("['FM003', \"BD014\"]", ("BD014", "FM003")),
        ("\n  - FM003\n  - BD014", ("BD014", "FM003")),
        ("fm003,,bd", ("BD", "FM003")),
        ("ALL", ("ALL",)),
        ("FM003  # BD: its title is a quotation", ("FM003",)),
        ("FM003, FM999, not-yaml, i know it", ("FM003",)),
        ("FM003 BD014", ()),
        ("", ()),
        ("[", ()),
        ("FM003, " * 100_000 + "BD014", ("FM003",)),
    ],
)
def test_lint_ignore_names_codes_or_prefixes(value: str, silent: tuple[str, ...]) -> None:
    """On one line or as a YAML list; what names no rule silences none."""
    text = with_line(f"lint-ignore: {value}")
    assert silenced("a.md", split("a.md", text.encode()), Muting()) == silent


def test_lint_ignore_silences_that_capture() -> None:
    """Its findings of these rules are gone, all others stay."""
    values = {"title": "第一: 第二", "date": "never"}
    assert {"FM003", "DT001"} <= set(codes(capture(**values)))
    assert "FM003" not in codes(with_line("lint-ignore: FM003", **values))
    assert "DT001" in codes(with_line("lint-ignore: FM003", **values))


def test_lint_ignore_is_no_problem_itself() -> None:
    """Neither an unknown field nor a value that YAML rejects."""
    for line in ("lint-ignore: NM", "lint-ignore: [NM, BD014]", "lint-ignore: FM999", "lint-ignore: a: b"):
        assert set(codes(with_line(line))) - set(codes(capture())) == set()


def test_front_matter_that_is_not_closed_silences_nothing() -> None:
    """Where it ends is a guess, and so is what it says."""
    assert codes("---\nlint-ignore: FM002\ntitle: a\n") == ["FM002"]


def test_what_is_certain_is_not_silenced() -> None:
    """Neither by a path nor by the capture."""
    sure = tuple(rule.code for rule in catalogue() if rule.indispensable)
    settings = ProofSettings(ZONE, EVERY, muting=Muting((("**", ("ALL",)),)), certain=sure)

    assert [found.code for found in proof("a.md", b"", settings).findings] == ["FM001"]
    assert [found.code for found in proof("a.md", Refusal("too-large", "it is"), settings).findings] == [
        "IN003"
    ]
    bad = with_line("lint-ignore: ALL", date="never")
    assert [found.code for found in proof("a.md", bad.encode(), settings).findings] == ["DT001"]
