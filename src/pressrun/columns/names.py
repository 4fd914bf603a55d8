"""The names of columns in titles: where they stand, and when two of them are one.

All functions take a title as `identity.normalise` leaves it: NFKC, no format characters, white space folded.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from pressrun.identity import column_in_title

_DATA = tomllib.loads(files("pressrun.columns").joinpath("names.toml").read_text("utf-8"))
_PERIODICAL = tuple(_DATA["periodical"])
_PERIODICAL_WORDS = frozenset(_DATA["periodical_words"])

_BARS = "|丨"
_SEMICOLONS = re.compile("[；;]")
_BRACKETED = re.compile(
    r"(?:【(?P<lenticular>[^】]{2,40})】|\[(?P<square>[^\]]{2,40})\])\s*(?P<rest>.*)", re.DOTALL
)
_ORDINAL = r"[0-9〇零一二三四五六七八九十百]{1,5}"
_DAY = r"(?:[0-9]{4}[-./年]?|[0-9]{2}[-./年])?[0-9]{1,2}[-./月]?[0-9]{1,2}日?"
_WHOLE_DAY = r"[0-9]{4}(?:[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{4})"
# What numbers an issue: its count or its date. One of them in the title, and the first one.
_NUMBER = re.compile(
    rf"#\s?(?P<hash>[0-9]{{1,5}})(?![0-9])"
    rf"|第\s?(?P<ordinal>{_ORDINAL})\s?[期回集辑周](?:\)|】)?"
    rf"|\(\s?(?P<issue>[0-9]{{1,5}})\s?期\)"
    rf"|(?i:\b(?:vol|no|issue|episode|ep)\b)\.?\s?(?P<volume>[0-9]{{1,5}})(?![0-9.])"
    rf"|\((?P<dated>{_DAY})(?:\s?[-~–—至到]\s?{_DAY})?(?:第?{_ORDINAL}?期)?\)"
    rf"|(?P<day>{_WHOLE_DAY})(?:\s?[-~–—至到]\s?{_WHOLE_DAY})?(?![0-9])"
)
#: A title of more characters is no name and a number, and is not searched for one.
_LONGEST_TITLE = 800
_LONGEST_NAME = 40
_OF_SENTENCES = frozenset('，。？！,?!;；、《》「」“”"…')
_AROUND = " |丨:：·•-–—_/,.&()（）[]【】"
_IN_FRONT_OF_NAMES = re.compile(r"[|丨】\]—]")
_GLUE = frozenset("-_./+=")
_YEAR_BEHIND = re.compile(r"\s?[0-9]{4}年?$")
_SLASHED = 5
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")


class Shape(StrEnum):
    """Where a title has the name of its column."""

    SUFFIX = "suffix"
    PREFIX = "prefix"
    BRACKETS = "brackets"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Named:
    """A part of a title that may be its column's name. `rest` is the title without it.

    `number` is what numbers the issue, as written; `mark` is what stands in front of its digits and tells
    its kind (`#`, `(`, `第`, a word; empty for a bare date). Both are empty in any other shape.
    """

    name: str
    shape: Shape
    rest: str
    number: str = ""
    mark: str = ""


_IN_FRONT = frozenset({Shape.PREFIX, Shape.BRACKETS})


@lru_cache(4096)
def fold(name: str) -> str:
    """What spellings of one name have in common: letter case and spaces are no difference."""
    return "".join(name.split()).casefold()


_FOLDED_RUBRICS = frozenset(map(fold, _DATA["rubrics"]))


def spelling_of(names: Counter[str], published: Collection[str] = ()) -> str:
    """How a name is written that digests write in several ways: as it was published, if it was.

    Else the tightest, without spaces where Chinese meets another script; of those the one that most digests
    write, and then the smallest. A column's id is made from it, so it must hardly ever change.
    """
    return min(
        {*names, *published}, key=lambda name: (name not in published, _gaps(name), -names[name], name)
    )


def _gaps(name: str) -> int:
    """How many spaces stand beside a character that is not ASCII."""
    return sum(
        not (before.isascii() and behind.isascii())
        for before, space, behind in zip(name, name[1:], name[2:], strict=False)
        if space == " "
    )


def names_in(title: str) -> Iterator[Named]:
    """Every part of a title that stands where columns have their names; most of them are none."""
    parts = re.split(f"[{_BARS}]", title)
    if len(parts) > 1:
        # A name that stands twice is taken off twice.
        last, first = without_number(parts[-1]), parts[0].strip()
        yield from _named(last, Shape.SUFFIX, _without(parts[:-1], last))
        yield from _named(first, Shape.PREFIX, _without(parts[1:], first))
    bracketed = _BRACKETED.match(title)
    if bracketed is not None:
        name = bracketed["lenticular"] or bracketed["square"]
        yield from _named(name.strip(), Shape.BRACKETS, bracketed["rest"])
    yield from _numbered(title)


def _without(parts: list[str], name: str) -> str:
    return " | ".join(part.strip() for part in parts if fold(part) != fold(name))


def _named(name: str, shape: Shape, rest: str) -> Iterator[Named]:
    if is_name(name) and rest and _NUMBER.search(name) is None:
        yield Named(name, shape, rest)


def _numbered(title: str) -> Iterator[Named]:
    number = _NUMBER.search(title[:_LONGEST_TITLE])
    if number is None or not _stands_apart(title, number):
        return
    before = _YEAR_BEHIND.sub("", title[: number.start()].strip(_AROUND))
    # Behind a rubric's bar, or the dash of a headline, the name begins.
    name = _IN_FRONT_OF_NAMES.split(before)[-1].strip(_AROUND)
    if is_name(name):
        digits = next(group for group in number.groups() if group)
        mark = number[0][: number[0].index(digits)].strip()
        yield Named(name, Shape.NUMBERED, title[number.end() :].strip(_AROUND), digits, mark)


def _stands_apart(title: str, number: re.Match[str]) -> bool:
    """Whether the number is none of a longer word's: CVE-2021-26411 and SA-20230228-0 are no issues."""
    before, after = title[number.start() - 1 : number.start()], title[number.end() : number.end() + 1]
    if not before or before in _GLUE or (number["day"] and before.isascii() and before.isalnum()):
        return False
    return not number[0][-1].isdigit() or not (after in _GLUE or (after.isascii() and after.isalnum()))


def without_number(name: str) -> str:
    """A name without the number of its issue behind it, and without white space around."""
    name = name.strip()
    number = _NUMBER.search(name) if len(name) <= _LONGEST_TITLE else None
    if number is None or number.end() < len(name) or not _stands_apart(name, number):
        return name
    bare = _YEAR_BEHIND.sub("", name[: number.start()].rstrip(_AROUND))
    return bare if is_name(bare) else name


def is_name(text: str) -> bool:
    """Whether a text can name a series: short, with letters, no sentence, and no rubric."""
    return (
        1 < len(text) <= _LONGEST_NAME
        and not _OF_SENTENCES.intersection(text)
        and any(map(str.isalpha, text))
        and fold(text) not in _FOLDED_RUBRICS
    )


def is_periodical(name: str) -> bool:
    """Whether a name says of itself that it comes again: a daily, a weekly, a podcast."""
    if any(word in name for word in _PERIODICAL):
        return True
    return not _PERIODICAL_WORDS.isdisjoint(word.lower() for word in _WORD.findall(name))


def holds_headlines(text: str) -> bool:
    """Whether a text joins several headlines: by semicolons, or by slashes between longer stretches."""
    if len([part for part in _SEMICOLONS.split(text) if part.strip()]) > 1:
        return True
    slashed = text.split("/")
    return len(slashed) > 1 and all(len(part.strip()) > _SLASHED for part in slashed)


def name_in(title: str) -> str | None:
    """The name that a title alone gives its digest, where the body holds several items; None without one.

    Behind a bar any name does if several headlines stand in front of it (`identity.column_in_title`). What
    stands anywhere else is a rubric far more often (measured): there the name has to say of itself that it
    comes again, and in front of headlines these have to be several, too.
    """
    suffix = column_in_title(title)
    if suffix is not None:
        return without_number(suffix)
    for named in names_in(title):
        numbered = named.shape is Shape.NUMBERED
        headed = named.shape in _IN_FRONT and holds_headlines(named.rest)
        if (numbered or headed) and is_periodical(named.name):
            return named.name
    return None
