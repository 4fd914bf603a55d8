"""The schema of a capture's front matter, and a capture that has been believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date as Date  # noqa: N812  the field of the model is called date
from datetime import datetime, tzinfo
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from pressrun.capture import LINT_IGNORE, Capture
from pressrun.characters import xml_legal
from pressrun.identity import digest_key, item_keys, read_entities

_COMMENT = re.compile(r"\s#")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# What no calendar of a news archive holds, and what time arithmetic overflows on.
_YEARS = range(1900, 3000)
_ILLEGAL_IN_IRI = re.compile(r'[\t\n\r "<>\\^`{|}\x7f-\x9f\u2028\u2029]')


def _text(value: object) -> object:
    """Text as a reader sees it. Entities are read once, so that writing them out later keeps the id."""
    return " ".join(xml_legal(read_entities(value)).split()) if isinstance(value, str) else value


def _bare(value: object) -> object:
    """A machine's field: a YAML comment behind it (` # …`) is none of its value."""
    if not isinstance(value, str):
        return value
    comment = _COMMENT.search(value)
    return (value[: comment.start()] if comment else value).strip()


def _calendar_date(value: object) -> object:
    value = _bare(value)
    if isinstance(value, str):
        match = _DATE.fullmatch(value)
        try:
            day = Date(*map(int, match.groups())) if match else None
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            raise PydanticCustomError("bad_date", "not a calendar date YYYY-MM-DD")
        return day
    return value


def _moment(value: object) -> object:
    value = _bare(value)
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.year not in _YEARS:
            raise PydanticCustomError("bad_fetch_date", "not a date and time as in ISO 8601")
        return moment
    return value


def _http_url(value: object) -> object:
    value = _bare(value)
    if not isinstance(value, str) or not value:
        return value
    # RFC 3987 §2.2: what no IRI may hold is encoded, everything else stays as written. First of all,
    # because urllib reads over control characters that would be part of the address once encoded.
    # What XML forbids is left out, as everywhere else: encoded, it would be part of an address for good.
    value = _ILLEGAL_IN_IRI.sub(lambda match: quote(match[0], safe=""), xml_legal(value))
    try:
        parts = urlsplit(value)
        known = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise PydanticCustomError("not_http", "not an http or https url with a host")
    return value


def _with_lint_ignore(schema: dict[str, Any]) -> None:
    """Tells editors of the line that is for the rules alone; believing a capture has no use for it."""
    schema["properties"][LINT_IGNORE] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "Codes of rules, or their beginnings, that are silent about this capture.",
    }


class FrontMatter(BaseModel):
    """The five lines on top of a capture. Other keys are kept and are no error."""

    model_config = ConfigDict(extra="allow", frozen=True, json_schema_extra=_with_lint_ignore)

    title: Annotated[str, BeforeValidator(_text)] = Field(
        min_length=1, description="The headline of the page, as text."
    )
    url: Annotated[str, BeforeValidator(_http_url)] = Field(
        min_length=1,
        json_schema_extra={"format": "uri"},
        description="Where the page was captured, http or https.",
    )
    date: Annotated[Date, BeforeValidator(_calendar_date)] = Field(
        description="The day the page was published, YYYY-MM-DD."
    )
    # Not `format: date-time`: RFC 3339 demands a zone, which no archiver measured writes.
    fetch_date: Annotated[
        datetime,
        BeforeValidator(_moment),
        WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$"}),
    ] = Field(description="When the page was captured, ISO 8601; without a zone the config's timezone holds.")
    source: Annotated[str, BeforeValidator(_text)] = Field(
        default="", description="The publisher; empty or absent: the url's host."
    )


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

    @property
    def cut(self) -> bool:
        """Whether the archiver cut the digest's own text short, not merely the promotion behind it."""
        return self.shortened or any(item.cut for item in self.items)

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
        source=source_of(capture),
        date=front.date,
        fetched=fetched,
        zoned=front.fetch_date.tzinfo is not None,
    )


def source_of(capture: Capture) -> str:
    """The publisher that a capture names, or its url's host; empty where neither can be read.

    Believed or not: a capture that is kept out counts under the same name as one that is published.
    """
    values = {field.name: field.value for field in capture.fields}
    try:
        return (
            str(_text(values.get("source", "")))
            or urlsplit(str(_http_url(values.get("url", "")))).hostname
            or ""
        )
    except ValueError:
        return ""


_KINDS = {"string_too_short": "empty"}
