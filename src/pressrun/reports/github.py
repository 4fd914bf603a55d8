"""Workflow commands: annotations on a pull request's diff.

GitHub keeps ten errors, ten warnings and ten notices a step and says nothing of the others. So the first
ten of each are printed, errors first, and a last notice says how many there are beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding, Severity
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import printable, spelled

#: Command and number of annotations by severity; the tenth notice is the one about the rest.
_COMMANDS = {
    Severity.ERROR: ("error", 10),
    Severity.WARNING: ("warning", 10),
    Severity.INFO: ("notice", 9),
}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:  # noqa: ARG001
    """A command a finding that GitHub would show; `source` is not looked at."""
    rest = []
    for severity, (command, most) in _COMMANDS.items():
        same = [finding for finding in findings if finding.severity is severity]
        yield from (_command(command, finding) for finding in same[:most])
        if len(same) > most:
            rest.append(f"{len(same) - most} more {severity}{'s' if len(same) - most > 1 else ''}")
    if rest:
        yield (
            f"::notice title=pressrun check::{', '.join(rest)} not shown: GitHub keeps ten annotations of a "
            "kind a step. The output format full, or a SARIF upload, names them."
        )


def _command(command: str, finding: Finding) -> str:
    """The command. The runner wants no columns where a finding spans lines, and none that run backwards."""
    properties = {"file": spelled(finding.path), "line": str(finding.line)}
    if finding.end_line >= finding.line:
        properties["endLine"] = str(finding.end_line)
    if finding.end_line == finding.line and finding.end_column >= finding.column:
        properties |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    properties["title"] = printable(f"{finding.code} {finding.name}")
    told = ",".join(f"{key}={value.translate(_IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{command} {told}::{printable(finding.message).translate(_IN_MESSAGES)}"
