"""The baseline: what a finding is known by, what is new and what is gone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.errors import ConfigurationError
from pressrun.finding import Finding
from pressrun.reports import baseline
from pressrun.reports.baseline import Baseline, Key
from pressrun.reports.given import Source
from tests.reports.findings import ERROR, FILES, HOSTILE_NAMES, INFO, WARNING, at, document, source

FINDINGS = (WARNING, ERROR, INFO)


def known(*findings: Finding, lines: Source = source) -> Baseline:
    """The baseline of these findings, written to a file and read again."""
    return baseline.believe(document(baseline.write(baseline.keys_of(findings, lines))), "b.json")


def new(held: Baseline, *findings: Finding, lines: Source = source) -> list[Finding]:
    """Which of these findings the baseline does not know."""
    return held.split(findings, lines).new


def gone(held: Baseline, *findings: Finding, lines: Source = source) -> dict[tuple[str, str], int]:
    """What of the baseline is none of these findings, if everything was looked at."""
    return held.gone(held.split(findings, lines).known, lambda _path, _code: True)


def everywhere(*lines: str) -> Source:
    """Every file holds these lines."""

    def held(_path: str) -> Sequence[str]:
        return lines

    return held


def test_the_file_is_json_with_a_line_for_each_file() -> None:
    """Paths are readable, hashes short; no line number and no message stands in it."""
    keys = baseline.keys_of((*FINDINGS, WARNING, WARNING._replace(code="BD014")), source)

    assert list(baseline.write(keys)) == [
        "{",
        '"version": 1,',
        '"findings": {',
        '"2024/一.md": {"BD001": ["e3b0c442"], "BD014": ["628e1245"], "FM003": ["628e1245", "628e1245"]},',
        '"2024/二.md": {"UR002": ["a54fcd7d"]}',
        "}",
        "}",
    ]


def test_nothing_found_is_a_baseline_too() -> None:
    """Everything is new beside it."""
    held = known()
    assert new(held, *FINDINGS) == list(FINDINGS)
    assert gone(held) == {}


@given(st.permutations([WARNING, ERROR, INFO, at("a.md"), WARNING]))
def test_the_file_is_the_same_in_any_order(findings: list[Finding]) -> None:
    """A diff of two baselines shows what changed and nothing else."""
    lines = list(baseline.write(baseline.keys_of(findings, source)))
    assert lines == list(
        baseline.write(baseline.keys_of([WARNING, ERROR, INFO, at("a.md"), WARNING], source))
    )


def test_what_is_known_is_not_new() -> None:
    """A finding that was written down is left out, and nothing is gone."""
    held = known(*FINDINGS)
    assert new(held, *FINDINGS) == []
    assert gone(held, *FINDINGS) == {}


def test_a_line_put_in_above_makes_nothing_new() -> None:
    """Neither its number nor its message tells a finding: other files can change both."""
    moved = WARNING._replace(line=3, end_line=3, message="like 7 other files")
    edited = {"2024/一.md": ("---", "source: x", FILES["2024/一.md"][1])}
    assert new(known(WARNING), moved, lines=edited.__getitem__) == []


@pytest.mark.parametrize(
    "other",
    [
        WARNING._replace(code="FM004"),
        WARNING._replace(line=1),
        WARNING._replace(path="2024/二.md"),
        WARNING._replace(path="2024/三.md"),
    ],
)
def test_another_rule_line_or_file_is_new(other: Finding) -> None:
    """And what was known is gone."""
    held = known(WARNING)
    assert new(held, other) == [other]
    assert gone(held, other) == {("2024/一.md", "FM003"): 1}


def test_of_more_equals_than_were_known_the_last_are_new() -> None:
    """As many are left out as were written down."""
    equals = [WARNING._replace(line=number) for number in (1, 2, 3, 4)]
    held = known(*equals[:2], lines=everywhere(*["x"] * 4))
    assert new(held, *equals, lines=everywhere(*["x"] * 4)) == equals[2:]


def test_of_fewer_equals_the_rest_is_gone() -> None:
    """They are counted."""
    equals = [WARNING._replace(line=number) for number in (1, 2, 3, 4)]
    held = known(*equals, lines=everywhere(*["x"] * 4))
    assert gone(held, equals[0], lines=everywhere(*["x"] * 4)) == {("2024/一.md", "FM003"): 3}


def test_what_was_not_looked_at_is_not_gone() -> None:
    """A check of one file, or with one rule, knows nothing of the others."""
    held = known(*FINDINGS)
    assert held.gone(Counter(), lambda path, code: path == "2024/一.md" and code != "BD001") == {
        ("2024/一.md", "FM003"): 1
    }


def test_what_is_said_of_the_run_is_known_wherever_it_stands() -> None:
    """It stands at the first capture, and that may be another one tomorrow."""
    held = Baseline(baseline.keys_of([WARNING], source, {"FM003"}))
    assert held.keys == Counter({Key(".", "FM003", "e3b0c442"): 1})
    assert held.split([at("2023/第一.md")], source, {"FM003"}).new == []


def test_lines_are_asked_for_only_where_something_is_known() -> None:
    """A file that is new to the baseline is not read."""
    asked: list[str] = []

    def watched(path: str) -> Sequence[str]:
        asked.append(path)
        return source(path)

    known(WARNING).split([WARNING, WARNING._replace(code="FM004"), INFO], watched)

    assert asked == ["2024/一.md"]


def test_files_of_hostile_names_are_known() -> None:
    """The file is UTF-8, and nothing in it moves a cursor."""
    findings = [at(name) for name in HOSTILE_NAMES]
    text = document(baseline.write(baseline.keys_of(findings, source)))

    assert new(baseline.believe(text, "b.json"), *findings) == []
    assert len(text.splitlines()) == 5 + len(HOSTILE_NAMES)
    assert [char for char in text if not char.isprintable() and char not in "\n\xa0\u3000"] == []


_findings = st.lists(
    st.builds(
        lambda path, code, line: WARNING._replace(path=path, code=code, line=line),
        st.sampled_from(["a", "b/c"]),
        st.sampled_from(["FM003", "BD001"]),
        st.integers(1, 3),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(_findings, _findings)
def test_new_and_gone_are_the_difference(before: list[Finding], after: list[Finding]) -> None:
    """As multisets of path, code and text: two of the three lines are the same here."""
    lines = everywhere("x", "y", "x")
    held = known(*before, lines=lines)
    old, now = (baseline.keys_of(findings, lines) for findings in (before, after))

    assert baseline.keys_of(new(held, *after, lines=lines), lines) == now - old
    assert sum(gone(held, *after, lines=lines).values()) == (old - now).total()
    assert held.keys == old


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no baseline, it is not JSON (Expecting value: line 1 column 1 (char 0)); write it anew"),
        ('{"version": 1,\n<<<<<<< HEAD\n', "no baseline, it is not JSON (Expecting property name"),
        ("[" * 100_000, "no baseline, it is not JSON ("),
        ("[]", "no baseline, or a damaged one; write it anew with --write-baseline"),
        ("{}", "no baseline, or a damaged one"),
        ('{"version": 0, "findings": {}}', "no baseline, or a damaged one"),
        ('{"version": "1", "findings": {}}', "no baseline, or a damaged one"),
        ('{"version": 1}', "no baseline, or a damaged one"),
        ('{"version": 1, "findings": []}', "no baseline, or a damaged one"),
        ('{"version": 1, "findings": {"a": 1}}', "no baseline, or a damaged one"),
        ('{"version": 1, "findings": {"a": {"FM003": "ff"}}}', "no baseline, or a damaged one"),
        ('{"version": 1, "findings": {"a": {"FM003": [1]}}}', "no baseline, or a damaged one"),
        (
            '{"version": 2, "findings": {}}',
            "a baseline of version 2, but this pressrun knows 1; take a newer",
        ),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, says: str) -> None:
    """One line that names the file: a check that knows nothing would fail for the wrong reason."""
    with pytest.raises(ConfigurationError) as caught:
        baseline.believe(text, "b.json")
    assert str(caught.value).startswith(f"b.json: {says}")
    assert "\n" not in str(caught.value)


def test_keys_that_a_later_pressrun_may_add_are_passed_over() -> None:
    """Of the same version: what is not known is no damage."""
    text = json.dumps({"version": 1, "tool": "x", "findings": {"a": {"ZZ001": ["00"]}}})
    assert baseline.believe(text, "b.json").keys == Counter({Key("a", "ZZ001", "00"): 1})
