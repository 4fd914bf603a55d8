"""Fixes of the UR rules. A url is part of a digest's identity: all but the encoding are unsafe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pressrun.markup.addresses import tracking_names
from pressrun.rules.fixes.registry import Edit, fixer
from pressrun.rules.fixes.writing import rewritten
from pressrun.rules.subject import Subject


@fixer("UR002", "write https", safe=False)
def write_https(subject: Subject) -> Iterator[Edit]:
    """The scheme alone; an address that names a port stays, for https answers at another one."""
    address = _address(subject)
    if address[:5].lower() == "http:" and subject.digest and urlsplit(subject.digest.url).port is None:
        yield from _with(subject, f"https{address[4:]}")


@fixer("UR003", "encode the characters")
def encode(subject: Subject) -> Iterator[Edit]:
    """The address as it is believed and published."""
    if subject.digest:
        yield from _with(subject, subject.digest.url)


@fixer("UR004", "remove the tracking parameters", safe=False)
def without_tracking(subject: Subject) -> Iterator[Edit]:
    """The query without them; the other parameters keep their order and spelling."""
    if subject.digest is None:
        return
    page, mark, place = _address(subject).partition("#")
    path, _, query = page.partition("?")
    tracking = set(tracking_names((urlsplit(subject.digest.url).hostname or "").lower(), query))
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] not in tracking]
    if tracking:
        yield from _with(subject, f"{path}{'?' if kept else ''}{'&'.join(kept)}{mark}{place}")


def _address(subject: Subject) -> str:
    """The url as written, without the comment behind it."""
    field = subject.capture.field("url") if subject.capture else None
    return re.split(r"\s#", field.value, maxsplit=1)[0].strip() if field else ""


def _with(subject: Subject, address: str) -> Iterator[Edit]:
    field = subject.capture.field("url") if subject.capture else None
    before = _address(subject)
    if field is None or not before or address == before:
        return
    edit = rewritten(field, field.value.replace(before, address, 1))
    if edit is not None:
        yield edit
