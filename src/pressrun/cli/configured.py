"""`--check-config`: the config of a run, every key with where its value came from, and nothing is run."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from pressrun.cli.options import load_config, write_data

check_config_option = click.option(
    "--check-config",
    is_flag=True,
    help="Print the config with the origin of each key, and warnings; run nothing.",
)


def show_config(config_file: Path | None, options: Mapping[str, str | None]) -> None:
    """Prints the config as TOML would have it, a key a line, its origin behind a #.

    Raises:
        ConfigurationError: as for a run: an unknown key, an unknown variable, a value that cannot be.
    """
    config = load_config(config_file, **options)
    from pressrun.config.origins import origins, warnings  # noqa: PLC0415
    from pressrun.reports.text import printable  # noqa: PLC0415

    told = list(origins(config, config_file, os.environ, options))
    for one in told:
        write_data(printable(f"{one.key} = {_written(one.value)}  # {one.given_by}"))
    for warning in warnings(config):
        click.echo(f"warning: {warning}", err=True)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(
            f"{json.dumps(key, ensure_ascii=False)} = {_written(one)}" for key, one in value.items()
        )
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)
