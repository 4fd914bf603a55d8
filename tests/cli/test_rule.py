"""`pressrun rule`: the documentation of a rule, and of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pressrun.cli.explaining import ALL_RULES, ONE_RULE
from pressrun.cli.rule import rule_command
from pressrun.rules import catalogue
from tests.cli.process import run

DT001 = """\
DT001 bad-date: error, by default

`date` is not a day of the calendar, or lies outside the years 1900 to 2999.

It decides the entry's time, its month and its place in the feed.

Example, in the front matter:

    date: 2025-02-30

Remedy: Write the day the page was published as YYYY-MM-DD.
"""
#: Behind this line docs/rules.md is what the program prints.
MARK = "<!-- Below: pressrun rule --all --format md -->\n\n"


def test_a_rule_is_explained_as_text(tmp_path: Path) -> None:
    """What, why, an example, a remedy; on a terminal that needs no Markdown."""
    finished = run("rule", "DT001", cwd=tmp_path)

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, DT001, "")


def test_a_code_may_be_written_in_small_letters(tmp_path: Path) -> None:
    """As people type it."""
    assert run("rule", "dt001", cwd=tmp_path).stdout == DT001


def test_a_rule_is_explained_as_markdown(tmp_path: Path) -> None:
    """The fence is longer than any in the example."""
    finished = run("rule", "MD001", "--format", "md", cwd=tmp_path)

    assert finished.stdout == (
        "# MD001 unclosed-fence\n\n*warning, by default; fix: close the fence at the end*\n\n"
        "A fence opens a block of code that no fence closes, so all text behind it is code.\n\n"
        "Closed at the end of the text. Most often the archiver cut the page inside the block.\n\n"
        "Example, at the end of the body:\n\n````text\n```sh\n````\n\n"
        "**Remedy:** Add the closing fence where the code ends.\n"
    )


def test_a_rule_is_explained_as_json(tmp_path: Path) -> None:
    """One object with every part."""
    assert json.loads(run("rule", "DT006", "--format", "json", cwd=tmp_path).stdout) == {
        "code": "DT006",
        "name": "late-fetch",
        "severity": "info",
        "selection": "on request, by its code or ALL",
        "fix": None,
        "what": "The page was captured more than 365 days after it was published.",
        "why": (
            "It may have been edited, moved or replaced since, so that the capture is not what was published "
            "that day. A bulk capture of an old archive is late throughout: only the rule's code, or ALL, "
            "brings it."
        ),
        "example": {
            "kind": "front matter",
            "text": "date: 2023-03-14\nfetch_date: 2025-03-15T08:30:00+08:00",
        },
        "remedy": "Compare it with an earlier capture if there is one; in the file nothing is to be done.",
    }


def test_an_example_with_a_mark_says_what_the_mark_is(tmp_path: Path) -> None:
    """Others are not burdened with it."""
    legend = "`<U+200B>` stands for that character"

    assert legend in run("rule", "TI006", cwd=tmp_path).stdout
    assert legend not in run("rule", "TI005", cwd=tmp_path).stdout


def test_all_rules_are_explained_in_the_order_of_their_codes(tmp_path: Path) -> None:
    """As a list of JSON objects."""
    told = json.loads(run("rule", "--all", "--format", "json", cwd=tmp_path).stdout)

    assert [one["code"] for one in told] == [rule.code for rule in catalogue()]


def test_all_rules_stand_in_the_table_and_in_a_section_each() -> None:
    """The table links to the section."""
    page = ALL_RULES["md"](catalogue())

    for rule in catalogue():
        assert (
            f"\n| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.severity} | " in page
        )
        assert page.count(f"\n### {rule.code} {rule.name}\n") == 1


def test_all_rules_are_explained_as_text_one_after_another() -> None:
    """Each as it is explained alone."""
    assert ALL_RULES["text"](catalogue()) == "\n\n\n".join(map(ONE_RULE["text"], catalogue()))


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("FM03", "nearest: FM013 byte-order-mark, FM003 not-yaml"),
        ("empty-bodi", "nearest: BD001 empty-body"),
        ("qqqqqqqq", "`pressrun rule --all` explains them all"),
    ],
)
def test_an_unknown_code_is_2_and_the_nearest_are_named(tmp_path: Path, code: str, hint: str) -> None:
    """By code or by name."""
    finished = run("rule", code, cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert f"no rule is called {code}; {hint}" in " ".join(finished.stderr.split())


@pytest.mark.parametrize("arguments", [[], ["DT001", "--all"]])
def test_either_one_rule_or_all(tmp_path: Path, arguments: list[str]) -> None:
    """Nothing, or both, is wrong use."""
    finished = run("rule", *arguments, cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert "say which rule, by its code, or --all" in finished.stderr


def test_the_formats_of_the_command_are_those_that_can_be_written() -> None:
    """The command names them itself, because it starts without the catalogue."""
    (option,) = (one for one in rule_command.params if one.name == "form")

    assert list(option.to_info_dict()["type"]["choices"]) == list(ONE_RULE) == list(ALL_RULES)


def test_the_page_in_the_repository_is_what_the_program_prints(root: Path) -> None:
    """Whoever changes a rule's docstring writes docs/rules.md anew, as CONTRIBUTING.md says."""
    head, mark, body = (root / "docs/rules.md").read_text("utf-8").partition(MARK)

    assert mark
    assert body == ALL_RULES["md"](catalogue()) + "\n"
    assert head.startswith("# Rules\n")
