"""What `init` proposes: an authority and a zone that fit the machine and the address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pressrun.errors import ConfigurationError

_LOCALTIME = Path("/etc/localtime")
# Below it stand the files of the tz database, by their names; these folders in it hold the same once more.
_DATABASE, _VARIANTS = "zoneinfo/", ("posix/", "right/")


def authority_of(base_url: str, year: int) -> str:
    """The domain of an address and the year, as RFC 4151 has them; localhost where it has no domain."""
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    try:
        domain = host.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if is_public(base_url) and (authority := _believed("edition__authority", f"{domain},{year}")):
        return authority
    return f"localhost,{year}"


def is_public(base_url: str) -> bool:
    """Whether the host of an address is a domain: neither a number nor a name of one machine or network."""
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    return "." in host and ":" not in host and not host.rpartition(".")[2].isdigit()


def machine_zone(environment: Mapping[str, str], localtime: Path = _LOCALTIME) -> str | None:
    """The machine's zone by its name in the tz database; None where the machine does not tell one.

    Args:
        environment: TZ counts, as tzset(3) reads it; a rule as `CET-1CEST` is no name.
        localtime: a link into the tz database on most systems; a copy of its file has no name.
    """
    told = environment.get("TZ", "").removeprefix(":")
    if told and told != str(localtime):
        return _zone(told)
    try:
        return _zone(str(localtime.readlink())) or _zone(str(localtime.resolve()))
    except OSError:
        return None


def _zone(told: str) -> str | None:
    name = told.rpartition(_DATABASE)[2]
    for variant in _VARIANTS:
        name = name.removeprefix(variant)
    return _believed("edition__timezone", name)


def _believed(key: str, value: str) -> str | None:
    from pressrun.config import believe  # noqa: PLC0415  pydantic is for the subcommands that need it

    try:
        return believe(key, value)
    except ConfigurationError:
        return None
