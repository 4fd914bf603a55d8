"""Hubs told by a run that ends: for some seconds, and with what is wrong on standard error."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pressrun.config import Config

#: Seconds that a build waits for hubs at the most, when all else is done.
PATIENCE = 10.0


@contextmanager
def announcing(config: Config, *, silent: bool) -> Iterator[Callable[[Iterable[str]], None]]:
    """To be entered before the edition changes.

    Args:
        config: of the edition.
        silent: no hub is told of anything.

    Yields:
        What to call with the paths of the documents that were changed. The hubs have time until the block
        ends, and some seconds more; whatever becomes of that, the edition stands, and the run is good.
    """
    if silent or not config.websub.hubs:
        yield lambda changes: None  # noqa: ARG005
        return
    from pressrun.websub.announcing import Announcer  # noqa: PLC0415  for those who have a hub to tell

    announcer = Announcer(config, _say)
    announcer.look()
    try:
        yield announcer.announce
    finally:
        if left := announcer.finish(PATIENCE):
            click.echo(f"pressrun: {left} pings wait for the next run", err=True)


def _say(name: str, message: str, *, level: int = logging.INFO, **fields: object) -> None:  # noqa: ARG001
    if level >= logging.WARNING:
        click.echo(f"pressrun: {message}", err=True)
