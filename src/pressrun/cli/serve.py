"""`pressrun serve`."""

from __future__ import annotations

from pathlib import Path

import click

from pressrun.cli.options import config_option, load_config
from pressrun.errors import ConfigurationError, InputUnreachable


@click.command("serve")
@click.argument("folder", metavar="[DIR]", required=False)
@config_option
@click.option("--state", metavar="DIR", help="Where the press notes what it knows of an output.  [.pressrun]")
@click.option("--host", metavar="HOST", help="The address to listen on.  [127.0.0.1]")
@click.option("--port", metavar="PORT", help="The port to listen on; 0 takes a free one.  [8000]")
def serve_command(
    folder: str | None, config_file: Path | None, state: str | None, host: str | None, port: str | None
) -> None:
    """Serve the edition in DIR to feed readers and browsers, until SIGTERM or Ctrl-C.

    DIR is the output of the config where none is named. It is only read. Besides its documents there are
    /healthz, /readyz (200 while a watch's last cycle was good and recent) and /metrics (for Prometheus).
    """
    config = load_config(config_file, output=folder, state=state, serve__host=host, serve__port=port)
    require_server()
    from pressrun.serve.running import address_of, listening, serve  # noqa: PLC0415

    output = Path(config.output)
    if folder is not None and not output.is_dir():
        raise InputUnreachable(f"{folder}: no such folder; name the one that `pressrun build` published to")
    with listening(config.serve.host, config.serve.port) as listener:
        click.echo(f"Serving {output} on {address_of(listener)}", err=True)
        if not output.is_dir():
            click.echo(f"{output} is not there yet; it is served when it comes.", err=True)
        serve(output, Path(config.state), listener)


def require_server() -> None:
    """Sees that the extra is installed.

    Raises:
        ConfigurationError: it is not.
    """
    from importlib.util import find_spec  # noqa: PLC0415

    for package in ("uvicorn", "starlette", "httptools", "prometheus_client"):
        if find_spec(package) is None:
            raise ConfigurationError(
                f"{package} is not installed; serving needs pip install 'pressrun[serve]'"
            )
