"""What a call of `pressrun check` asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

#: The formats that --statistics has.
COUNTED = ("full", "concise", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The options of `check`, as given. Which of them go together is told by `refuse_contradictions`."""

    paths: tuple[str, ...]
    config_file: Path | None
    jobs: int | None
    output_format: str
    output_file: Path | None
    statistics: bool
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    max_warnings: int | None
    exit_zero: bool
    fail_on_empty: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    stdin_filename: str | None
    since: str | None
    staged: bool
    baseline: Path | None
    write_baseline: Path | None
    cache: bool
    explain_removed: bool
    edition: Path | None

    @property
    def stdin(self) -> bool:
        """Whether the capture is on standard input."""
        return self.paths == ("-",)

    @property
    def fixes(self) -> bool:
        """Whether fixes are to be made, be it on disk or as a diff."""
        return self.fix or self.diff

    def refuse_contradictions(self) -> None:
        """Says which options do not go together, and what to say instead.

        Raises:
            UsageError: the first contradiction.
        """
        if self.statistics and self.output_format not in COUNTED:
            raise click.UsageError(
                f"--statistics has no format {self.output_format}: leave it out, or say json"
            )
        if "" in self.paths:
            raise click.UsageError("a path is empty: name a file or a folder, or no path for the inbox")
        if "-" in self.paths and not self.stdin:
            raise click.UsageError("- stands for standard input and is given alone")
        if self.stdin_filename is not None and not self.stdin:
            raise click.UsageError(
                "--stdin-filename names what comes from standard input: give - as the path"
            )
        if self.since is not None and self.staged:
            raise click.UsageError("--since and --staged choose files in two ways: give one of them")
        if self.stdin and (self.since is not None or self.staged):
            raise click.UsageError("--since and --staged choose files: they do not go with -")
        self._refuse_other_modes()
        if self.diff:
            self._refuse_beside_diff()
        if self.explain_removed:
            self._refuse_beside_explanations()

    def _refuse_other_modes(self) -> None:
        """What belongs to fixes, to baselines or to documents, and not to what else is asked for."""
        if self.unsafe_fixes and not self.fixes:
            raise click.UsageError("--unsafe-fixes goes with --fix, or with --diff to see them first")
        if self.baseline is not None and self.write_baseline is not None:
            raise click.UsageError("--baseline reads one and --write-baseline writes one: give one of them")
        if self.edition is not None and (self.paths or self.fixes or self.since or self.staged):
            raise click.UsageError("--edition checks published documents: it takes no captures and no fixes")
        if self.edition is not None and (self.baseline or self.write_baseline):
            raise click.UsageError("a baseline holds findings about captures: leave it out with --edition")

    def _refuse_beside_diff(self) -> None:
        """What is about findings; --diff shows changes, of every capture chosen."""
        for given, option in (
            (self.baseline is not None, "--baseline"),
            (self.write_baseline is not None, "--write-baseline"),
            (self.statistics, "--statistics"),
            (self.output_format != "full", f"--output-format {self.output_format}"),
        ):
            if given:
                raise click.UsageError(
                    f"--diff prints changes and no findings: leave {option} out, or check without --diff"
                )

    def _refuse_beside_explanations(self) -> None:
        """What is about findings; --explain-removed lists what is no finding."""
        for given, option in (
            (self.fixes, "--diff" if self.diff else "--fix"),
            (self.edition is not None, "--edition"),
            (self.baseline is not None, "--baseline"),
            (self.write_baseline is not None, "--write-baseline"),
            (self.statistics, "--statistics"),
            (self.output_format not in {"full", "json"}, f"--output-format {self.output_format}"),
        ):
            if given:
                raise click.UsageError(
                    f"--explain-removed lists what is left out and no findings: leave {option} out"
                )
