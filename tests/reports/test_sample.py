"""Every format, written from the findings of the archive sample and judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pressrun.cli.pool import pool
from pressrun.cli.shown import Lines, Shown, shown
from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press import check, target_of
from pressrun.reports import FORMATS
from pressrun.reports.text import printable
from pressrun.rules import select
from tests.reports.findings import document, spelled
from tests.reports.judges import JUDGES

_LIMIT = Config().max_capture_bytes


@pytest.fixture(scope="module")
def found(archive: Path) -> Shown:
    """What all rules find in 12,968 captures."""
    rules = select(["ALL"])
    with pool(None) as executor:
        return shown([check(target_of(archive), Config(), rules, executor)], rules, relative=True)


def _of(severity: str, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == severity]


@pytest.mark.sample
@pytest.mark.parametrize("form", FORMATS)
def test_the_sample_is_valid_in_every_format(found: Shown, form: str) -> None:
    """Each judge accepts its document, and it names the files that the findings name."""
    rules = select(["ALL"])
    findings = found.findings
    text = document(FORMATS[form](findings, Lines(found.files, _LIMIT), rules))
    ranked = sorted(findings, key=lambda finding: -finding.severity.rank)
    most_shown = {"error": 10, "warning": 10, "info": 9}
    expected = {
        "github": [it for kind, most in most_shown.items() for it in _of(kind, findings)[:most]],
        "sarif": ranked[:5000],
    }.get(form, findings)
    tell = printable if form in {"full", "concise"} else spelled
    told = [tell(finding.path) if form != "sarif" else finding.path for finding in expected]
    assert sorted(JUDGES[form](text)) == sorted(told)
