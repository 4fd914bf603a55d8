"""Which column a digest belongs to, and what an edition's columns are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pressrun.columns.configured import ColumnRule
from pressrun.columns.names import fold, name_in, spelling_of
from pressrun.digest import Digest
from pressrun.identity import ColumnName, normalise, slugs


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an edition. `key` makes its id; `source` is empty where it gathers several.

    `language` is the config's word; where it has none, `spoken` is the language that most of its digests
    are in, if that can be told (compose.languages).
    """

    key: ColumnName
    title: str
    source: str
    slug: str
    language: str | None = None
    spoken: str | None = None
    #: Of its dates, by its name in the tz database, and of entries in its live feeds; None: the edition's.
    timezone: str | None = None
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    """What edition.json, the index and the OPML say of a column; `feed` is the address of feed.xml.

    `language` is that of its feeds; empty: the edition's.
    """

    slug: str
    title: str
    source: str
    digests: int
    items: int
    feed: str
    updated: datetime
    language: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """An edition's table of contents and its accounting: captures = published + rejected + duplicates."""

    captures: int
    published: int
    rejected: int
    duplicates: int
    rejected_by_rule: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[ColumnRecord, ...] = ()


def recognise(digest: Digest) -> ColumnName:
    """The column that a digest names itself, else its source's.

    A name in the title counts only where the body holds two items or more; it is scoped to the source.
    Only the digest itself is asked: what depended on its neighbours would move to another column with
    every capture that comes or goes.
    """
    source = normalise(digest.source)
    return named(source, None if digest.whole else name_in(normalise(digest.title)))


def named(source: str, name: str | None) -> ColumnName:
    """The column of this name, or the source's own: without a name, or where the source is called so."""
    return ColumnName(source, source if name is None or fold(name) == fold(source) else name)


def rule_for(rules: Sequence[ColumnRule], recognised: ColumnName, title: str) -> ColumnRule | None:
    """The first `[[column]]` that a digest belongs to."""
    title = normalise(title)
    return next((rule for rule in rules if rule.gathers(recognised, title)), None)


def gather(
    digests: Iterable[Digest],
    rules: Sequence[ColumnRule],
    published: Mapping[ColumnName, str],
    others: Iterable[ColumnName] = (),
) -> list[tuple[Column, list[Digest]]]:
    """The columns that these digests make, by slug, each with its digests in the order given.

    Args:
        digests: each already under the source it is to be published under.
        rules: the config's columns; the first that gathers a digest has it.
        published: the slugs of the edition before, which stay.
        others: columns of digests that are not asked about; their slugs are taken.
    """
    placed = [(digest, recognise(digest)) for digest in digests]
    spelling = _spellings([recognised for _, recognised in placed], published)
    # A column of the config keeps its settings, whatever digest is the first that has its key.
    by_key = {rule.key: rule for rule in reversed(rules)}
    gathered: dict[ColumnName, tuple[ColumnRule | None, list[Digest]]] = {}
    for digest, recognised in placed:
        rule = rule_for(rules, recognised, digest.title) if rules else None
        key = rule.key if rule else spelling[recognised]
        _, members = gathered.setdefault(key, (by_key.get(key), []))
        members.append(digest)
    names = _slug_names({key: _name(key, rule) for key, (rule, _) in gathered.items()})
    # A column that the config has just renamed stands in the edition before under its old name.
    kept = {name: published[old] for key, name in names.items() for old in (key, name) if old in published}
    fixed = {names[key]: rule.slug for key, (rule, _) in gathered.items() if rule and rule.slug}
    beside = {name: published[name] for name in others}
    given = slugs((*names.values(), *beside), beside | kept, fixed)
    columns = [(_column(key, rule, given[names[key]]), members) for key, (rule, members) in gathered.items()]
    return sorted(columns, key=lambda pair: pair[0].slug)


def _spellings(
    recognised: Sequence[ColumnName], published: Mapping[ColumnName, str]
) -> dict[ColumnName, ColumnName]:
    """The one name for all spellings of a recognised one."""
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in recognised:
        groups[one.source, fold(one.name)][one.name] += 1
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in published:
        if (one.source, fold(one.name)) in groups:
            kept[one.source, fold(one.name)].add(one.name)
    chosen = {key: spelling_of(names, kept[key]) for key, names in groups.items()}
    return {one: ColumnName(one.source, chosen[one.source, fold(one.name)]) for one in set(recognised)}


def _column(key: ColumnName, rule: ColumnRule | None, slug: str) -> Column:
    name = _name(key, rule)
    if rule is None:
        return Column(key, name.name, name.source, slug)
    return Column(
        key,
        name.name,
        name.source,
        slug,
        language=rule.language,
        timezone=rule.timezone,
        entries=rule.entries,
    )


def _slug_names(names: Mapping[ColumnName, ColumnName]) -> dict[ColumnName, ColumnName]:
    """What each column's slug is made from: its name, or its key where two are called alike."""
    counts = Counter(names.values())
    return {key: name if counts[name] == 1 else key for key, name in names.items()}


def _name(key: ColumnName, rule: ColumnRule | None) -> ColumnName:
    if rule is None:
        return key
    return ColumnName(key.source if len(rule.sources) == 1 else "", normalise(rule.name))
