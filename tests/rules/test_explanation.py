"""The documentation of the rules: one text for the command and the page, with examples that are true."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from pressrun.rules import Rule, catalogue, select
from pressrun.rules.explanation import EXAMPLES, explain, family_of, spell_out
from tests.cli.process import POWERLESS, run
from tests.rules.examples import findings_of, press, write_sound

#: These need a user to whom permission bits apply, and have tests of their own.
NOT_AS_ROOT = {"IN001", "DC017"}
#: Findings beside the rule's own that an example cannot do without.
# A script element has attributes, as any other.
# What one document has otherwise differs from the other formats and the archive, and each of them is linked.
ALSO = {
    "SE001": {"MD004"},
    **{code: {"DC021", "DC023"} for code in ("DC002", "DC003")},
    **{code: {"DC015"} for code in ("DC008", "DC010")},
    "DC013": {"DC015", "DC021"},
    "DC014": {"DC021"},
    "DC026": {"DC011"},
}
EXPLAINED = [rule for rule in catalogue() if rule.code not in NOT_AS_ROOT]


@pytest.mark.parametrize("rule", EXPLAINED, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_gives_its_finding_and_no_other(rule: Rule, tmp_path: Path) -> None:
    """What the documentation shows is what the rule finds, under every rule of the catalogue."""
    (tmp_path / "inbox").mkdir()
    # Examples have short file names, which NM001 alone minds.
    rules = select(["ALL"], ignored={"NM001"} - {rule.code}, documents=rule.on_documents)
    found = {finding.code for finding in findings_of(explain(rule).example, tmp_path / "inbox", rules)}

    assert found == {rule.code} | ALSO.get(rule.code, set())


def test_the_example_of_a_file_that_nobody_may_read(tmp_path: Path) -> None:
    """IN001, checked by a process that permission bits hold back."""
    (rule,) = select(["IN001"])
    write_sound(tmp_path)
    subprocess.run(explain(rule).example.lines[0], shell=True, cwd=tmp_path, check=True)  # noqa: S602

    finished = run("check", ".", "--output-format", "concise", cwd=tmp_path, before=POWERLESS)

    assert finished.stdout.startswith("note.md:1:1: error IN001 unreadable: ")


def test_the_example_of_a_document_that_nobody_may_read(tmp_path: Path) -> None:
    """DC017, in the same way."""
    (rule,) = select(["DC017"], documents=True)
    edition = press(tmp_path)
    subprocess.run(explain(rule).example.lines[0], shell=True, cwd=edition, check=True)  # noqa: S602

    finished = run("check", "--edition", edition, "--output-format", "json", cwd=tmp_path, before=POWERLESS)

    assert {finding["code"] for finding in json.loads(finished.stdout)} == {"DC017"}


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_rule_says_what_and_why_and_what_to_do(rule: Rule) -> None:
    """Each in sentences, the remedy apart from the reason."""
    told = explain(rule)

    for paragraph in (told.what, told.why, told.remedy):
        assert re.fullmatch(r"\S.*\.", paragraph)
        assert "  " not in paragraph
    assert len(told.what.split()) >= 5
    assert told.example.kind in EXAMPLES
    assert all(line == line.rstrip() for line in told.example.lines)


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_outside_code_an_explanation_holds_no_markup_of_its_own(rule: Rule) -> None:
    """It is printed as Markdown: a tag would vanish there, and a pair of asterisks too."""
    told = explain(rule)
    for paragraph in (told.what, told.why, told.remedy):
        prose = re.sub(r"`[^`]*`", "", paragraph)
        assert prose.count("*") < 2
        assert not set(prose) & set("<>[]`|")


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_the_family_stands_on_the_door_of_the_rules_module(rule: Rule) -> None:
    """It begins with the letters of the code."""
    assert family_of(rule).startswith(f"{rule.code[:2]}: ")


def test_marks_stand_for_what_a_page_cannot_show() -> None:
    """A character, a byte that is no UTF-8, a text many times over; anything else is itself."""
    assert spell_out("a<U+200B>b") == "a\u200bb".encode()
    assert spell_out("caf<0xE9>") == b"caf\xe9"
    assert spell_out("<ab × 3>.") == b"ab ab ab."
    assert spell_out("<b>bold</b> <U+20> <ab × x>") == b"<b>bold</b> <U+20> <ab \xc3\x97 x>"
