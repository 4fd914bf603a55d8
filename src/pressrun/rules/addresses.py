"""What is known of hosts (addresses.toml), and what a host's name alone tells."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import unquote

from pressrun.identity import normalise
from pressrun.markup.addresses import belongs

_DATA = tomllib.loads(files("pressrun.rules").joinpath("addresses.toml").read_text("utf-8"))
_REDIRECTORS = frozenset(_DATA["redirectors"]["hosts"])
_REDIRECTING_PATHS: dict[str, list[str]] = _DATA["redirectors"]["paths"]
# RFC 6761, RFC 6762, RFC 8375, and ICANN's `.internal`: names that no public server answers for.
_PRIVATE_ZONES = frozenset({"localhost", "local", "internal", "home.arpa", "localdomain"})
_PARTS_OF_IPV4 = 4
_LONGEST_NUMBER = 16


def is_redirector(host: str, path: str) -> bool:
    """Whether this address only leads to another one."""
    return belongs(host, _REDIRECTORS) or any(map(path.startswith, _REDIRECTING_PATHS.get(host, ())))


@lru_cache(maxsize=256)
def is_private(host: str) -> bool:
    """Whether only its own network can reach this host, whatever way the address is written in."""
    # As browsers read a host: percent-encoding undone, full-width characters folded.
    name = normalise(unquote(host)).replace("。", ".").lower().rstrip(".")
    if belongs(name, _PRIVATE_ZONES):
        return True
    address = _ip(name)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address is not None and (not address.is_global or address.is_multicast)


def _ip(name: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is; also one written as 127.1, 0x7f000001 or 2130706433."""
    if ":" in name:
        try:
            return ip_address(name)
        except ValueError:
            return None
    # Only a name with digits at its end is a number to a browser.
    if not name.rpartition(".")[2][:1].isdigit():
        return None
    parts = name.split(".")
    numbers = [_number(part) for part in parts]
    last = numbers[-1]
    if len(parts) > _PARTS_OF_IPV4 or last is None or last >= 256 ** (_PARTS_OF_IPV4 + 1 - len(parts)):
        return None
    value = last
    for place, number in enumerate(numbers[:-1]):
        if number is None or number > 0xFF:  # noqa: PLR2004  a byte
            return None
        value += number << 8 * (_PARTS_OF_IPV4 - 1 - place)
    return IPv4Address(value)


def _number(part: str) -> int | None:
    """A part of an address, in decimal, octal (0…) or hexadecimal (0x…)."""
    if not part.isascii() or len(part) > _LONGEST_NUMBER or "_" in part:
        return None
    base = 16 if part[:2] == "0x" else 8 if part[:1] == "0" and len(part) > 1 else 10
    try:
        return int(part, base)
    except ValueError:
        return None
