"""Options that several subcommands take, and the config that they make together with the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pressrun.errors import OutputUnwritable

if TYPE_CHECKING:
    from pressrun.config import Config

_Command = TypeVar("_Command", bound=Callable[..., Any])

config_option = click.option(
    "--config", "config_file", type=click.Path(path_type=Path), metavar="FILE",
    help="The config; the default is config.toml in the working folder, if there is one.",
)  # fmt: skip
jobs_option = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), metavar="N",
    help="Processes that read captures; the default is one a processor.",
)  # fmt: skip


def press_options(command: _Command) -> _Command:
    """INBOX, --output, --state, --config and --jobs, for the subcommands that press."""
    for option in (
        jobs_option,
        config_option,
        click.option(
            "--state", metavar="DIR", help="Where the press keeps its ledger; safe to delete.  [.pressrun]"
        ),
        click.option("--output", "-o", metavar="DIR", help="The folder to publish to.  [feeds]"),
        click.argument("inbox", required=False),
    ):
        command = option(command)
    return command


def write_data(text: str) -> None:
    """Prints a line of data to standard output.

    Raises:
        OutputUnwritable: it cannot be written; a reader that has left is none of these.
    """
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputUnwritable(f"standard output: {error.strerror}") from error


def load_config(config_file: Path | None, **options: str | None) -> Config:
    """The config of this run; an option beats a variable, a variable the file."""
    from pressrun.config import load  # noqa: PLC0415  pydantic is for the subcommands that need it

    return load(config_file, os.environ, options)
