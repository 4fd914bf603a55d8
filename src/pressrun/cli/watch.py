"""`pressrun watch`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.configured import check_config_option, show_config
from pressrun.cli.options import load_config, press_options

if TYPE_CHECKING:
    from pressrun.config import Config
    from pressrun.watch.signals import Signals


@click.command("watch")
@press_options
@click.option("--every", metavar="TIME", help="Time between two cycles, such as 30s, 5m or 1h.  [5m]")
@click.option("--serve", is_flag=True, help="Serve the output as well, as `pressrun serve` does.")
@click.option("--host", metavar="HOST", help="With --serve, the address to listen on.  [127.0.0.1]")
@click.option("--port", metavar="PORT", help="With --serve, the port; 0 takes a free one.  [8000]")
@check_config_option
@click.option("--log", type=click.Choice(["auto", "json", "text"]), help="How it says what happens.  [auto]")
def watch_command(
    inbox: str | None,
    output: str | None,
    state: str | None,
    config_file: Path | None,
    jobs: int | None,
    every: str | None,
    host: str | None,
    port: str | None,
    log: str | None,
    *,
    serve: bool,
    check_config: bool,
) -> None:
    """Press INBOX now and then again at every interval, until SIGTERM or Ctrl-C.

    A file is read when it has been quiet for `settle` seconds; a change is seen at once where the system
    tells of it. SIGTERM ends the watch within five seconds and with exit code 0: the running cycle is
    finished or given up whole. SIGHUP reads the config again. A cycle that fails leaves the edition as it
    was; the next one tries again.
    """
    options = {
        "inbox": inbox,
        "output": output,
        "state": state,
        "watch__every": every,
        "watch__log": log,
        "serve__host": host,
        "serve__port": port,
    }
    if check_config:
        show_config(config_file, options)
        return
    from pressrun.watch.signals import Signals  # noqa: PLC0415

    # First of all: from here on a signal ends the watch as it should.
    with Signals() as signals:

        def load() -> Config:
            return load_config(config_file, **options)

        from pressrun.cli.pool import pool  # noqa: PLC0415
        from pressrun.journal import open_journal  # noqa: PLC0415
        from pressrun.watch.watching import Watch  # noqa: PLC0415

        config = load()
        open_journal(config.watch.log)
        with _served(config, signals) if serve else nullcontext():
            Watch(config, load, lambda: pool(jobs), signals, os.environ).run()


@contextmanager
def _served(config: Config, signals: Signals) -> Iterator[None]:
    """Serves the output beside the watch; where it cannot listen there, nothing is begun."""
    from pressrun.cli.serve import require_server  # noqa: PLC0415

    require_server()
    from pressrun.serve.running import address_of, listening, serving  # noqa: PLC0415

    output, state = Path(config.output), Path(config.state)
    with (
        listening(config.serve.host, config.serve.port) as listener,
        serving(output, state, listener, lambda: signals.stop, signals.ask_to_stop),
    ):
        click.echo(f"Serving {output} on {address_of(listener)}", err=True)
        yield
