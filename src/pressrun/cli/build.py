"""`pressrun build`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.configured import check_config_option, show_config
from pressrun.cli.options import load_config, press_options, write_data

if TYPE_CHECKING:
    from pressrun.press.build import Edition


@click.command("build")
@press_options
@click.option(
    "--force", is_flag=True, help="Let digests leave, however many: an empty inbox, most of a column."
)
@click.option("--no-ping", is_flag=True, help="Tell no hub of [websub] what has changed, now or later.")
@click.option("--dry-run", is_flag=True, help="Say what would change and why; write nothing.")
@click.option("--strict", is_flag=True, help="Leave with exit code 1 if a capture was rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the summary line.")
@check_config_option
def build_command(
    inbox: str | None,
    output: str | None,
    state: str | None,
    config_file: Path | None,
    jobs: int | None,
    *,
    force: bool,
    no_ping: bool,
    dry_run: bool,
    strict: bool,
    as_json: bool,
    check_config: bool,
) -> None:
    """Press the captures below INBOX into an edition of feeds.

    What is good is published, what is not is counted under its rule; `pressrun check` names it. The
    inbox is only read. A second run over the same captures writes nothing. A column that would lose more
    than half of its digests, and more than three, stays as it is: exit code 3. The hubs of [websub] are told
    which feeds have changed; what one does not take within ten seconds waits for the next run.
    """
    started = time.monotonic()
    options = {"inbox": inbox, "output": output, "state": state}
    if check_config:
        show_config(config_file, options)
        return
    config = load_config(config_file, **options)
    from pressrun.cli.pinging import announcing  # noqa: PLC0415
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.cli.progress import progress_bar  # noqa: PLC0415
    from pressrun.press.build import build  # noqa: PLC0415
    from pressrun.press.results import guarded  # noqa: PLC0415

    with announcing(config, silent=no_ping or dry_run) as announce:
        with pool(jobs) as executor, progress_bar("Pressing") as progress:
            edition = build(config, executor, progress, force=force, dry=dry_run)
        announce(edition.changes)
        _tell(edition, config.inbox, time.monotonic() - started, dry_run=dry_run, as_json=as_json)
    if edition.note:
        click.echo(f"pressrun: {edition.note}; the next run reads every capture again", err=True)
    if edition.guarded:
        raise guarded(edition)
    if strict and edition.contents.rejected:
        sys.exit(1)


def _tell(edition: Edition, inbox: str, seconds: float, *, dry_run: bool, as_json: bool) -> None:
    from pressrun.press.results import summary  # noqa: PLC0415

    if as_json:
        record = as_record(edition, seconds) | (planned(edition) if dry_run else {})
        write_data(json.dumps(record, ensure_ascii=False, sort_keys=True))
        return
    for line in plan(edition) if dry_run else ():
        write_data(line)
    write_data(summary(edition, seconds))
    if edition.contents.rejected:
        click.echo(f"`pressrun check {inbox}` names what was rejected.", err=True)


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
