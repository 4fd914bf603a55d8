"""`check --explain-removed`: what `build` leaves out of captures, listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from pressrun.cli.output import deliver
from pressrun.cli.pool import pool
from pressrun.cli.progress import progress_bar
from pressrun.cli.shown import from_base
from pressrun.press.removals import Removal, removals
from pressrun.reports.text import comma_separated, json_text, printable

if TYPE_CHECKING:
    from pressrun.cli.request import Request
    from pressrun.config import Config
    from pressrun.press.targets import Target


def explain_removed(request: Request, config: Config, targets: Sequence[Target]) -> None:
    """Prints what is left out, a line a block or as JSON, and counts it on standard error."""
    as_json = request.output_format == "json"
    found: list[Removal] = []
    with pool(request.jobs) as executor, progress_bar("Looking") as progress:
        for target in targets:
            base = "" if as_json else from_base(target.root)
            found += [
                replace(one, path=base + one.path) for one in removals(target, config, executor, progress)
            ]
    lines = _as_json(found) if as_json else map(_line, found)
    deliver(lines, request.output_file, utf8=as_json)
    click.echo(_counted(found), err=True)


def _line(one: Removal) -> str:
    return f"{printable(one.path)}:{one.line}: {one.kind}: {printable(one.text)}"


def _as_json(found: Iterable[Removal]) -> Iterator[str]:
    yield "["
    yield from comma_separated(map(json_text, map(asdict, found)))
    yield "]"


def _counted(found: Sequence[Removal]) -> str:
    captures = len({one.path for one in found})
    kinds = Counter(one.kind for one in found)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda pair: pair[0]))
    return f"{len(found)} blocks of {captures} captures are left out" + (f": {told}" if told else "")
