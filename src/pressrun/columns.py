"""Which column a digest belongs to, and what an edition's columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pressrun.digest import Digest, column_in_title
from pressrun.identity import ColumnName, normalise, slugs


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One `[[column]]` of the config: which digests it gathers and what the column is called.

    `sources` and `columns` are what a digest is recognised by without config: its source and the name
    in its title, or the column's own name. An empty one matches any; both empty is refused by the config.
    """

    name: str
    slug: str | None = None
    sources: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    language: str | None = None

    def gathers(self, recognised: ColumnName) -> bool:
        """Whether a digest that was recognised as this column belongs here."""
        return (not self.sources or recognised.source in self.sources) and (
            not self.columns or recognised.name in {*self.columns, normalise(self.name)}
        )

    @property
    def key(self) -> ColumnName:
        """What the column's id is made from: what it first gathers, so that renaming keeps the id."""
        source = self.sources[0] if self.sources else ""
        return ColumnName(source, self.columns[0] if self.columns else source)


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
    """
    source = normalise(digest.source)
    name = None if digest.whole else column_in_title(digest.title)
    return ColumnName(source, name or source)


def gather(
    digests: Iterable[Digest], rules: Sequence[ColumnRule], published: Mapping[ColumnName, str]
) -> list[tuple[Column, list[Digest]]]:
    """The columns that these digests make, by slug, each with its digests in the order given.

    Args:
        digests: each already under the source it is to be published under.
        rules: the config's columns; the first that gathers a digest has it.
        published: the slugs of the edition before, which stay.
    """
    gathered: dict[ColumnName, tuple[ColumnRule | None, list[Digest]]] = {}
    for digest in digests:
        recognised = recognise(digest)
        rule = next((rule for rule in rules if rule.gathers(recognised)), None)
        _, members = gathered.setdefault(rule.key if rule else recognised, (rule, []))
        members.append(digest)
    names = _slug_names({key: _name(key, rule) for key, (rule, _) in gathered.items()})
    # A column that the config has just renamed stands in the edition before under its old name.
    kept = {name: published[old] for key, name in names.items() for old in (key, name) if old in published}
    fixed = {names[key]: rule.slug for key, (rule, _) in gathered.items() if rule and rule.slug}
    given = slugs(names.values(), kept, fixed)
    columns = [(_column(key, rule, given[names[key]]), members) for key, (rule, members) in gathered.items()]
    return sorted(columns, key=lambda pair: pair[0].slug)


def _column(key: ColumnName, rule: ColumnRule | None, slug: str) -> Column:
    name = _name(key, rule)
    return Column(key, name.name, name.source, slug, rule.language if rule else None)


def _slug_names(names: Mapping[ColumnName, ColumnName]) -> dict[ColumnName, ColumnName]:
    """What each column's slug is made from: its name, or its key where two are called alike."""
    counts = Counter(names.values())
    return {key: name if counts[name] == 1 else key for key, name in names.items()}


def _name(key: ColumnName, rule: ColumnRule | None) -> ColumnName:
    if rule is None:
        return key
    return ColumnName(key.source if len(rule.sources) == 1 else "", normalise(rule.name))
