"""What is known of addresses in a page (addresses.toml): which parameters only track, who serves https."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from functools import lru_cache
from importlib.resources import files

_DATA = tomllib.loads(files("pressrun.markup").joinpath("addresses.toml").read_text("utf-8"))
_TRACKING = frozenset(_DATA["tracking"]["names"])
_TRACKING_PREFIXES = tuple(_DATA["tracking"]["prefixes"])
_TRACKING_OF = {host: frozenset(names) for host, names in _DATA["tracking"]["hosts"].items()}
_LINK_TRACKING = _TRACKING | frozenset(_DATA["tracking"]["links"]["names"])
_LINK_TRACKING_OF = {
    **_TRACKING_OF,
    **{host: frozenset(names) for host, names in _DATA["tracking"]["links"]["hosts"].items()},
}
_TRACKING_BELOW: dict[str, str] = _DATA["tracking"]["paths"]
_SIGNED = frozenset(_DATA["signed"]["names"])
_SIGNED_ENDINGS = tuple(_DATA["signed"]["endings"])
_HTTPS_PICTURES = frozenset(_DATA["https"]["pictures"])
# A look that spares most queries a closer one.
_MAY_TRACK = re.compile(
    r"(?:\A|[&;])(?:"
    + "|".join(
        map(re.escape, sorted(_LINK_TRACKING.union(*_LINK_TRACKING_OF.values()) | {*_TRACKING_PREFIXES}))
    )
    + ")",
    re.IGNORECASE,
)
_LONGEST_HOST = 253
# A parameter with the separator in front of it.
_PAIR = re.compile(r"(?:&(?:amp;)*+)?[^&]++|&(?:amp;)*+")
_SEPARATOR = re.compile(r"\A&(?:amp;)*+")


def tracking_names(host: str, query: str) -> list[str]:
    """The parameters of a query that only say where the reader comes from, in order, each once."""
    own = _TRACKING_OF.get(host, frozenset())
    names = dict.fromkeys(pair.partition("=")[0] for pair in query.split("&"))
    return [name for name in names if name in own or _tracks(name.lower())]


@lru_cache(maxsize=4096)
def untracked(address: str) -> str:
    """An absolute address without the parameters that only track its reader; as `without_tracking`."""
    page, asked, query = address.partition("?")
    return without_tracking(page, query) if asked else address


def without_tracking(page: str, query: str) -> str:
    """An address of a link or a picture without the parameters that only track its reader.

    Nothing is taken out of an address that was signed, and a known host's own parameters only where they are
    known to be needless. What is left stands as written.

    Args:
        page: the address up to its query, absolute.
        query: what stands behind the question mark, as HTML writes it (`&amp;`).
    """
    if not _MAY_TRACK.search(query):
        return f"{page}?{query}"
    host, _, path = page.partition("://")[2].partition("/")
    host = host.lower()
    below = _TRACKING_BELOW.get(host)
    known = below is None or f"/{path}" == below or path.startswith(f"{below[1:]}/")
    own = _LINK_TRACKING_OF.get(host, frozenset()) if known else frozenset()
    kept: list[str] = []
    dropped = False
    # The separator in front of each parameter stays with it: `&`, and `&amp;amp;` where a page escaped twice.
    for pair in _PAIR.findall(query):
        name = _SEPARATOR.sub("", pair).partition("=")[0]
        if _is_signature(name.lower()):
            kept, dropped = [], False
            break
        if name in own or name.lower() in _LINK_TRACKING or name.lower().startswith(_TRACKING_PREFIXES):
            dropped = True
        else:
            kept.append(pair)
    if not dropped:
        return f"{page}?{query}"
    left = _SEPARATOR.sub("", "".join(kept), count=1)
    return f"{page}?{left}" if left else page


def _is_signature(name: str) -> bool:
    return name in _SIGNED or name.endswith(_SIGNED_ENDINGS)


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
