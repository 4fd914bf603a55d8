"""The fields that a saved page says itself, for a capture whose front matter or sidecar does not.

Nothing here imports a parser before a page is there: a check of Markdown never pays for it (law 12).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from pressrun.capture import KNOWN_FIELDS, Capture, Field
from pressrun.finding import Place

if TYPE_CHECKING:
    from pressrun.markup.said import Said

_YEARS = range(1900, 3000)
_EPOCH = re.compile("[0-9]{9,10}")
_DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})(?!\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# ECMA-262 §21.4.4.41.4, as browsers write a moment; RFC 1123 §5.2.14, as servers do.
_MOMENTS = tuple(
    re.compile(rf"[A-Z][a-z]{{2}},? {day} {_TIME} (?:GMT|UTC)?(?P<zone>[+-]\d{{4}})?(?: \(.*)?")
    for day in (
        r"(?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) (?P<year>\d{4})",
        r"(?P<day>\d\d) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4})",
    )
)
# How far from its mark a value is looked for.
_NEAR = 2_000


def with_own_fields(capture: Capture, zone: tzinfo) -> Capture:
    """The capture with what its page says itself of the fields that nobody wrote down.

    Args:
        capture: a split file; all but a readable page comes back as it is.
        zone: what a moment becomes a day in.
    """
    if not capture.is_page or capture.encoding is not None or (capture.opened and not capture.closed):
        return capture
    missing = {name for name in KNOWN_FIELDS if capture.field(name) is None}
    if not missing:
        return capture
    # Imported here: beautifulsoup4 costs 150 ms of start-up, and few inboxes hold saved pages.
    from pressrun.markup.page import read_page  # noqa: PLC0415

    page = read_page(capture.body)
    said = [one for one in page.said if one.field in missing] if page else []
    return replace(capture, fields=(*_fields(capture, said, zone), *capture.fields)) if said else capture


def _fields(capture: Capture, said: Iterable[Said], zone: tzinfo) -> Iterator[Field]:
    """A field for each one that the page has a word for that can be believed."""
    source = "\n".join(capture.lines[capture.body_line - 1 :])
    done: set[str] = set()
    for one in said:
        value = _value(one, zone) if one.field not in done else ""
        if value:
            done.add(one.field)
            place, raw = _placed(source, one, capture.body_line)
            yield Field(one.field, value, raw, place, written=False)


def _value(said: Said, zone: tzinfo) -> str:
    """The value as front matter would have it; empty where it is no such value."""
    if said.field == "date":
        day = _day(said.value.strip(), zone)
        return day.isoformat() if day and day.year in _YEARS else ""
    if said.field == "fetch_date":
        moment = _moment(said.value.strip())
        return moment.isoformat() if moment and moment.year in _YEARS else ""
    return " ".join(said.value.split())


def _day(text: str, zone: tzinfo) -> date | None:
    """The day of a moment in the zone; a moment that names no zone is in it already."""
    try:
        if _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(text), zone).date()
        moment = _moment(text)
        if moment is not None:
            return (moment.astimezone(zone) if moment.tzinfo else moment).date()
        match = _DAY.match(text)
        return date(*map(int, match.groups())) if match else None
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> datetime | None:
    """A moment as ISO 8601, browsers or servers write it."""
    try:
        for shape in _MOMENTS:
            match = shape.fullmatch(text)
            if match:
                return _from_words(match)
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_words(match: re.Match[str]) -> datetime:
    shift = match["zone"] or "+0000"
    ahead = timedelta(hours=int(shift[1:3]), minutes=int(shift[3:]))
    return datetime(
        *(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"])),
        *(int(match["hour"]), int(match["minute"]), int(match["second"])),
        tzinfo=timezone(-ahead if shift[0] == "-" else ahead),
    )


def _placed(source: str, said: Said, line: int) -> tuple[Place, str]:
    """Where the page says it, and how it is spelled there; its first line where it cannot be found."""
    found = re.search(rf"(?<![\w:.-]){re.escape(said.mark)}(?![\w:.-])", source, re.IGNORECASE)
    mark = found.start() if found else -1
    written = said.written.strip()
    first = max(mark - _NEAR, 0)
    for spelled in (written, html.escape(written, quote=False), html.escape(written)):
        # Behind its mark, mostly; <meta content="…" property="…"> has it in front.
        for start in (mark, first) if mark >= 0 else ():
            at = source.find(spelled, start, mark + _NEAR + len(spelled))
            if at >= 0 and "\n" not in spelled:
                number = source.count("\n", 0, at)
                column = at - source.rfind("\n", 0, at)
                return Place(line + number, column, line + number, column + len(spelled)), spelled
    return Place(line, 1, line, 1), " ".join(said.value.split())
