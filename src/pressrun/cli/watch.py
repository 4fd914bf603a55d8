"""`pressrun watch`."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import load_config, press_options

if TYPE_CHECKING:
    from pressrun.errors import PressrunError
    from pressrun.press.build import Edition


@click.command("watch")
@press_options
@click.option("--every", metavar="TIME", help="Time between two cycles, such as 30s, 5m or 1h.  [5m]")
def watch_command(
    inbox: str | None,
    output: str | None,
    state: str | None,
    config_file: Path | None,
    jobs: int | None,
    every: str | None,
) -> None:
    """Press INBOX now and then again at every interval, until SIGTERM or Ctrl-C.

    A file is read when it has been quiet for `settle` seconds. The running cycle is finished before the
    watch ends, with exit code 0. A cycle that fails leaves the edition as it was; the next one tries
    again.
    """
    config = load_config(config_file, inbox=inbox, output=output, state=state, watch__every=every)
    from pressrun.cli.build import guarded, summary  # noqa: PLC0415
    from pressrun.cli.pool import pool  # noqa: PLC0415
    from pressrun.press.build import Edition, Press  # noqa: PLC0415
    from pressrun.watch import Watch  # noqa: PLC0415

    started = 0.0
    presses = Press(config)

    def press() -> Edition:
        nonlocal started
        started = time.monotonic()
        with pool(jobs) as executor:
            return presses.press(executor)

    def report(outcome: Edition | PressrunError) -> None:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        text = (
            summary(outcome, time.monotonic() - started)
            if isinstance(outcome, Edition)
            else f"error: {outcome}"
        )
        click.echo(f"{now} {text}", err=True)
        if isinstance(outcome, Edition) and outcome.guarded:
            click.echo(f"{now} error: {guarded(outcome)}", err=True)

    Watch(config, press, report).run()
