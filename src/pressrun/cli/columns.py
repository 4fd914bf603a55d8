"""`pressrun columns`: what columns an inbox holds, and what else in it could be one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import config_option, jobs_option, load_config

if TYPE_CHECKING:
    from pressrun.press.columns import Survey

_FORMATS = ("table", "json")


@click.command("columns")
@click.argument("inbox", required=False)
@click.option(
    "--suggest", is_flag=True,
    help="Print [[column]] blocks for series that the config has no column for, with what tells them.",
)  # fmt: skip
@click.option(
    "--output-format", type=click.Choice(_FORMATS),
    help="How it is printed; of --suggest, json is the same evidence for programs.  [table]",
)  # fmt: skip
@config_option
@jobs_option
def columns_command(
    inbox: str | None,
    config_file: Path | None,
    jobs: int | None,
    output_format: str | None,
    *,
    suggest: bool,
) -> None:
    """List the columns that the captures below INBOX make: one a line, the largest first.

    For each its digests, its first and last day, the items of a digest (their median), and what share of its
    captures is rejected: where a capture is kept out, its title and source say whose it would be. Nothing is
    written. What --suggest prints loads as config.toml: copy the blocks that you agree with into yours.
    """
    if suggest and output_format == "table":
        raise click.UsageError("--suggest prints config.toml, or json; it has no table")
    config = load_config(config_file, inbox=inbox)
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press.columns import survey  # noqa: PLC0415

    with pool(jobs) as executor, progress_bar("Reading") as progress:
        found = survey(config, executor, progress)
    _tell(found, config.inbox, suggest=suggest, as_json=output_format == "json")


def _tell(found: Survey, inbox: str, *, suggest: bool, as_json: bool) -> None:
    from pressrun.cli import listing, suggesting  # noqa: PLC0415
    from pressrun.cli.output import deliver  # noqa: PLC0415

    if suggest:
        lines = suggesting.records(found.proposals) if as_json else suggesting.blocks(found.proposals)
        said = f"{len(found.proposals)} series that the config names no column for"
    else:
        lines = listing.records(found.rows) if as_json else listing.table(found.rows)
        said = f"{len(found.rows)} columns of {sum(row.captures for row in found.rows)} captures"
    deliver(lines, None, utf8=as_json or suggest)
    click.echo(f"{inbox}: {said}", err=True)
