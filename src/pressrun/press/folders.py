"""Which folders a press may work with."""

from __future__ import annotations

from pathlib import Path

from pressrun.errors import ConfigurationError


def check_folders(source: Path, target: Path, state: Path) -> None:
    """Refuses an inbox, an output and a state that lie inside each other.

    Raises:
        ConfigurationError: they do.
    """
    inner, outer = target.resolve(), source.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise ConfigurationError(
            f"output {target} and inbox {source} lie inside each other; name another output"
        )
    for outer, what in ((target, "output"), (source, "inbox")):
        if state.resolve().is_relative_to(outer.resolve()):
            raise ConfigurationError(f"state {state} lies inside the {what} {outer}; name another state")
