"""What becomes of a text's pictures when it is published: kept, fetched through a proxy, or left out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

Policy = Literal["keep", "proxy", "drop"]

# Clean HTML escapes < and > in attributes, so what looks like a picture is one, to its first >.
_PICTURE = re.compile("<img( [^<>]*+)>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"<>]*+)"')
# WordPress names a scaled picture after its width and height. An address that goes on may scale it again,
# and numbers below 16 are words: 24x7, 4x4.
_NAMED_SIZE = re.compile(r"-([1-9]\d{1,3})x([1-9]\d{1,3})\.(?:jpe?g|png|gif|webp|avif)\Z", re.IGNORECASE)
_LONGEST_NAMED_SIZE, _SMALLEST = 16, 16
# What nearly no picture has: such a one is looked at closely, which takes three times as long.
_CLOSER = re.compile(r"-[1-9]\d{1,3}x| (?:loading|referrerpolicy)=")
# WeChat's host refuses a picture that another site asks for; without a referrer it gives it.
_FETCHED = {"referrerpolicy": "no-referrer", "loading": "lazy"}
_FETCHED_AS_WRITTEN = "".join(f' {name}="{value}"' for name, value in _FETCHED.items())
# RFC 1035 §2.3.4, with the dots. What is longer is no host, and to walk up its labels would not be linear.
_LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class Pictures:
    """The `[images]` of the config: a policy a host, and one for every other host.

    A key of `hosts` is a host in lower case; `*.example.org` stands for every host below example.org. A host
    beats a pattern, a longer pattern a shorter one. `proxy` is an address that holds `{url}` once.
    """

    policy: Policy = "keep"
    hosts: Mapping[str, Policy] = field(default_factory=dict)
    proxy: str = ""

    def policy_for(self, address: str) -> Policy:
        """The policy of the host that an absolute address leads to."""
        host = _host(address) if self.hosts else ""
        if host in self.hosts:
            return self.hosts[host]
        while host:
            _, _, host = host.partition(".")
            if f"*.{host}" in self.hosts:
                return self.hosts[f"*.{host}"]
        return self.policy

    def published_address(self, address: str) -> str | None:
        """The address that a picture is published under; None where it is left out."""
        policy = self.policy_for(address)
        if policy == "proxy":
            return self.proxy.replace("{url}", quote(address, safe="", errors="replace"))
        return address if policy == "keep" else None

    def address_behind(self, published: str) -> str:
        """The address that was published as this one: what stands in the proxy's place for it."""
        head, found, tail = self.proxy.partition("{url}")
        if found and published.startswith(head) and published.endswith(tail):
            return unquote(published[len(head) : len(published) - len(tail)], errors="surrogateescape")
        return published


def with_pictures(markup: str, pictures: Pictures) -> str:
    """Clean HTML with its pictures as they are to be published; nothing else of it changes.

    A picture that is left out goes with its `alt`: two of three are empty, and what the others say is what
    an archiver or a site's theme calls a picture, as "cover_image" and "logo" (52,279 of the sample).
    """
    if "<img" not in markup:
        return markup
    if pictures.hosts or pictures.policy != "keep":
        return _PICTURE.sub(lambda found: _published(found[1], pictures), markup)
    return _PICTURE.sub(_kept, markup)


def unpublished(markup: str, pictures: Pictures) -> str:
    """Clean HTML as it was before `with_pictures`, but for the pictures that were left out."""
    if "<img" not in markup:
        return markup
    return _PICTURE.sub(lambda found: _unpublished(found[1], pictures), markup)


def _unpublished(written: str, pictures: Pictures) -> str:
    attributes = dict(_ATTRIBUTE.findall(written))
    for name in _FETCHED:
        attributes.pop(name, None)
    if pictures.proxy and "src" in attributes:
        attributes["src"] = html.escape(pictures.address_behind(html.unescape(attributes["src"])))
    return "".join(["<img", *(f' {name}="{value}"' for name, value in attributes.items()), ">"])


def _kept(found: re.Match[str]) -> str:
    written = found[1]
    if _CLOSER.search(written):
        return _published(written, Pictures())
    return f"<img{written}{_FETCHED_AS_WRITTEN}>"


def _published(written: str, pictures: Pictures) -> str:
    attributes = dict(_ATTRIBUTE.findall(written))
    source = attributes.get("src", "")
    if "width" not in attributes and "height" not in attributes:
        attributes |= _size_in_address(source)
    found = html.unescape(source)
    address = pictures.published_address(found)
    if address is None:
        return ""
    if address != found:
        attributes["src"] = html.escape(address)
    attributes |= _FETCHED
    return "".join(["<img", *(f' {name}="{value}"' for name, value in attributes.items()), ">"])


def _size_in_address(address: str) -> dict[str, str]:
    named = _NAMED_SIZE.search(address[-_LONGEST_NAMED_SIZE:])
    if named is None or min(int(named[1]), int(named[2])) < _SMALLEST:
        return {}
    return {"width": named[1], "height": named[2]}


def _host(address: str) -> str:
    """The host as a browser reads it: lower case, ASCII, a backslash for a slash; "" where there is none."""
    try:
        host = unquote(urlsplit(address.replace("\\", "/")).hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError:
        return ""
    return host.lower() if len(host) <= _LONGEST_HOST else ""
