"""`pressrun build`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import load_config, press_options, write_data
from pressrun.errors import InputUnreachable

if TYPE_CHECKING:
    from pressrun.press.build import Edition


@click.command("build")
@press_options
@click.option(
    "--force", is_flag=True, help="Let digests leave, however many: an empty inbox, most of a column."
)
@click.option("--dry-run", is_flag=True, help="Say what would change and why; write nothing.")
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
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Press the captures below INBOX into an edition of feeds.

    What is good is published, what is not is counted under its rule; `pressrun check` names it. The
    inbox is only read. A second run over the same captures writes nothing. A column that would lose more
    than half of its digests, and more than three, stays as it is: exit code 3.
    """
    started = time.monotonic()
    config = load_config(config_file, inbox=inbox, output=output, state=state)
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press.build import build  # noqa: PLC0415

    with pool(jobs) as executor, progress_bar("Pressing") as progress:
        edition = build(config, executor, progress, force=force, dry=dry_run)
    seconds = time.monotonic() - started
    if as_json:
        record = as_record(edition, seconds) | (planned(edition) if dry_run else {})
        write_data(json.dumps(record, ensure_ascii=False, sort_keys=True))
    else:
        for line in plan(edition) if dry_run else ():
            write_data(line)
        write_data(summary(edition, seconds))
        if edition.contents.rejected:
            click.echo(f"`pressrun check {config.inbox}` names what was rejected.", err=True)
    if edition.note:
        click.echo(f"pressrun: {edition.note}; the next run reads every capture again", err=True)
    if edition.guarded:
        raise guarded(edition)
    if strict and edition.contents.rejected:
        sys.exit(1)


def guarded(edition: Edition) -> InputUnreachable:
    """The error of an edition in which columns stay as they were because too much would leave."""
    return InputUnreachable(
        f"more than half of the digests of {', '.join(edition.guarded)} have left the inbox; nothing of it "
        "changes, for an unmounted folder looks like this; --force lets them leave"
    )


def plan(edition: Edition) -> Iterator[str]:
    """What a dry run found, for a person: digests and why they change, then documents."""
    for told in edition.told:
        yield f"{told.what:<8} {told.column}: {told.title} ({told.path})"
    for path in edition.changes:
        yield f"document {path}"


def planned(edition: Edition) -> dict[str, object]:
    """What a dry run found, for a program."""
    return {
        "dry_run": True,
        "digests": [told._asdict() for told in edition.told],
        "changes": list(edition.changes),
        "guarded": list(edition.guarded),
    }


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
