"""Who a finding is, whatever its line number: so that an edit above it does not make it a new one.

The identity is path, code and the text of the line (FACTS §6); of several alike, the n-th.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from pressrun.finding import Finding
from pressrun.reports.given import Source


def fingerprints(findings: Sequence[Finding], source: Source) -> Iterator[str]:
    """A fingerprint a finding, in their order; no two are the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        who = (finding.path, finding.code, line_of(source, finding.path, finding.line) or "")
        seen[who] += 1
        text = "\0".join((*who, str(seen[who])))
        yield sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def line_of(source: Source, path: str, number: int) -> str | None:
    """The text of a line; None where it cannot be shown."""
    lines = source(path)
    return lines[number - 1] if 0 < number <= len(lines) else None
