"""DT: when the page was published and captured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.subject import Subject, quote

_FOLDER = re.compile(r"(?:^|/)(\d{4})/(\d{2})/(\d{2})(?:/|\Z)")
_LATE = timedelta(days=365)


def _doubted(subject: Subject, kind: str, remedy: str) -> Iterator[Complaint]:
    for doubt in subject.doubts:
        if subject.readable and subject.capture and doubt.kind == kind:
            field = subject.capture.field(doubt.field)
            value = field.value if field else ""
            yield Complaint(subject.place(doubt.field), f"{doubt.field}: {quote(value)} is {remedy}")


@rule("DT001", "bad-date", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def bad_date(subject: Subject) -> Iterator[Complaint]:
    """`date` is not a day of the calendar, or lies outside the years 1900 to 2999.

    It decides the entry's time, its month and its place in the feed.

    Example, front matter:
        date: 2025-02-30

    Remedy: Write the day the page was published as YYYY-MM-DD.
    """
    return _doubted(subject, "bad_date", "no day of the calendar; write it as YYYY-MM-DD")


@rule("DT002", "date-after-fetch", Severity.WARNING)
def date_after_fetch(subject: Subject) -> Iterator[Complaint]:
    """`date` lies after `fetch_date`: the page would have been captured before it was published.

    Published with its `date` all the same, which may lie in the future. A day of difference is mostly a
    matter of time zones.

    Example, front matter:
        date: 2025-03-20
        fetch_date: 2025-03-15T08:30:00+08:00

    Remedy: One of the two is wrong; correct it.
    """
    digest = subject.digest
    if digest and digest.date > digest.fetched.date():
        yield Complaint(
            subject.place("date"),
            f"date: {digest.date} is after fetch_date {digest.fetched.date()}; correct one of the two",
        )


@rule("DT003", "bad-fetch-date", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def bad_fetch_date(subject: Subject) -> Iterator[Complaint]:
    """`fetch_date` is not a date and time as in ISO 8601.

    Of several captures of one page the newest speaks, so it has to be known.

    Example, front matter:
        fetch_date: yesterday evening

    Remedy: Write it as YYYY-MM-DDThh:mm:ss, with a zone if there is one.
    """
    return _doubted(subject, "bad_fetch_date", "no date and time; write it as YYYY-MM-DDThh:mm:ss")


@rule("DT004", "naive-fetch-date", Severity.INFO, once=True)
def naive_fetch_date(subject: Subject) -> Iterator[Complaint]:
    """`fetch_date` names no time zone, so the timezone of the config is taken.

    Said once a run, at the first capture. Harmless where all captures come from one zone and the config
    names it; else captures of one page may be put in the wrong order.

    Example, front matter:
        fetch_date: 2025-03-15T08:30:00

    Remedy: Let the archiver write the zone (`+08:00`, `Z`), or set `timezone` in the config to its zone.
    """
    if subject.digest and not subject.digest.zoned:
        yield Complaint(
            Place(),
            "fetch_date names no time zone, the config's is taken; write it, or correct the config's",
        )


@rule("DT005", "date-not-folder", Severity.WARNING)
def date_not_folder(subject: Subject) -> Iterator[Complaint]:
    """`date` is another day than the folder's that the capture lies in, where that is `YYYY/MM/DD`.

    Published under its `date`: it is what the page said, the folder is where the archiver put it. One of the
    two is wrong, and if it is the date, the entry stands at the wrong place of the feed.

    Example, files:
        2025/03/14/note.md:
            date: 2025-03-15

    Remedy: Look at the page; then correct the date, or move the file into the folder of its day.
    """
    digest, folder = subject.digest, _day_of(subject.path.rpartition("/")[0])
    if digest and folder and digest.date.isoformat() != folder:
        message = f"date: {digest.date} is not the folder's {folder}; move the file or correct the date"
        yield Complaint(subject.place("date"), message)


@lru_cache(maxsize=8)
def _day_of(folder: str) -> str | None:
    """The day that a folder is named by; the captures of one stand next to each other."""
    match = _FOLDER.search(folder)
    return "-".join(match.groups()) if match else None


@rule("DT006", "late-fetch", Severity.INFO, default=False)
def late_fetch(subject: Subject) -> Iterator[Complaint]:
    """The page was captured more than 365 days after it was published.

    It may have been edited, moved or replaced since, so that the capture is not what was published that
    day. A bulk capture of an old archive is late throughout: only the rule's code, or ALL, brings it.

    Example, front matter:
        date: 2023-03-14
        fetch_date: 2025-03-15T08:30:00+08:00

    Remedy: Compare it with an earlier capture if there is one; in the file nothing is to be done.
    """
    digest = subject.digest
    if digest and digest.fetched.date() - digest.date > _LATE:
        days = (digest.fetched.date() - digest.date).days
        yield Complaint(
            subject.place("fetch_date"), f"captured {days} days after {digest.date}; it may have changed"
        )
