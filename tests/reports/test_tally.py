"""What became of every capture, counted by rule and by source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pressrun.finding import Severity
from pressrun.reports.tally import RuleCount, SourceCount
from tests.reports.accounts import FILES, count, duplicate, published, rejected
from tests.reports.findings import ERROR, RULES, WARNING, Explanation


def test_captures_are_published_rejected_or_duplicates() -> None:
    """The head of the account; rejected ones by the code that they count under."""
    tally = count(FILES)

    assert (tally.captures, tally.published, tally.rejected, tally.duplicates) == (5, 2, 2, 1)
    assert tally.rejected_by_rule == {"BD001": 2}


def test_a_rule_counts_captures_and_findings() -> None:
    """Two findings in one file are one capture; a rule that found nothing is not named."""
    assert count(FILES).rules == (
        RuleCount("BD001", "empty-body", Severity.ERROR, "The body holds no text.", 2, 2, 2),
        RuleCount("FM003", "not-yaml", Severity.WARNING, "YAML rejects the value.", 1, 0, 2),
    )


def test_a_source_counts_what_became_of_its_captures() -> None:
    """A capture without a source has a row too."""
    assert count(FILES).sources == (
        SourceCount("河岸通讯", 3, 2, 1, 0, {"BD001": 1}),
        SourceCount("(no source)", 1, 0, 1, 0, {"BD001": 1}),
        SourceCount("城南转载", 1, 0, 0, 1, {}),
    )


def test_rules_stand_with_the_most_rejected_first_then_errors_then_by_captures() -> None:
    """A warning in many captures stands behind an error that rejects none, being never the first one."""
    rules = (*RULES, Explanation("DT003", "bad-fetch-date", Severity.ERROR, ""))
    files = [
        rejected("a.md", "s", ERROR._replace(code="DT003")),
        *(published(f"{number}.md", WARNING) for number in range(3)),
    ]

    counted = [(rule.code, rule.captures, rule.rejected) for rule in count(files, rules).rules]

    assert counted == [("BD001", 1, 1), ("DT003", 1, 0), ("FM003", 3, 0)]


def test_sources_stand_with_the_most_rejected_first_then_by_captures_then_by_name() -> None:
    """Where nothing was rejected the larger source comes first."""
    files = [
        published("a.md", source="甲"),
        published("b.md", source="乙"),
        published("c.md", source="丙"),
        duplicate("d.md", "c.md", source="丙"),
        rejected("e.md", "丁"),
    ]

    assert [source.source for source in count(files).sources] == ["丁", "丙", "乙", "甲"]


def test_a_sources_rules_stand_with_the_most_frequent_first() -> None:
    """The first one is what to look into."""
    files = [
        replace(rejected("a.md"), cause="DT001"),
        rejected("b.md"),
        rejected("c.md"),
        replace(rejected("d.md"), cause="AA001"),
    ]

    (source,) = count(files).sources
    assert list(source.rules.items()) == [("BD001", 2), ("AA001", 1), ("DT001", 1)]


@pytest.mark.parametrize(
    ("documentation", "meaning"),
    [
        ("The body holds\nno text. Nor\npictures.\n\nWhy.", "The body holds no text."),
        ("Cut at `...` or utm_*.x, and so. More.", "Cut at `...` or utm_*.x, and so."),
        ("No full stop\n\nMore.", "No full stop"),
        ("", ""),
    ],
)
def test_the_meaning_of_a_rule_is_its_first_sentence(documentation: str, meaning: str) -> None:
    """A full stop ends it only where white space or the end follows."""
    rules = [Explanation("BD001", "empty-body", Severity.ERROR, documentation)]

    (rule,) = count([rejected("a.md")], rules).rules
    assert rule.meaning == meaning


def test_an_edition_of_nothing_has_an_account() -> None:
    """No capture, no rule, no source."""
    tally = count([])

    assert (tally.captures, tally.rules, tally.sources) == (0, (), ())
