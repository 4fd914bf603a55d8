"""What `pressrun check` does, one step after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import load_config
from pressrun.cli.output import deliver
from pressrun.cli.progress import progress_bar
from pressrun.cli.shown import Lines, Shown, promised, shown
from pressrun.cli.targets import chosen_targets
from pressrun.errors import ConfigurationError
from pressrun.finding import Finding, Severity
from pressrun.press.batches import BATCH_FILES, uncollected
from pressrun.press.check import Checked, check
from pressrun.press.targets import Target, again
from pressrun.reports import FOR_PEOPLE, FORMATS, MACHINE_FORMATS
from pressrun.rules import Rule, select

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from pressrun.cli.request import Request
    from pressrun.config import Config
    from pressrun.reports.baseline import Baseline


def run(request: Request) -> int:
    """Checks what is asked for, reports it, and returns the exit code."""
    config = load_config(request.config_file)
    if request.edition is not None:
        return _run_on_edition(request, request.edition, config)
    if request.explain_removed:
        return _explain_removed(request, config)
    chosen = select(request.select, request.extend_select, request.ignore, standing=config.rules.standing())
    if not chosen:
        raise ConfigurationError("no rule about captures is chosen; DC looks at --edition DIR")
    known = _baseline(request)
    targets = chosen_targets(request, config)
    if request.diff:
        return _show_fixes(request, config, chosen, targets)
    if request.fix:
        targets = _mended(request, config, chosen, targets)
    results = _results(request, config, chosen, targets)
    if request.write_baseline or known:
        from pressrun.cli.known import Looked, leave_out, write_baseline  # noqa: PLC0415

        looked = [Looked(*pair, config.max_capture_bytes) for pair in zip(targets, results, strict=True)]
        if request.write_baseline:
            write_baseline(request.write_baseline, looked, chosen)
            return 0
        if known and request.baseline:
            results = leave_out(known, request.baseline, looked, chosen)
    return _tell(request, config, chosen, targets, results)


def _explain_removed(request: Request, config: Config) -> int:
    from pressrun.cli.removals import explain_removed  # noqa: PLC0415

    explain_removed(request, config, chosen_targets(request, config))
    return 0


def _show_fixes(request: Request, config: Config, rules: Sequence[Rule], targets: Sequence[Target]) -> int:
    from pressrun.cli.fixing import show_fixes  # noqa: PLC0415  a check that mends nothing starts without it

    changes = show_fixes(request, config, rules, targets)
    return 0 if request.exit_zero else int(changes)


def _mended(request: Request, config: Config, rules: Sequence[Rule], targets: list[Target]) -> list[Target]:
    """The captures as fixes left them: neither what is remembered of them nor what is staged."""
    from pressrun.cli.fixing import mend_standard_input, write_fixes  # noqa: PLC0415

    if request.stdin:
        return [mend_standard_input(request, config, rules, target) for target in targets]
    write_fixes(request, config, rules, targets)
    return [again(one) for one in targets] if request.staged else chosen_targets(request, config)


@uncollected()
def _tell(
    request: Request,
    config: Config,
    rules: Sequence[Rule],
    targets: Sequence[Target],
    results: Sequence[Checked],
) -> int:
    """The report, the verdict, and the exit code that they make."""
    found = shown(results, rules, relative=request.output_format in MACHINE_FORMATS)
    _report(request, found, Lines(found.files, config.max_capture_bytes, found.raws), rules)
    captures = sum(len(target.found) for target in targets)
    click.echo(_verdict(found.findings, captures), err=True)
    told = request.output_format == "full" and not request.statistics
    fixable = promised(found.findings) if told else None
    if fixable is not None:
        click.echo(fixable, err=True)
    return _exit_code(request, config, found.findings, captures)


def _baseline(request: Request) -> Baseline | None:
    if request.baseline is None:
        return None
    from pressrun.cli.known import read_baseline  # noqa: PLC0415

    return read_baseline(request.baseline)


def _run_on_edition(request: Request, folder: Path, config: Config) -> int:
    """The same for published documents and the rules about them."""
    from pressrun.press.edition import LARGEST, check_edition  # noqa: PLC0415  captures need none of it

    chosen = select(request.select, request.extend_select, request.ignore, documents=True)
    if not chosen:
        raise ConfigurationError("no rule about published documents is chosen; with --edition choose from DC")
    with _pool(request.jobs) as executor, progress_bar("Checking") as progress:
        checked = check_edition(folder, config, chosen, executor, progress)
    found = shown([checked], chosen, relative=request.output_format in MACHINE_FORMATS)
    _report(request, found, Lines(found.files, LARGEST), chosen)
    click.echo(_verdict(found.findings, checked.captures, "document", checked.left_alone), err=True)
    return _exit_code(request, config, found.findings, checked.captures)


@uncollected()
def _results(
    request: Request, config: Config, rules: Sequence[Rule], targets: Sequence[Target]
) -> list[Checked]:
    few = sum(len(target.found) for target in targets) <= BATCH_FILES
    with nullcontext() if few else _pool(request.jobs) as executor, progress_bar("Checking") as progress:
        results = [
            check(target, config, rules, executor, progress, remember=request.cache) for target in targets
        ]
    for note in dict.fromkeys(result.note for result in results if result.note):
        click.echo(f"note: nothing is kept for the next check: {note}; --no-cache asks for nothing", err=True)
    return results


def _pool(jobs: int | None) -> AbstractContextManager[Executor | None]:
    from pressrun.cli.pool import pool  # noqa: PLC0415  multiprocessing is for more than a batch

    return pool(jobs)


def _report(request: Request, found: Shown, source: Lines, rules: Sequence[Rule]) -> None:
    if request.statistics:
        lines = found.statistics(as_json=request.output_format == "json")
    else:
        lines = FORMATS[request.output_format](found.findings, source, rules)
    if request.stdin and request.fix and request.output_file is None:
        # Standard output is the mended capture's.
        for line in lines:
            click.echo(line, err=True)
        return
    deliver(lines, request.output_file, utf8=request.output_format not in FOR_PEOPLE)


def _exit_code(request: Request, config: Config, findings: Sequence[Finding], captures: int) -> int:
    if request.exit_zero:
        return 0
    if not captures and request.fail_on_empty:
        return 1
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if request.max_warnings is not None and warnings > request.max_warnings:
        click.echo(f"warnings: {warnings}, and --max-warnings allows {request.max_warnings}", err=True)
        return 1
    fail_on = request.fail_on or config.rules.fail_on
    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank >= Severity(fail_on).rank for finding in findings))


def _verdict(findings: Sequence[Finding], count: int, thing: str = "capture", left_alone: int = 0) -> str:
    left = f" ({left_alone} not pressrun's left alone)" if left_alone else ""
    if not count:
        which = " (*.md, *.html)" if thing == "capture" else " that pressrun published"
        return f"warning: no {thing}{which} there{left}"
    counts = Counter(finding.severity.value for finding in findings)
    told = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())
    )
    return f"{count} {thing}{'s' if count > 1 else ''} checked{left}: {told or 'no findings'}"
