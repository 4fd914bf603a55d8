"""The schema of a capture's front matter: what its five lines have to say to be believed."""

from __future__ import annotations

import re
from datetime import date as Date  # noqa: N812  the field of the model is called date
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from pressrun.capture import LINT_IGNORE
from pressrun.characters import xml_legal
from pressrun.identity import read_entities

_COMMENT = re.compile(r"\s#")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# What no calendar of a news archive holds, and what time arithmetic overflows on.
_YEARS = range(1900, 3000)
_ILLEGAL_IN_IRI = re.compile(r'[\t\n\r "<>\\^`{|}\x7f-\x9f\u2028\u2029]')


def text(value: object) -> object:
    """Text as a reader sees it. Entities are read once, so that writing them out later keeps the id."""
    return " ".join(xml_legal(read_entities(value)).split()) if isinstance(value, str) else value


def _bare(value: object) -> object:
    """A machine's field: a YAML comment behind it (` # …`) is none of its value."""
    if not isinstance(value, str):
        return value
    comment = _COMMENT.search(value) if "#" in value else None
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


def http_url(value: object) -> object:
    """An http or https url with a host, as written but for what no IRI may hold.

    Raises:
        PydanticCustomError: it is none; an empty one and what is no text pass.
    """
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

    title: Annotated[str, BeforeValidator(text)] = Field(
        min_length=1, description="The headline of the page, as text."
    )
    url: Annotated[str, BeforeValidator(http_url)] = Field(
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
    source: Annotated[str, BeforeValidator(text)] = Field(
        default="", description="The publisher; empty or absent: the url's host."
    )
