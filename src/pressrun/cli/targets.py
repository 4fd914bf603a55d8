"""Which captures a call of `pressrun check` is about: paths, standard input, or what git names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.errors import InputUnreachable
from pressrun.press.targets import Target, given, targets_of, without_output

if TYPE_CHECKING:
    from pressrun.cli.request import Request
    from pressrun.config import Config

#: What standard input is called where nobody says.
STDIN_NAME = "stdin.md"


def chosen_targets(request: Request, config: Config) -> list[Target]:
    """The captures to look at; the edition's own pages are none of them.

    Raises:
        ConfigurationError: a name or a commit that cannot be.
        InputUnreachable: a path is not there, or git cannot say what is asked.
    """
    inbox = Path(config.inbox)
    if request.stdin:
        return [_standard_input(request, inbox, config.max_capture_bytes)]
    targets = targets_of([Path(path) for path in request.paths or (config.inbox,)], inbox)
    targets = [without_output(target, Path(config.output)) for target in targets]
    if request.since is None and not request.staged:
        return _unignored(targets)
    from pressrun.press import changes  # noqa: PLC0415  subprocess is for those that ask git

    if request.since is not None:
        return [changes.changed(target, request.since) for target in targets]
    return [changes.staged(target, config.max_capture_bytes) for target in targets]


def _standard_input(request: Request, inbox: Path, limit: int) -> Target:
    from pressrun.store.inbox import read_stream  # noqa: PLC0415

    if sys.stdin is None:
        raise InputUnreachable("standard input: it is closed")
    name = STDIN_NAME if request.stdin_filename is None else request.stdin_filename
    return given(name, read_stream(sys.stdin.buffer, limit), inbox)


def _unignored(targets: Sequence[Target]) -> list[Target]:
    if not any(target.whole for target in targets):
        return list(targets)
    from pressrun.press import changes  # noqa: PLC0415

    try:
        left = [changes.unignored(target) for target in targets]
    except InputUnreachable as error:
        click.echo(f"note: files that git ignores are checked too: {error}", err=True)
        return list(targets)
    ignored = sum(len(target.found) for target in targets) - sum(len(target.found) for target in left)
    if ignored:
        click.echo(f"note: left out because git ignores them: {ignored}; name a file to check it", err=True)
    return left
