"""Kinds of text that keys take: each is believed, or refused with what to write."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from pressrun.characters import illegal_character
from pressrun.identity import normalise, valid_slug

# RFC 4151 §2.1: a domain name or an address, and the date from which it was yours.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:,[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?"
)
# What a line of `[clean]` has at the least and at the most.
_LEAST_LETTERS, _LONGEST_LINE = 2, 200
# Without what RFC 3986 lets stand in no address, and without name and password: every reader would see them.
_BASE_URL = re.compile(r"https?://[^\s/?#@<>\"\\^`{|}]+(?:/[^\s?#<>\"\\^`{|}]*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def _name(value: str) -> str:
    if illegal_character(value) is not None or not normalise(value):
        raise ValueError("must be text that a reader can show")
    return value


def _base_url(value: str) -> str:
    if not (_BASE_URL.fullmatch(value) and value.isprintable() and has_host(value)):
        raise ValueError(
            "must be an absolute http or https address without query and fragment, as in "
            '"https://feeds.example.org/"'
        )
    return value if value.endswith("/") else value + "/"


def has_host(address: str) -> bool:
    """Whether an address names a host, and no port that cannot be."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _authority(value: str) -> str:
    if not _AUTHORITY.fullmatch(value):
        raise ValueError('must be a domain or address and the year it was yours, as in "example.org,2026"')
    return value if "," in value else f"{value},2026"


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError('is no zone of the tz database, as "Asia/Shanghai" is') from None
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError('must be a language tag, as in "zh-CN"')
    return value


def _slug(value: str) -> str:
    if not valid_slug(value):
        raise ValueError("must be a-z, 0-9 and single hyphens, and none of attributions, archive, items")
    return value


def _line(value: str) -> str:
    if sum(map(str.isalnum, value)) < _LEAST_LETTERS:
        raise ValueError(
            f"{value!r} holds less than {_LEAST_LETTERS} letters, so lines of articles would fit"
        )
    if "\n" in value or value != value.strip() or len(value) > _LONGEST_LINE:
        raise ValueError(
            f"{value!r} is compared with whole lines without white space around: one line of at most "
            f"{_LONGEST_LINE} characters"
        )
    return value


def _interval(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,5}[smhd]", value):
        raise ValueError('must be a whole number and s, m, h or d, as in "5m"')
    return value


def _crontab(value: str) -> str:
    # What the fields mean is the scheduler's to say, when there is one.
    if value and not re.fullmatch(r"[0-9A-Za-z*/,#-]{1,60}(?: +[0-9A-Za-z*/,#-]{1,60}){4}", value):
        raise ValueError('must be the five fields of a crontab line, as in "*/10 6-22 * * *"')
    return value


#: A name that readers are shown.
Name = Annotated[str, AfterValidator(_name)]
#: An http address that ends in a slash; documents' paths are put behind it.
BaseUrl = Annotated[str, AfterValidator(_base_url)]
#: The tagging entity of RFC 4151: a domain or address, a comma and a date.
Authority = Annotated[str, AfterValidator(_authority)]
#: A zone of the tz database.
Timezone = Annotated[str, AfterValidator(_timezone)]
#: A language tag in the form of BCP 47.
Language = Annotated[str, AfterValidator(_language)]
#: A column's folder.
Slug = Annotated[str, AfterValidator(_slug)]
#: A whole line of a text, with * for any part of it.
Line = Annotated[str, AfterValidator(_line)]
#: A whole number and its unit of time.
Interval = Annotated[str, AfterValidator(_interval)]
#: Minute, hour, day, month and weekday, as crontab(5) has them; empty: none.
Crontab = Annotated[str, AfterValidator(_crontab)]
