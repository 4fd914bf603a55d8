"""What numbers the issues of a series: their days, or a count that goes up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as Date  # noqa: N812  as in digest
from itertools import pairwise

_DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100}
#: Days between the day that an issue names and the one it appears on: a weekly is of the week before.
_NEAR = 21
#: Of ten pairs or steps, so many have to be right: archives hold typing errors, and counts begin anew.
_RIGHT = 0.8
_PARTS = re.compile(r"[0-9]+")

Numbered = tuple[str, Date]


def are_days(pairs: Sequence[Numbered]) -> bool:
    """Whether numbers, each with the date of its digest, are days near that date."""
    near = sum(_is_near(number, date) for number, date in pairs)
    return near >= _RIGHT * len(pairs)


def are_ascending(pairs: Iterable[Numbered]) -> bool:
    """Whether numbers go up with the dates of their digests, hardly ever repeated."""
    counts = [(date, count) for number, date in pairs if (count := count_of(number)) is not None]
    numbers = [count for _, count in sorted(counts)]
    if len(numbers) < 2:  # noqa: PLR2004  one goes nowhere
        return False
    up = sum(later > number for number, later in pairwise(numbers))
    return up >= _RIGHT * (len(numbers) - 1)


def count_of(number: str) -> int | None:
    """What a number in ASCII or Chinese digits counts; None for a day or another thing."""
    if number.isascii():
        return int(number) if number.isdigit() else None
    if any(unit in number for unit in _UNITS):
        total, digit = 0, 0
        for char in number:
            if char in _UNITS:
                total += (digit or 1) * _UNITS[char]
                digit = 0
            else:
                digit = _DIGITS.get(char, 0)
        return total + digit
    digits = "".join(str(_DIGITS[char]) for char in number if char in _DIGITS)
    return int(digits) if digits else None


def _is_near(number: str, date: Date) -> bool:
    return any(abs((day - date).days) <= _NEAR for day in _days(number, date))


def _days(number: str, date: Date) -> Iterable[Date]:
    """The days that a number may stand for; one without a year is of the digest's or a year beside it."""
    parts = _PARTS.findall(number)
    match [len(part) for part in parts]:
        case [8]:
            whole = [parts[0][:4], parts[0][4:6], parts[0][6:]]
        case [4 | 3]:
            whole = [parts[0][:-2], parts[0][-2:]]
        case [2, _, _]:
            whole = [f"20{parts[0]}", *parts[1:]]
        case [4, _, _] | [_, _]:
            whole = parts
        case _:
            return
    years = [int(whole[0])] if len(whole) == 3 else [date.year, date.year - 1, date.year + 1]  # noqa: PLR2004
    month, day = (int(part) for part in whole[-2:])
    for year in years:
        try:
            yield Date(year, month, day)
        except ValueError:
            continue
