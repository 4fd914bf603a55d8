"""What a request's headers ask for, believed or ignored: none of them can make an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

# A longer header is nobody's: twenty tags of ours take a kilobyte.
_LONGEST = 8192
_WEAK = re.compile(rb'W/"[^"]*+"')
_TAG = re.compile(rb'(?:W/)?"([\x21\x23-\x7e]{0,200}+)"')
_WORD = re.compile(
    rb"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]++)\s*(?:;\s*q\s*=\s*([0-9.]{1,5}+)\s*)?(?:;.*)?", re.DOTALL
)
#: `If-None-Match: *`: whatever stands there.
ANY = "*"


_DAYS, _MONTHS = "MonTueWedThuFriSatSun", "JanFebMarAprMayJunJulAugSepOctNovDec"


class Asked(NamedTuple):
    """What a request says besides its path: the tags it has, since when, whether gzip, whether only news.

    `body` says that more follows its headers. Of `only` and `until` the first says that it wants one of these
    versions or none, the second that it wants none that is younger.
    """

    tags: frozenset[str] = frozenset()
    since: int | None = None
    gzip: bool = False
    news: bool = False
    body: bool = False
    only: frozenset[str] | None = None
    until: int | None = None

    @property
    def quick(self) -> bool:
        """Whether nothing is asked but what nearly every reader asks."""
        return not (self.news or self.body) and self.only is None and self.until is None


_HOST = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=:\[\]-]*+")
_BODY = {b"content-length", b"transfer-encoding", b"expect"}
_ASKING = _BODY | {
    *(
        b"if-none-match",
        b"if-match",
        b"if-modified-since",
        b"if-unmodified-since",
        b"accept-encoding",
        b"a-im",
    )
}
_NOTHING = Asked()


def names_its_host(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether exactly one host is named: RFC 9112 §3.2 has any other number refused."""
    hosts = [value for name, value in headers if name == b"host"]
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0].strip()) is not None


def asked(headers: Iterable[tuple[bytes, bytes]]) -> Asked:
    """What these headers, names in lower case, say."""
    said: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _ASKING and len(value) <= _LONGEST:
            said[name] = said[name] + b"," + value if name in said else value
    if not said:
        return _NOTHING
    tags, only = said.get(b"if-none-match"), said.get(b"if-match")
    since, until = said.get(b"if-modified-since"), said.get(b"if-unmodified-since")
    encoding, manipulations = said.get(b"accept-encoding"), said.get(b"a-im")
    return Asked(
        tags=_tags(tags) if tags else frozenset(),
        # RFC 9110 §13.1.3 and §13.1.4: where there are tags, the time says nothing.
        since=_moment(since) if since and not tags else None,
        gzip=encoding is not None and _names(encoding, b"gzip"),
        news=manipulations is not None and _names(manipulations, b"feed"),
        body=not _BODY.isdisjoint(said),
        # §13.1.1: a weak tag is none of them.
        only=_tags(_WEAK.sub(b"", only)) if only else None,
        until=_moment(until) if until and not only else None,
    )


@lru_cache(maxsize=1024)
def _tags(value: bytes) -> frozenset[str]:
    """The tags without their quotes. Weak ones count: a proxy that packs our answers makes ours weak."""
    if value.strip() == b"*":
        return frozenset({ANY})
    return frozenset(tag.decode("ascii") for tag in _TAG.findall(value))


@lru_cache(maxsize=256)
def _names(value: bytes, name: bytes) -> bool:
    """Whether a list of words with qualities holds this one, and does not refuse it."""
    # RFC 9110 §8.4.1.3: x-gzip is gzip.
    names = {b"gzip", b"x-gzip", b"*"} if name == b"gzip" else {name}
    return any(word in names for word in _wanted(value))


def _wanted(value: bytes) -> Iterator[bytes]:
    refused = set()
    wanted = []
    for part in value.lower().split(b","):
        if match := _WORD.fullmatch(part):
            if match[2] is not None and not match[2].strip(b"0."):
                refused.add(match[1])
            else:
                wanted.append(match[1])
    # What is refused by its name is not meant by the star.
    return (word for word in wanted if not (word == b"*" and refused))


@lru_cache(maxsize=1024)
def _moment(value: bytes) -> int | None:
    try:
        told = parsedate_to_datetime(value.decode("ascii"))
        return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def http_date(seconds: int) -> bytes:
    """The moment as RFC 9110 §5.6.7 writes it, whatever the locale."""
    moment = datetime.fromtimestamp(seconds, UTC)
    day = _DAYS[moment.weekday() * 3 :][:3]
    month = _MONTHS[(moment.month - 1) * 3 :][:3]
    return f"{day}, {moment:%d} {month} {moment:%Y %H:%M:%S} GMT".encode()
