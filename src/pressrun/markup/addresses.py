"""What is known of addresses in a page (addresses.toml): which parameters only track, who serves https."""

from __future__ import annotations

import tomllib
from collections.abc import Container
from functools import lru_cache
from importlib.resources import files

_DATA = tomllib.loads(files("pressrun.markup").joinpath("addresses.toml").read_text("utf-8"))
_TRACKING = frozenset(_DATA["tracking"]["names"])
_TRACKING_PREFIXES = tuple(_DATA["tracking"]["prefixes"])
_TRACKING_OF = {host: frozenset(names) for host, names in _DATA["tracking"]["hosts"].items()}
_HTTPS_PICTURES = frozenset(_DATA["https"]["pictures"])
_LONGEST_HOST = 253


def tracking_names(host: str, query: str) -> list[str]:
    """The parameters of a query that only say where the reader comes from, in order, each once."""
    own = _TRACKING_OF.get(host, frozenset())
    names = dict.fromkeys(pair.partition("=")[0] for pair in query.split("&"))
    return [name for name in names if name in own or _tracks(name.lower())]


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


@lru_cache(maxsize=256)
def serves_https(host: str) -> bool:
    """Whether this host is known to serve its pictures over https."""
    return belongs(host, _HTTPS_PICTURES)


def belongs(host: str, known: Container[str]) -> bool:
    """Whether the host or a domain above it is known."""
    if len(host) > _LONGEST_HOST:
        return False
    while host:
        if host in known:
            return True
        host = host.partition(".")[2]
    return False
