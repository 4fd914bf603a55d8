"""`pressrun build`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import load_config, press_options, write_data

if TYPE_CHECKING:
    from pressrun.press.build import Edition


@click.command("build")
@press_options
@click.option("--force", is_flag=True, help="Press an empty inbox although the edition before was not empty.")
@click.option("--strict", is_flag=True, help="Leave with exit code 1 if a capture was rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary line.")
def build_command(
    inbox: str | None,
    output: str | None,
    state: str | None,
    config_file: Path | None,
    jobs: int | None,
    *,
    force: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Press the captures below INBOX into an edition of feeds.

    What is good is published, what is not is counted under its rule; `pressrun check` names it. The
    inbox is only read. A second run over the same captures writes nothing.
    """
    started = time.monotonic()
    config = load_config(config_file, inbox=inbox, output=output, state=state)
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press.build import build  # noqa: PLC0415

    with pool(jobs) as executor, progress_bar("Pressing") as progress:
        edition = build(config, executor, progress, force=force)
    seconds = time.monotonic() - started
    if as_json:
        write_data(json.dumps(as_record(edition, seconds), sort_keys=True))
    else:
        write_data(summary(edition, seconds))
        if edition.contents.rejected:
            click.echo(f"`pressrun check {config.inbox}` names what was rejected.", err=True)
    if strict and edition.contents.rejected:
        sys.exit(1)


def as_record(edition: Edition, seconds: float) -> dict[str, object]:
    """What `build --json` prints: the accounting of one run."""
    contents, documents = edition.contents, edition.documents
    return {
        "captures": contents.captures,
        "published": contents.published,
        "rejected": contents.rejected,
        "duplicates": contents.duplicates,
        "unchanged": edition.unchanged,
        "documents": {
            "written": documents.written,
            "unchanged": documents.unchanged,
            "removed": documents.removed,
        },
        "seconds": round(seconds, 3),
    }


def summary(edition: Edition, seconds: float) -> str:
    """The one line that a person reads after a run."""
    contents, documents = edition.contents, edition.documents
    causes = ", ".join(f"{code} {count}" for code, count in contents.rejected_by_rule.items())
    return (
        f"{contents.captures} captures: {contents.published} published, {contents.rejected} rejected"
        f"{f' ({causes})' if causes else ''}, {contents.duplicates} duplicates; "
        f"{len(contents.columns)} columns; documents: {documents.written} written, "
        f"{documents.unchanged} unchanged, {documents.removed} removed; {seconds:.1f} s"
    )
