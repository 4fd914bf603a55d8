"""The github report, read by the rules of the Actions runner."""

from __future__ import annotations

import pytest

from pressrun.finding import Finding
from pressrun.reports import github
from tests.reports.findings import ERROR, INFO, WARNING, at, document, many, source
from tests.reports.judges import Command, runner_commands


def test_each_severity_has_its_command() -> None:
    """Errors come first, then warnings, then infos as notices; each names its place and its rule."""
    assert document(github.report([INFO, WARNING, ERROR], source)) == (
        "::error file=2024/一.md,line=8,endLine=8,col=1,endColumn=1,title=BD001 empty-body"
        "::the body holds no text; capture it again\n"
        "::warning file=2024/一.md,line=2,endLine=2,col=8,endColumn=12,title=FM003 not-yaml"
        "::'早报: 桥': quote it\n"
        "::notice file=2024/二.md,line=3,endLine=4,title=UR002 plain-http::plain http\n"
    )


def test_a_name_cannot_end_its_property() -> None:
    """Comma, colon, percent sign and line break of a file name are escaped, in a message the last two."""
    text = document(github.report([at("a,b:c%d\r\n::e.md")], source))
    assert text == (
        "::warning file=a%2Cb%3Ac%25d%0D%0A%3A%3Ae.md,line=2,endLine=2,col=8,endColumn=12,"
        r"title=FM003 not-yaml::a,b:c%25d\r\n::e.md: '早报: 桥': quote it" + "\n"
    )


def test_an_escape_in_a_name_stays_one() -> None:
    """A file called `100%2C.md` is not taken for `100,.md`."""
    (command,) = runner_commands(document(github.report([at("100%2C.md")], source)))
    assert command.properties["file"] == "100%2C.md"


@pytest.mark.parametrize(
    ("finding", "shown", "kind"),
    [(ERROR, 10, "error"), (WARNING, 10, "warning"), (INFO, 9, "info")],
)
def test_what_github_would_drop_is_counted(finding: Finding, shown: int, kind: str) -> None:
    """Ten of a kind are printed (of notices nine), and a last notice counts the others."""
    *commands, last = runner_commands(document(github.report(many(shown + 2, finding), source)))
    assert [command.properties["file"] for command in commands] == [f"{n}.md" for n in range(shown)]
    assert last == Command(
        "notice",
        {"title": "pressrun check"},
        f"2 more {kind}s not shown: GitHub keeps ten annotations of a kind a step. The output format full, "
        "or a SARIF upload, names them.",
    )


def test_the_rest_is_counted_by_severity() -> None:
    """One notice speaks of all kinds, and of one with the singular."""
    findings = [*many(11, ERROR), *many(30, WARNING), *many(10, INFO)]
    *_, last = runner_commands(document(github.report(findings, source)))
    assert last.message.startswith("1 more error, 20 more warnings, 1 more info not shown: ")


def test_a_full_step_says_nothing_of_a_rest() -> None:
    """Exactly as many as GitHub shows need no notice."""
    findings = [*many(10, ERROR), *many(10, WARNING), *many(9, INFO)]
    assert len(runner_commands(document(github.report(findings, source)))) == 29
