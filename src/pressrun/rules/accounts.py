"""What edition.json says, as the rules of an edition hold it against the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressrun.finding import Place
from pressrun.rules.document import Document
from pressrun.rules.kinds import ATTRIBUTIONS

#: What edition.json counts captures by; the first is the sum of the others.
COUNTS = ("captures", "published", "rejected", "duplicates")
_KEYS = re.compile(
    rf'"({"|".join(COUNTS)}|rejected_by_rule|columns|attributions)"(?=:)|"slug": *+"([a-z0-9-]++)"'
)


@dataclass(frozen=True, slots=True)
class Account:
    """A column or an attribution as edition.json tells it. A count or address that is none is -1 or empty.

    `folder` is where its feeds lie.
    """

    slug: str
    feed: str
    digests: int
    items: int
    folder: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """What edition.json says. `places`: the line of each key of `counts`, and of each slug by its folder."""

    counts: dict[str, int]
    by_rule: int
    columns: tuple[Account, ...]
    attributions: tuple[Account, ...]
    places: dict[str, Place]


def accounts_of(document: Document) -> Accounts:
    """What a document of that kind says."""
    record = document.record if isinstance(document.record, dict) else {}
    by_rule = record.get("rejected_by_rule")
    return Accounts(
        counts={key: _count(record.get(key)) for key in COUNTS},
        by_rule=sum(map(_count, by_rule.values())) if isinstance(by_rule, dict) else -1,
        columns=tuple(_account(listed, "") for listed in _dicts(record.get("columns"))),
        attributions=tuple(
            _account(listed, f"{ATTRIBUTIONS}/") for listed in _dicts(record.get("attributions"))
        ),
        places=dict(_places(document)),
    )


def _dicts(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _account(listed: dict[str, object], above: str) -> Account:
    slug = _text(listed.get("slug"))
    return Account(
        slug=slug,
        feed=_text(listed.get("feed")),
        digests=_count(listed.get("digests")),
        items=_count(listed.get("items")),
        folder=f"{above}{slug}",
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else -1


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _places(document: Document) -> Iterator[tuple[str, Place]]:
    """Where each count, and the slug of each column and attribution, stands in edition.json."""
    above = ""
    for match in _KEYS.finditer(document.text):
        key, slug = match.groups()
        if key:
            above = f"{ATTRIBUTIONS}/" if key == ATTRIBUTIONS else ""
        yield key or f"{above}{slug}", document.place_in_text(match.start(), len(match[0]))
