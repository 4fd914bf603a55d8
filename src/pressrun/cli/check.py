"""`pressrun check`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import config_option, jobs_option, load_config

if TYPE_CHECKING:
    from pressrun.config import Config
    from pressrun.finding import Finding
    from pressrun.press import Checked
    from pressrun.rules import Rule

# As the registry has them; a test compares. Reports are imported when the command runs.
_FORMATS = ("full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson")
_COUNTED = ("full", "concise", "json")
_FAIL_ON = ("error", "warning", "info", "never")


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG001
    return tuple(code.strip().upper() for part in value for code in part.split(",") if code.strip())


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@config_option
@jobs_option
@click.option(
    "--output-format", type=click.Choice(_FORMATS), default="full", help="How findings are printed.  [full]"
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report to FILE, whole or not at all, instead of printing it.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count findings by rule and by source instead of naming them; as JSON with --output-format json.",
)
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Run these codes or prefixes; ALL is all.",
)
@click.option("--extend-select", multiple=True, callback=_codes, metavar="CODES", help="Run these as well.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Leave these out.")
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    default="error",
    help="The least severity for exit code 1.  [error]",
)
@click.option(
    "--max-warnings",
    type=click.IntRange(min=0),
    metavar="N",
    help="Leave with exit code 1 if there are more warnings, whatever --fail-on says.",
)
def check_command(
    paths: tuple[str, ...],
    config_file: Path | None,
    jobs: int | None,
    output_format: str,
    output_file: Path | None,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    max_warnings: int | None,
    *,
    statistics: bool,
) -> None:
    """Check captures against the schema and the rules; PATH is a file or a folder, by default the inbox.

    Errors keep a capture out of the edition, warnings name the fallback that is used, infos are shown
    where they are selected. No capture is written to.
    """
    if statistics and output_format not in _COUNTED:
        raise click.UsageError(f"--statistics has no format {output_format}: leave it out, or say json")
    config = load_config(config_file)
    from pressrun import rules  # noqa: PLC0415
    from pressrun.cli.output import deliver  # noqa: PLC0415
    from pressrun.cli.shown import Lines, shown  # noqa: PLC0415
    from pressrun.reports import FOR_PEOPLE, FORMATS, MACHINE_FORMATS  # noqa: PLC0415

    chosen = rules.select(select, extend_select, ignore)
    results = _check(paths or (str(config.inbox),), config, chosen, jobs)
    found = shown(results, relative=output_format in MACHINE_FORMATS)
    if statistics:
        lines = found.statistics(as_json=output_format == "json")
    else:
        lines = FORMATS[output_format](found.findings, Lines(found.files, config.max_capture_bytes), chosen)
    deliver(lines, output_file, utf8=output_format not in FOR_PEOPLE)
    click.echo(_verdict(found.findings, sum(checked.captures for checked in results)), err=True)
    if _fails(found.findings, fail_on, max_warnings):
        sys.exit(1)


def _check(paths: Sequence[str], config: Config, rules: Sequence[Rule], jobs: int | None) -> list[Checked]:
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press import check  # noqa: PLC0415

    with pool(jobs) as executor, progress_bar("Checking") as progress:
        return [check(Path(path), config, rules, executor, progress) for path in paths]


def _fails(findings: Sequence[Finding], fail_on: str, max_warnings: int | None) -> bool:
    from pressrun.finding import Severity  # noqa: PLC0415

    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if max_warnings is not None and warnings > max_warnings:
        click.echo(f"warnings: {warnings}, and --max-warnings allows {max_warnings}", err=True)
        return True
    if fail_on == "never":
        return False
    return any(finding.severity.rank >= Severity(fail_on).rank for finding in findings)


def _verdict(findings: Sequence[Finding], captures: int) -> str:
    if not captures:
        return "warning: no capture (*.md, *.html) there"
    counts = Counter(finding.severity.value for finding in findings)
    told = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())
    )
    return f"{captures} capture{'s' if captures > 1 else ''} checked: {told or 'no findings'}"
