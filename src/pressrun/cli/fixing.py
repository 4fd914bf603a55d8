"""`check --fix` and `check --diff`: what is mended, or would be, and how that is said."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pressrun.capture import Refusal
from pressrun.cli.output import deliver
from pressrun.cli.pool import pool
from pressrun.cli.progress import progress_bar
from pressrun.cli.shown import from_base
from pressrun.errors import ConfigurationError
from pressrun.press.mending import mend, mend_given, preview
from pressrun.reports.difference import unified
from pressrun.reports.text import printable

if TYPE_CHECKING:
    from pressrun.cli.request import Request
    from pressrun.config import Config
    from pressrun.press.targets import Target
    from pressrun.rules import Rule


def write_fixes(request: Request, config: Config, rules: Sequence[Rule], targets: Sequence[Target]) -> None:
    """Mends the captures, and says how much was mended and what was left alone.

    Raises:
        ConfigurationError: what is to be mended is staged, and not what lies on the disk.
        OutputUnwritable: a file cannot be replaced; what was mended before then stands.
    """
    for target in targets:
        for path in target.raws:
            raise ConfigurationError(
                f"{printable(from_base(target.root) + path)} is staged in part, and --fix mends what lies on "
                "the disk; stage it whole, or leave --staged out"
            )
    edits: Counter[str] = Counter()
    files = 0
    try:
        with pool(request.jobs) as executor, progress_bar("Fixing") as progress:
            for target in targets:
                unsafe = request.unsafe_fixes
                for one in mend(target, config, rules, unsafe=unsafe, executor=executor, progress=progress):
                    if one.left:
                        _say_left(target, one.path, one.left)
                        continue
                    edits.update(one.edits)
                    files += 1
    finally:
        click.echo(f"{edits.total()} fixed in {_captures(files)}{_by_code(edits)}", err=True)
        if files and request.staged:
            them = "it" if files == 1 else "them"
            click.echo(f"mended on disk, not in the index: `git add` {them}", err=True)


def mend_standard_input(request: Request, config: Config, rules: Sequence[Rule], target: Target) -> Target:
    """Prints the capture that was given, mended where it can be; the report then goes to stderr."""
    mended, edits = mend_given(target, config, rules, unsafe=request.unsafe_fixes)
    for raw in mended.raws.values():
        if not isinstance(raw, Refusal):
            sys.stdout.buffer.write(raw)
    sys.stdout.flush()
    click.echo(f"{edits.total()} fixed{_by_code(edits)}", err=True)
    return mended


def show_fixes(request: Request, config: Config, rules: Sequence[Rule], targets: Sequence[Target]) -> bool:
    """Prints what fixes would change, as a unified diff; whether they would change anything."""
    edits: Counter[str] = Counter()
    files: list[str] = []
    terminal = request.output_file is None and sys.stdout.isatty()

    def lines() -> Iterator[str]:
        with pool(request.jobs) as executor, progress_bar("Fixing") as progress:
            for target in targets:
                folder = from_base(target.root)
                unsafe = request.unsafe_fixes
                for one in preview(
                    target, config, rules, unsafe=unsafe, executor=executor, progress=progress
                ):
                    if one.left:
                        _say_left(target, one.path, one.left)
                        continue
                    edits.update(one.edits)
                    files.append(one.path)
                    before, after = one.before.decode("utf-8"), one.after.decode("utf-8")
                    yield from unified(folder + one.path, before, after, terminal=terminal)

    # patch(1) finds a file by its very bytes.
    deliver(lines(), request.output_file, utf8=True, names="surrogateescape")
    if files:
        click.echo(f"{edits.total()} would be fixed in {_captures(len(files))}{_by_code(edits)}", err=True)
    return bool(files)


def _say_left(target: Target, path: str, why: str) -> None:
    click.echo(f"{printable(from_base(target.root) + path)}: {why}; left as it is", err=True)


def _captures(count: int) -> str:
    return f"{count} capture{'' if count == 1 else 's'}"


def _by_code(edits: Mapping[str, int]) -> str:
    return f" ({', '.join(f'{code} {count}' for code, count in sorted(edits.items()))})" if edits else ""
