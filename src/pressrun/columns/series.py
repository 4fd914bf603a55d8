"""Series that an inbox holds and no column has yet: what `pressrun columns --suggest` proposes.

One title tells a rubric from a series as little as a site's name from a column's. Many do: a series numbers
its issues upwards or by their days, or joins headlines time after time, and it comes again and again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  as in digest
from itertools import accumulate, pairwise
from statistics import median_low
from typing import NamedTuple

from pressrun.columns.configured import ColumnRule
from pressrun.columns.gathering import recognise
from pressrun.columns.names import Named, Shape, fold, holds_headlines, is_periodical, names_in, spelling_of
from pressrun.columns.numbers import are_ascending, are_days
from pressrun.columns.patterns import escaped
from pressrun.digest import Digest
from pressrun.identity import ColumnName, normalise

#: Digests, and different days of theirs, of which a series has as many at least.
LEAST = 3
#: Days between two of its digests, half of the times at most.
_RHYTHM = 35
#: Digests a day at the most, on average: a rubric of single articles has several.
_A_DAY = 1.5
#: The share of a series that shows what it is told by.
_MOST = 2 / 3
_ORDER = tuple(Shape)
#: Where a name begins that a number follows, and the first character of a number.
_BEGIN = r"(?:^|[|丨】\]—] ?)"
_DIGIT = "[0-9〇零一二三四五六七八九十百]"


@dataclass(frozen=True, slots=True)
class Series:
    """A series that could be a column: `rule` gathers its digests, newest last in `digests`.

    `recognised` of them are gathered under this name without config already. `signs` are sentences
    that say what tells it from a rubric.
    """

    rule: ColumnRule
    digests: tuple[Digest, ...]
    recognised: int
    shapes: tuple[Shape, ...]
    signs: tuple[str, ...]

    @property
    def column(self) -> ColumnName:
        """Source and name."""
        return ColumnName(self.rule.sources[0], self.rule.name)


_Member = tuple[Digest, Named]


class _Free(NamedTuple):
    """A digest that no column of the config asks for, what it is recognised as, and its title as matched."""

    digest: Digest
    recognised: ColumnName
    title: str


def find_series(
    digests: Iterable[Digest], rules: Sequence[ColumnRule], known: Iterable[ColumnName] = ()
) -> tuple[Series, ...]:
    """The series among the digests that no rule gathers, the longest first.

    Args:
        digests: those to be published, each under its own source.
        rules: the config's columns; what one of them gathers by its names or its title needs no other.
        known: the keys of columns that there are already; a series that is one keeps its spelling.
    """
    free: dict[str, list[_Free]] = defaultdict(list)
    groups: dict[ColumnName, dict[Shape, list[_Member]]] = defaultdict(lambda: defaultdict(list))
    for digest in sorted(digests, key=lambda digest: (digest.date, digest.path)):
        one = _Free(digest, recognise(digest), normalise(digest.title))
        if _is_asked_for(one, rules):
            continue
        source = one.recognised.source
        free[source].append(one)
        for named in names_in(one.title):
            # A site's or an account's own name is on all of its pages.
            if fold(named.name) not in fold(source):
                groups[ColumnName(source, fold(named.name))][named.shape].append((digest, named))
    spelled = {ColumnName(key.source, fold(key.name)): key.name for key in known}
    found = [
        series
        for column, shapes in groups.items()
        if (series := _series(shapes, free[column.source], spelled.get(column)))
    ]
    return tuple(_apart(sorted(found, key=_longest_first)))


def _is_asked_for(one: _Free, rules: Sequence[ColumnRule]) -> bool:
    """Whether a column of the config names this series; one of a whole source names none."""
    rule = next((rule for rule in rules if rule.gathers(one.recognised, one.title)), None)
    return rule is not None and (bool(rule.columns) or rule.title is not None)


def _longest_first(series: Series) -> tuple[int, int, ColumnName]:
    return (-len(series.digests), -len(series.rule.name), series.column)


def _apart(found: Iterable[Series]) -> Iterator[Series]:
    """Series that share no more than half of their digests with a longer one."""
    taken: set[str] = set()
    for series in found:
        keys = {digest.key for digest in series.digests}
        if len(keys & taken) * 2 <= len(keys):
            taken |= keys
            yield series


def _series(shapes: dict[Shape, list[_Member]], free: Sequence[_Free], known: str | None) -> Series | None:
    members = [member for found in shapes.values() for member in found]
    by_key = {digest.key: digest for digest, _ in members}
    if len(by_key) < LEAST or not _comes_again([digest.date for digest in by_key.values()]):
        return None
    signs = tuple(_signs(shapes, by_key))
    if not signs:
        return None
    name = known or spelling_of(Counter(named.name for _, named in members))
    used = tuple(_covering(shapes))
    source = normalise(members[0][0].source)
    spelled = _spelled({named.name for _, named in members})
    title = "|".join(_pattern(spelled, shape, shapes[shape]) for shape in used)
    rule = ColumnRule(name, sources=(source,), columns=(name,), title=title)
    gathered = [one for one in free if rule.gathers(one.recognised, one.title)]
    recognised = sum(fold(one.recognised.name) == fold(name) for one in gathered)
    return Series(rule, tuple(one.digest for one in gathered), recognised, used, signs)


def _comes_again(dates: Iterable[Date]) -> bool:
    """Whether digests of these days keep a rhythm: at least monthly, and hardly ever twice a day."""
    dates = list(dates)
    days = sorted(set(dates))
    if len(days) < LEAST or len(dates) > _A_DAY * len(days):
        return False
    return median_low((later - day).days for day, later in pairwise(days)) <= _RHYTHM


def _signs(shapes: dict[Shape, list[_Member]], digests: dict[str, Digest]) -> Iterator[str]:
    """What tells a series from a rubric, as sentences; none where nothing does."""
    enough = len(digests) * _MOST
    numbered = shapes.get(Shape.NUMBERED, [])
    if len(numbered) >= max(enough, LEAST):
        pairs = [(named.number, digest.date) for digest, named in numbered]
        if are_days(pairs):
            yield "the number of each issue is its day"
        elif are_ascending(pairs):
            yield "the numbers of its issues ascend"
    beside = [one for shape, found in shapes.items() if shape is not Shape.NUMBERED for one in found]
    if len({digest.key for digest, named in beside if holds_headlines(named.rest)}) >= enough:
        yield "the titles join several headlines"
    if sum(not digest.whole for digest in digests.values()) >= enough:
        yield "the bodies hold several items"
    named = beside[0][1].name if beside else ""
    if is_periodical(named):
        yield "the name says that it comes again"


def _covering(shapes: dict[Shape, list[_Member]]) -> Iterator[Shape]:
    """The fewest shapes, the commonest first, in which every digest has the name."""
    left = {digest.key for found in shapes.values() for digest, _ in found}
    for shape in sorted(shapes, key=lambda shape: (-len(shapes[shape]), _ORDER.index(shape))):
        keys = {digest.key for digest, _ in shapes[shape]}
        if keys & left:
            left -= keys
            yield shape


def _pattern(spelled: str, shape: Shape, members: Sequence[_Member]) -> str:
    """A pattern (RE2) for titles that have the name in this place."""
    if shape is Shape.PREFIX:
        return f"^{spelled} ?[|丨]"
    if shape is Shape.BRACKETS:
        return rf"^(?:【|\[) ?{spelled} ?(?:】|\])"
    if shape is Shape.SUFFIX:
        number = r"(?: ?[(#第0-9][^|丨]{0,30})?" if _has_numbers(members) else ""
        return f"[|丨] ?{spelled}{number}$"
    marks = sorted({named.mark for _, named in members})
    kinds = "|".join(f"{escaped(mark)} ?" if mark else "" for mark in marks)
    mark = f"(?:{kinds})" if len(marks) > 1 else kinds
    return rf"{_BEGIN}{spelled}[ |丨:·(\-]{{0,3}}(?:[0-9]{{4}}年)? ?{mark}{_DIGIT}"


def _has_numbers(members: Sequence[_Member]) -> bool:
    return any(not normalise(digest.title).endswith(named.name) for digest, named in members)


def _spelled(names: Iterable[str]) -> str:
    """All spellings of a name, in any letter case: with or without the spaces that one of them has.

    And without those that stand where Chinese meets another script.
    """
    gaps: set[int] = set()
    letters = ""
    for name in sorted(names):
        pieces = name.split()
        letters = "".join(pieces)
        gaps.update(accumulate(len(piece) for piece in pieces))
    for at, (before, behind) in enumerate(pairwise(letters), start=1):
        if before.isascii() != behind.isascii() and before.isalnum() and behind.isalnum():
            gaps.add(at)
    spaced = (f" ?{escaped(char)}" if at in gaps else escaped(char) for at, char in enumerate(letters))
    return f"(?i:{''.join(spaced)})"
