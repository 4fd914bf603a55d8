"""What `pressrun check` does, one step after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.fixing import promise, show_fixes, write_fixes
from pressrun.cli.options import load_config
from pressrun.cli.output import deliver
from pressrun.cli.pool import pool
from pressrun.cli.progress import progress_bar
from pressrun.cli.shown import Lines, Shown, shown
from pressrun.finding import Finding, Severity
from pressrun.press.check import check
from pressrun.press.targets import Target, target_of
from pressrun.reports import FOR_PEOPLE, FORMATS, MACHINE_FORMATS
from pressrun.rules import Rule, select

if TYPE_CHECKING:
    from pressrun.cli.request import Request
    from pressrun.config import Config


def run(request: Request) -> int:
    """Checks what is asked for, reports it, and returns the exit code."""
    config = load_config(request.config_file)
    chosen = select(request.select, request.extend_select, request.ignore)
    targets = _targets(request, config)
    if request.diff:
        changes = show_fixes(request, config, chosen, targets)
        return 0 if request.exit_zero else int(changes)
    if request.fix:
        write_fixes(request, config, chosen, targets)
        targets = _targets(request, config)
    found = _found(request, config, chosen, targets)
    source = Lines(found.files, config.max_capture_bytes)
    _report(request, found, source, chosen)
    captures = sum(len(target.found) for target in targets)
    click.echo(_verdict(found.findings, captures), err=True)
    fixable = promise(found.findings) if request.output_format == "full" else None
    if fixable is not None:
        click.echo(fixable, err=True)
    return _exit_code(request, found.findings, captures)


def _targets(request: Request, config: Config) -> list[Target]:
    return [target_of(Path(path)) for path in request.paths or (config.inbox,)]


def _found(request: Request, config: Config, rules: Sequence[Rule], targets: Sequence[Target]) -> Shown:
    with pool(request.jobs) as executor, progress_bar("Checking") as progress:
        results = [check(target, config, rules, executor, progress) for target in targets]
    return shown(results, rules, relative=request.output_format in MACHINE_FORMATS)


def _report(request: Request, found: Shown, source: Lines, rules: Sequence[Rule]) -> None:
    if request.statistics:
        lines = found.statistics(as_json=request.output_format == "json")
    else:
        lines = FORMATS[request.output_format](found.findings, source, rules)
    deliver(lines, request.output_file, utf8=request.output_format not in FOR_PEOPLE)


def _exit_code(request: Request, findings: Sequence[Finding], captures: int) -> int:
    if request.exit_zero:
        return 0
    if not captures and request.fail_on_empty:
        return 1
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if request.max_warnings is not None and warnings > request.max_warnings:
        click.echo(f"warnings: {warnings}, and --max-warnings allows {request.max_warnings}", err=True)
        return 1
    fail_on = request.fail_on or "error"
    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank >= Severity(fail_on).rank for finding in findings))


def _verdict(findings: Sequence[Finding], captures: int) -> str:
    if not captures:
        return "warning: no capture (*.md, *.html) there"
    counts = Counter(finding.severity.value for finding in findings)
    told = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())
    )
    return f"{captures} capture{'s' if captures > 1 else ''} checked: {told or 'no findings'}"
