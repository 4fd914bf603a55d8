"""`pressrun check`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import config_option, jobs_option, load_config, write_data

if TYPE_CHECKING:
    from pressrun.finding import Finding
    from pressrun.press import Checked

_FORMATS = ("full", "concise", "json")
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
def check_command(
    paths: tuple[str, ...],
    config_file: Path | None,
    jobs: int | None,
    output_format: str,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
) -> None:
    """Check captures against the schema and the rules; PATH is a file or a folder, by default the inbox.

    Errors keep a capture out of the edition, warnings name the fallback that is used, infos are shown
    where they are selected. Nothing is written.
    """
    config = load_config(config_file)
    from pressrun import rules  # noqa: PLC0415
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press import check  # noqa: PLC0415
    from pressrun.reports import FORMATS, MACHINE_FORMATS  # noqa: PLC0415

    chosen = rules.select(select, extend_select, ignore)
    with pool(jobs) as executor, progress_bar("Checking") as progress:
        results = [check(Path(path), config, chosen, executor, progress) for path in paths or (config.inbox,)]
    once = {rule.code for rule in chosen if rule.once}
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    for result in results:
        said = once & {finding.code for finding in findings}
        shown = _shown(result, files, relative=output_format in MACHINE_FORMATS)
        findings += [finding for finding in shown if finding.code not in said]

    def source(path: str) -> Sequence[str]:
        return _lines(files[path], config.max_capture_bytes)

    for line in FORMATS[output_format](findings, source):
        write_data(line)
    captures = sum(result.captures for result in results)
    click.echo(_verdict(findings, captures), err=True)
    if fail_on != "never" and any(finding.severity.rank >= _rank(fail_on) for finding in findings):
        sys.exit(1)


def _rank(severity: str) -> int:
    from pressrun.finding import Severity  # noqa: PLC0415

    return Severity(severity).rank


def _shown(checked: Checked, files: dict[str, Path], *, relative: bool) -> list[Finding]:
    """The findings with the paths that this format shows; `files` learns where each one lies."""
    prefix = PurePosixPath() if relative else _from_base(checked.root)
    shown = []
    for finding in checked.findings:
        path = str(prefix / finding.path)
        files[path] = checked.root / finding.path
        shown.append(replace(finding, path=path))
    return shown


def _from_base(root: Path) -> PurePosixPath:
    """The folder as seen from the top of its git checkout, else from the working folder."""
    folder = root.resolve()
    base = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), Path.cwd())
    return PurePosixPath(folder.relative_to(base)) if folder.is_relative_to(base) else PurePosixPath(folder)


def _lines(file: Path, limit: int) -> Sequence[str]:
    """The file's lines for an excerpt; none where it cannot be read as a capture is."""
    from pressrun.capture import Refusal, split  # noqa: PLC0415
    from pressrun.store.inbox import read  # noqa: PLC0415

    raw = read(file.parent, file.name, limit)
    return () if isinstance(raw, Refusal) else split(file.name, raw).lines


def _verdict(findings: Sequence[Finding], captures: int) -> str:
    if not captures:
        return "warning: no capture (*.md, *.html) there"
    counts = Counter(finding.severity.value for finding in findings)
    told = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())
    )
    return f"{captures} capture{'s' if captures > 1 else ''} checked: {told or 'no findings'}"
