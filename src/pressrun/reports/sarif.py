"""SARIF 2.1.0: code scanning, and every editor with a SARIF viewer.

GitHub refuses more than 25,000 results and keeps 5,000 of them (FACTS §6); so at most 5,000 are written,
errors first, and a notification of the run says what was left out. The fingerprint has a key of our own:
GitHub's upload action works out its `primaryLocationLineHash` itself and warns of every other value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pressrun import __version__
from pressrun.finding import Finding, Severity
from pressrun.reports.fingerprints import fingerprints
from pressrun.reports.given import Explained, Rules, Source
from pressrun.reports.text import comma_separated, json_text, spelled

MOST_RESULTS = 5000
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "SRCROOT"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RUN = {
    # Capture lines end where any of these does, and columns count characters.
    "newlineSequences": ["\r\n", "\n", "\r"],
    "columnKind": "unicodeCodePoints",
    "originalUriBaseIds": {
        _ROOT: {"description": {"text": "The top of the git checkout, else the working folder."}}
    },
}


def report(findings: Sequence[Finding], source: Source, rules: Rules = ()) -> Iterator[str]:
    """The log with one run, a result a line. `rules` are those that looked, with their help."""
    ranked = sorted(findings, key=lambda finding: -finding.severity.rank)
    kept = ranked[:MOST_RESULTS]
    described = {rule.code: _descriptor(rule) for rule in rules}
    for finding in kept:
        described.setdefault(finding.code, {"id": finding.code, "name": finding.name})
    places = {code: place for place, code in enumerate(described)}
    driver = {"name": "pressrun", "version": __version__, "rules": list(described.values())}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {json_text({"driver": driver})},'
    yield f'"invocations": [{json_text(_invocation(ranked))}],'
    yield from (f"{json_text(key)}: {json_text(value)}," for key, value in _RUN.items())
    yield '"results": ['
    yield from comma_separated(
        json_text(_result(finding, places[finding.code], fingerprint))
        for finding, fingerprint in zip(kept, fingerprints(kept, source), strict=True)
    )
    yield "]}]}"


def _descriptor(rule: Explained) -> dict[str, object]:
    what = " ".join(rule.documentation.partition("\n\n")[0].split())
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": what or rule.name},
        "fullDescription": {"text": what or rule.name},
        "help": {"text": rule.documentation or rule.name},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _invocation(ranked: Sequence[Finding]) -> dict[str, object]:
    left = Counter(finding.severity.value for finding in ranked[MOST_RESULTS:])
    if not left:
        return {"executionSuccessful": True}
    told = ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in left.items())
    text = (
        f"Left out of {len(ranked)} findings: {told}. GitHub keeps {MOST_RESULTS} results; the output "
        "format jsonl has all findings."
    )
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}],
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, object]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _literally(finding.message)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region}}],
        "partialFingerprints": {"pressrunFinding/v1": fingerprint},
    }


def _literally(message: str) -> str:
    """The text for a plain message: braces would be placeholders (§3.11.5), `[a](b)` a link (§3.11.6)."""
    message = message.replace("{", "{{").replace("}", "}}")
    if "](" in message:
        message = message.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return message


def _artifact(path: str) -> dict[str, str]:
    """Where the file is: below the root, or anywhere if it was given from outside of it."""
    if path.startswith("/"):
        return {"uri": f"file://{_encoded(path)}"}
    return {"uri": _encoded(path), "uriBaseId": _ROOT}


def _encoded(path: str) -> str:
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(spelled(path))
