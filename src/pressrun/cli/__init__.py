"""Arguments in, exit code out. Every subcommand imports what it needs when it runs (law 12)."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from pressrun import __version__
from pressrun.cli.build import build_command
from pressrun.cli.check import check_command
from pressrun.cli.columns import columns_command
from pressrun.cli.init import init_command
from pressrun.cli.rule import rule_command
from pressrun.cli.schema import schema_command
from pressrun.cli.serve import serve_command
from pressrun.cli.status import status_command
from pressrun.cli.watch import watch_command
from pressrun.errors import PressrunError

# pydantic looks through every installed distribution for plugins: a third of a start-up, and code that
# nobody asked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


# As a shell tells it: 128 and the number of SIGINT.
_INTERRUPTED = 130


class _Interruptible(click.Group):
    """Ctrl-C is an end like others, with a line and a code of its own; click would say 1, as of findings."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("pressrun: interrupted", err=True)
            ctx.exit(_INTERRUPTED)


@click.group(
    cls=_Interruptible,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", "-V", prog_name="pressrun")
def app() -> None:
    """A folder of captured news digests goes in, an edition of valid feeds comes out.

    Exit codes: 0 done and clean; 1 findings (check, and build --strict); 2 wrong use or config; 3 input
    or output failed; 4 another press holds the output; 130 interrupted.
    """


app.add_command(init_command)
app.add_command(build_command)
app.add_command(check_command)
app.add_command(watch_command)
app.add_command(status_command)
app.add_command(serve_command)
app.add_command(columns_command)
app.add_command(schema_command)
app.add_command(rule_command)


def main() -> None:
    """The `pressrun` command: runs a subcommand and leaves with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A file name that is no UTF-8 must not end a run when it is printed.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(standalone_mode=True)
    except PressrunError as error:
        click.echo(f"pressrun: {error}", err=True)
        sys.exit(error.exit_code)
