"""A capture that has been believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date as Date  # noqa: N812  the field is called date
from datetime import datetime, tzinfo
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError

from pressrun.capture import Capture
from pressrun.front_matter import FrontMatter, http_url, text
from pressrun.identity import digest_key, is_wechat, item_keys, unescaped


class Doubt(NamedTuple):
    """Why the schema does not believe a field: the rules turn it into a finding with a place."""

    field: str
    #: "missing", "empty", "bad_date", "bad_fetch_date" or "not_http"
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """One news piece of a digest. `title`, `summary` and `attribution` are text, `html` is safe HTML.

    `cut` marks text that the archiver cut short; `image` is the first image's absolute url. `categories` are
    its tags and the head of its section, one a value. `links` are the absolute addresses that it links, its
    original's first.
    """

    title: str
    html: str
    summary: str
    attribution: str | None = None
    image: str | None = None
    cut: bool = False
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., Item], tuple[bytes, dict[str, Any]]]:
        """Pickles the text as bytes: pickling a str leaves its UTF-8 behind in it, 150 MB for the sample."""
        rest = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "html"}
        return _unpickled_item, (self.html.encode("utf-8", "surrogatepass"), rest)


def _unpickled_item(text: bytes, rest: dict[str, Any]) -> Item:
    return Item(html=text.decode("utf-8", "surrogatepass"), **rest)


@dataclass(frozen=True, slots=True)
class Digest:
    """A believed capture. `fetched` is aware; `items` is empty until markup has read the body.

    `whole` says that the items are the digest itself: it was not split.
    """

    path: str
    key: str
    title: str
    url: str
    source: str
    date: Date
    fetched: datetime
    #: Whether `fetch_date` named its zone itself.
    zoned: bool = True
    items: tuple[Item, ...] = ()
    whole: bool = True
    #: Where its column leaves items out: the headings of all, and the places (from 0) of those in `items`.
    headings: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    #: Whether one of those left out is cut.
    shortened: bool = False
    #: The hash of the capture's title and body; empty where nobody asks for the items.
    content: str = ""
    #: The source of the capture that its text is taken from, where that is a mirror of its own.
    mirror: str = ""
    #: Other addresses that its copies were captured from.
    via: tuple[str, ...] = ()
    #: `fetched` and path of the first capture that says the same, where that is another one.
    since: tuple[datetime, str] | None = None

    @property
    def cut(self) -> bool:
        """Whether the archiver cut the digest's own text short, not merely the promotion behind it."""
        return self.shortened or any(item.cut for item in self.items)

    @property
    def named(self) -> str:
        """The source that its capture names itself."""
        return self.mirror or self.source

    def keeping(self, places: tuple[int, ...]) -> Digest:
        """The digest with the items at these places (from 0) alone; each stays the item that it was."""
        kept = tuple(self.items[place] for place in places)
        headings = tuple(item.title for item in self.items)
        return replace(self, items=kept, headings=headings, places=places, shortened=self.cut)

    def keyed_items(self) -> Iterator[tuple[int, str, Item]]:
        """Each item with its number (from 1) and key in the whole digest, whatever a column leaves out."""
        keys = item_keys(self.key, self.headings or (item.title for item in self.items))
        for number, item in zip(self.numbers, self.items, strict=True):
            yield number, keys[number - 1], item

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number (from 1) of each item in the whole digest."""
        return tuple(place + 1 for place in self.places or range(len(self.items)))


def believe(capture: Capture, zone: tzinfo) -> Digest | tuple[Doubt, ...]:
    """The digest that the front matter promises, or why it cannot be believed.

    Args:
        capture: a split file.
        zone: what `fetch_date` is read in where it names no zone itself.
    """
    values: dict[str, str] = {field.name: field.value for field in capture.fields}
    try:
        front = FrontMatter.model_validate(values)
    except ValidationError as error:
        return tuple(
            Doubt(str(problem["loc"][0]), _KINDS.get(problem["type"], problem["type"]))
            for problem in error.errors(include_url=False, include_context=False, include_input=False)
        )
    fetched = front.fetch_date if front.fetch_date.tzinfo else front.fetch_date.replace(tzinfo=zone)
    return Digest(
        path=capture.path,
        key=digest_key(front.url, front.title),
        title=front.title,
        url=front.url,
        source=front.source or urlsplit(front.url).hostname or "",
        date=front.date,
        fetched=fetched,
        zoned=front.fetch_date.tzinfo is not None,
    )


def account(url: str) -> str:
    """Who publishes at this url: the WeChat account (`__biz`), else the host in lower case."""
    parts = urlsplit(unescaped(url))
    host = (parts.hostname or "").lower()
    return dict(parse_qsl(parts.query)).get("__biz", host) if is_wechat(url) else host


def source_of(capture: Capture) -> str:
    """The publisher that a capture names, or its url's host; empty where neither can be read.

    Believed or not: a capture that is kept out counts under the same name as one that is published.
    """
    values = {field.name: field.value for field in capture.fields}
    try:
        return (
            str(text(values.get("source", "")))
            or urlsplit(str(http_url(values.get("url", "")))).hostname
            or ""
        )
    except ValueError:
        return ""


_KINDS = {"string_too_short": "empty"}
