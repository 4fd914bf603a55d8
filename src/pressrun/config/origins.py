"""Every key of a config with its value and where that came from: for whoever asks why it is so."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel

from pressrun.config import DEFAULT_FILE, Config, Given, file_values

# RFC 5737: nobody answers there, and nothing is sent to learn which way it would be.
_NOWHERE = ("192.0.2.1", 9)


class Origin(NamedTuple):
    """A key with a dot between its names, its value, and `command line`, a variable, a file or `default`."""

    key: str
    value: Any
    given_by: str


def origins(
    config: Config, file: Path | None, environment: Mapping[str, str], options: Mapping[str, str | None]
) -> Iterator[Origin]:
    """All keys, in the order of the reference. Arguments are those that the config was loaded from.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    path = file or Path(DEFAULT_FILE)
    written = file_values(file)
    given = Given(path, environment, options)
    for names, value in _flat(config, ()):
        given_by = given.by(names)
        if given_by == str(path) and not _holds(written, names):
            given_by = "default"
        yield Origin(".".join(names), value, given_by)


def warnings(config: Config) -> Iterator[str]:
    """What is allowed, and hardly meant."""
    host = urlsplit(config.edition.base_url).hostname or ""
    if _is_loopback(host) and _is_public(config):
        yield (
            f"edition.base_url: {config.edition.base_url} is this machine alone, and others reach this one: "
            "set it to the public address before anybody subscribes"
        )
    elsewhere = [hub for hub in config.websub.hubs if not _is_loopback(urlsplit(hub).hostname or "")]
    if _is_loopback(host) and elsewhere:
        yield (
            f"websub.hubs: {elsewhere[0]} cannot fetch feeds from {config.edition.base_url}: "
            "set edition.base_url"
        )


def _flat(section: BaseModel, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _flat(value, (*names, name))
        else:
            yield (*names, name), _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _holds(values: Any, names: tuple[str, ...]) -> bool:
    for name in names:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True


def _is_public(config: Config) -> bool:
    """Whether the server is to answer others, or the machine's own address is one of the public network."""
    return not _is_loopback(config.serve.host) or _own_address_is_public()


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _own_address_is_public() -> bool:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
            channel.connect(_NOWHERE)
            return ipaddress.ip_address(channel.getsockname()[0]).is_global
    except OSError:
        return False
