"""Whom an item's text is owed to: which spellings are one name, and which names have a feed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from pressrun.digest import Digest
from pressrun.identity import ColumnName, normalise, slugs

# Brackets, quotes, dashes and what ends a sentence; #, & and their like belong to names.
_PUNCTUATION = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po"})
_OF_NAMES = frozenset("#%&*@")
# Between a Latin word and a Chinese, Japanese or Korean one, where some writers put a space.
_SEAM = re.compile(r"(?<=[0-9a-z])(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")


@dataclass(frozen=True, slots=True)
class AttributionRule:
    """Which attributions have a feed: those of `least` items or more, of `only` where it holds any.

    `only` are spellings as `spelling` gives them.
    """

    least: int = 1
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attribution:
    """A name with a feed. `key` makes its id, `name` is what readers see; `slug` is its folder."""

    key: str
    name: str
    slug: str


class Mention(NamedTuple):
    """An item under an attribution: the digest, and the item's number in the whole of it, from 1."""

    digest: Digest
    position: int


@dataclass(frozen=True, slots=True)
class AttributionRecord:
    """What edition.json, the index and the OPML say of an attribution; `feed` is its feed's address."""

    slug: str
    title: str
    items: int
    feed: str
    updated: datetime


@lru_cache(4096)
def spelling(name: str) -> str:
    """What all spellings of a name have in common; empty for one of punctuation alone.

    NFKC without format characters, in one letter case, without white space and without punctuation
    around it: 354 spellings of sources stand in the archive measured (FACTS §1), and these four tell
    most of them apart. An id is made from it: a change here renames what subscribers have read.
    """
    text = "".join(normalise(normalise(name).casefold()).split())
    start, end = 0, len(text)
    while start < end and _is_margin(text[start]):
        start += 1
    while start < end and _is_margin(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_margin(char: str) -> bool:
    return unicodedata.category(char) in _PUNCTUATION and char not in _OF_NAMES


def rename(digests: Iterable[Digest], merged: Mapping[str, str]) -> Iterator[Digest]:
    """The digests, their items' attributions under the names that the config gives them.

    Args:
        digests: any; those that name nobody of `merged` are the same afterwards.
        merged: a name for each spelling, as `spelling` gives it. Nothing else decides, so that no
            capture changes what is published of another.
    """
    for digest in digests:
        names = [merged.get(spelling(item.attribution or "")) for item in digest.items] if merged else []
        if any(names):
            items = (
                replace(item, attribution=name) if name else item
                for item, name in zip(digest.items, names, strict=True)
            )
            yield replace(digest, items=tuple(items))
        else:
            yield digest


def gather_attributions(
    digests: Iterable[Digest], rule: AttributionRule, published: Mapping[str, str]
) -> list[tuple[Attribution, list[Mention]]]:
    """The attributions that have a feed, by slug, each with all its items in the order given.

    A name is shown in its commonest spelling; of two as common, in the smallest.

    Args:
        digests: what is published, and nothing that is rejected or a duplicate.
        rule: which of the names found have a feed.
        published: the slugs of the edition before by the names shown in it; they stay.
    """
    mentions: dict[str, list[Mention]] = {}
    spellings: dict[str, Counter[str]] = {}
    for digest in digests:
        for position, item in zip(digest.numbers, digest.items, strict=True):
            key = spelling(item.attribution) if item.attribution else ""
            if key and (not rule.only or key in rule.only):
                mentions.setdefault(key, []).append(Mention(digest, position))
                spellings.setdefault(key, Counter())[normalise(item.attribution or "")] += 1
    kept = [key for key, found in mentions.items() if len(found) >= rule.least]
    before = {_slug_name(spelling(name)): slug for name, slug in published.items()}
    given = slugs(map(_slug_name, kept), before, nameless="attribution")
    gathered = [
        (Attribution(key, _commonest(spellings[key]), given[_slug_name(key)]), mentions[key]) for key in kept
    ]
    return sorted(gathered, key=lambda pair: pair[0].slug)


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))


def _slug_name(key: str) -> ColumnName:
    """What a slug is made from: the key and not the name shown, which one more capture can change."""
    return ColumnName("", _SEAM.sub(" ", key))
