"""Canonical urls, keys, `tag:` ids, slugs: nothing else in the house makes one.

A published id is a promise for ever (law 11). The functions below decide it, so a change to any of
them renames what subscribers have read; tests/test_identity.py pins their values.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

#: An hour of microseconds: a digest's first timestamp lies within one hour after 01:00.
SPREAD = 3_600_000_000

_SEMICOLONS, _BARS = "；;", "|｜丨"
_WECHAT_HOST = "mp.weixin.qq.com"
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Part of the identity scheme, hence closed: rules and rendering may know more tracking parameters.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|spm"
    r"|chksm|scene|subscene|sessionid)\Z",
    re.IGNORECASE,
)
_RESERVED_SLUGS = frozenset({"attributions", "archive", "items"})
_SLUG_LENGTH = 80
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_TAG = re.compile(r"tag:[^:]+:[a-z]+/([0-9a-f]{32})")
# Deeper than any title measured; each level is a pass over a hostile one.
_ESCAPINGS = 4


class ColumnName(NamedTuple):
    """What tells one column from another; ordered, so that the smaller name wins a slug."""

    source: str
    name: str


def normalise(text: str) -> str:
    """The text as keys compare it: NFKC, format characters (Cf) dropped, white space folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    # No format character is printable: the common text needs no look at each character.
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
        # What stood on both sides of one may compose now.
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


@lru_cache(1)
def canonical_url(url: str) -> str:
    """The url without what does not change the page.

    Lower-case scheme and host, no default port, no tracking parameter, fragment or trailing slash;
    nothing else is touched, so that two pages never become one. `url` must be one that the digest
    schema accepts.
    """
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    host = f"{user}{at}{host}"
    if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    query = "&".join(
        pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0])
    )
    return urlunsplit(SplitResult(parts.scheme.lower(), host, parts.path.rstrip("/"), query, ""))


def wechat_key(url: str) -> tuple[str, str, str] | None:
    """(`__biz`, `mid`, `idx`) of a WeChat article's url, the three that name it; None for other urls."""
    if not is_wechat(url):
        return None
    query = urlsplit(unescaped(url)).query
    # Most have nothing to decode, and are read in a tenth of the time.
    encoded = "%" in query or "+" in query
    pairs = parse_qsl(query) if encoded else [pair.partition("=")[::2] for pair in query.split("&")]
    # Of several the first one counts, and one without a value is none.
    found = {name: value for name, value in reversed(pairs) if value}
    if not all(name in found for name in ("__biz", "mid", "idx")):
        return None
    return found["__biz"], found["mid"], found["idx"]


@lru_cache(4)
def is_wechat(url: str) -> bool:
    """Whether the page is one of WeChat's, of which the archiver keeps the article and nothing around it."""
    return (urlsplit(unescaped(url)).hostname or "").lower() == _WECHAT_HOST


def unescaped(url: str) -> str:
    """The url with `&amp;` read; no other entity, because `&timestamp=` would lose its `&times`."""
    return re.sub("&(?:amp;)+", "&", url) if "&amp;" in url else url


def digest_key(url: str, title: str) -> str:
    """What one digest is, however often and wherever it was captured (DESIGN, Identity).

    A WeChat article is its three numbers; any other page is its canonical url and its title, because
    a listing page can be the url of 125 different posts (measured).
    """
    numbers = wechat_key(url)
    if numbers:
        return "\n".join(("wechat", *numbers))
    return "\n".join(("url", canonical_url(url), normalise(_plain(title))))


def _plain(title: str) -> str:
    """The title with its entities read, escaped twice or not: writing them out later keeps the id."""
    for _ in range(_ESCAPINGS):
        if "&" not in title:
            break
        title = read_entities(title)
    return title


def read_entities(text: str) -> str:
    """The text with its whole entities read, once; `?a=1&region=2` holds none."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def column_in_title(title: str) -> str | None:
    """The name behind the last bar of "headline；headline | name"; None for a title of another shape.

    Several headlines are asked for because "last part after a bar" alone makes 10,166 columns of
    143,500 captures (FACTS §1). The name is NFKC without format characters.
    """
    bar = max(map(title.rfind, _BARS))
    if bar < 0:
        return None
    headlines, name = title[:bar], title[bar + 1 :]
    if not any(mark in headlines for mark in _SEMICOLONS) or any(mark in name for mark in _SEMICOLONS):
        return None
    return normalise(name) or None


def item_keys(key: str, headings: Iterable[str]) -> list[str]:
    """One key a heading of the digest `key`, in order; a repeated heading counts its occurrences."""
    seen: dict[str, int] = {}
    keys = []
    for heading in map(normalise, headings):
        seen[heading] = seen.get(heading, 0) + 1
        keys.append("\n".join((key, heading, str(seen[heading]))))
    return keys


def digest_of(key: str) -> str:
    """The sha256 of a key as 64 hex digits: what ids, paths and fragments are cut from."""
    # A file name that is no UTF-8 reaches us with surrogates; a key must never fail.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def spread(key: str) -> int:
    """The digest's own microseconds within the hour: the hash of its key modulo SPREAD."""
    return int(digest_of(key), 16) % SPREAD


def name_of(key: str) -> str:
    """32 hex of the key's hash: what an id names it by."""
    return digest_of(key)[:32]


def tag(authority: str, kind: str, name: str) -> str:
    """A `tag:` URI (RFC 4151): ASCII, and made of nothing but the authority and a key's name.

    Args:
        authority: "example.org,2026": a host or address and the year (or day) from which it was yours.
        kind: "digest", "item", "story", "column", "items" or "attribution": so that one key never names
            two things.
        name: `name_of` a key: of digest_key, item_keys, a column's name or an attribution's spelling.
    """
    return f"tag:{authority}:{kind}/{name}"


def name_in(tag: str) -> str | None:
    """The name that a `tag:` URI of ours was made from; None for any other, and for a superseded text's."""
    found = _TAG.fullmatch(tag)
    return found[1] if found else None


def document_name(name: str) -> str:
    """The stem of an item's own document: the first 16 hex of its name."""
    return name[:16]


def with_fragment(url: str, name: str) -> str:
    """The url as written, its fragment replaced by the first 12 hex of the item's name.

    FreshRSS falls back to the link when ids repeat, so each item needs a link of its own (FACTS §3).
    """
    return f"{url.partition('#')[0]}#{name[:12]}"


def slugs(
    names: Iterable[ColumnName],
    published: Mapping[ColumnName, str],
    fixed: Mapping[ColumnName, str] | None = None,
    nameless: str = "column",
) -> dict[ColumnName, str]:
    """A path-safe ASCII slug a column, each different.

    A slug fixed by the config comes first, then a published one stays. Where several want one, the
    smallest name has it and the others get `-` and 6 hex of the sha256 of (source, name). A name
    without letters is `nameless`, `-` and 6 hex.
    """
    wanted = sorted(set(names), key=lambda column: (column.name, column.source))
    given: dict[ColumnName, str] = {}
    taken = set(_RESERVED_SLUGS)
    for known in (fixed or {}, published):
        for column in wanted:
            if column in known and column not in given and known[column] not in taken:
                given[column] = known[column]
                taken.add(given[column])
    for column in wanted:
        if column not in given:
            given[column] = next(slug for slug in _slug_candidates(column, nameless) if slug not in taken)
            taken.add(given[column])
    return given


def _slug_candidates(column: ColumnName, nameless: str) -> Iterator[str]:
    hexes = digest_of("\n".join(column))
    # The backend is named: by default another one is used wherever it happens to be installed.
    # Imported here: only a press needs it.
    from slugify import slugify  # noqa: PLC0415

    slug = slugify(column.name, max_length=_SLUG_LENGTH, word_boundary=True, backend="text-unidecode")
    if re.search("[a-z]", slug):
        yield slug
    else:
        slug = nameless
    yield f"{slug}-{hexes[:6]}"
    # Only a column named after another one's hash comes this far.
    yield f"{slug}-{hexes}"


def valid_slug(slug: str) -> bool:
    """Whether a slug may name a folder of the edition (one from config.toml or an older edition)."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)) and slug not in _RESERVED_SLUGS
