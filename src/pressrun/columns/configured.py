"""What the config says of a column: which digests it gathers, and what it makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressrun.columns.names import fold, name_in
from pressrun.columns.patterns import matches
from pressrun.identity import ColumnName, normalise


@dataclass(frozen=True, slots=True)
class ItemPatterns:
    """Patterns (RE2) for the parts of an item; None asks nothing of that part."""

    title: str | None = None
    text: str | None = None
    attribution: str | None = None

    def found(self, title: str, text: str, attribution: str) -> Iterable[bool]:
        """For each pattern, in turn, whether it is found in its part of an item."""
        for pattern, part in ((self.title, title), (self.text, text), (self.attribution, attribution)):
            if pattern is not None:
                yield matches(pattern, part)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One `[[column]]` of the config. Patterns are RE2's, matched against NFKC text.

    A digest belongs here if its source is one of `sources` and, where any of the two is given, it is
    recognised under one of `columns` or its title matches `title`. No `sources`: any source does.
    With a `grammar`, which says how the body's items are marked, a name in the title needs no items
    in the body to be recognised.
    """

    name: str
    slug: str | None = None
    sources: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    language: str | None = None
    title: str | None = None
    grammar: str | None = None
    #: Of the dates of its digests, by its name in the tz database; None: the edition's.
    timezone: str | None = None
    #: Of its live feeds, at the most; None: the edition's.
    entries: int | None = None
    #: An item is published where each pattern of `include` is found and none of `exclude`.
    include: ItemPatterns | None = None
    exclude: ItemPatterns | None = None

    def gathers(self, recognised: ColumnName, title: str = "") -> bool:
        """Whether a digest of this title that was recognised as this column belongs here."""
        return (not self.sources or recognised.source in self.sources) and (
            (not self.columns and self.title is None)
            or fold(recognised.name) in self._folded()
            or self._is_titled(title)
        )

    def reads(self, source: str, title: str) -> bool:
        """Whether a capture is to be read as this column's: before its body is, its title has to tell."""
        if self.sources and source not in self.sources:
            return False
        return (not self.columns and self.title is None) or self._names(title) or self._is_titled(title)

    def keeps(self, title: str, text: str, attribution: str) -> bool:
        """Whether the column publishes an item of this title, text and attribution."""
        if self.include is not None and not all(self.include.found(title, text, attribution)):
            return False
        return self.exclude is None or not any(self.exclude.found(title, text, attribution))

    @property
    def filters(self) -> bool:
        """Whether it publishes some items only."""
        return self.include is not None or self.exclude is not None

    @property
    def key(self) -> ColumnName:
        """What the column's id is made from: what it first gathers, so that renaming keeps the id.

        A column that is told by a title pattern alone is its name; `columns` beside it lets it be renamed.
        """
        source = self.sources[0] if self.sources else ""
        if self.columns:
            return ColumnName(source, self.columns[0])
        return ColumnName(source, source if self.title is None else normalise(self.name))

    def _folded(self) -> set[str]:
        return {fold(name) for name in (*self.columns, normalise(self.name))} if self.columns else set()

    def _names(self, title: str) -> bool:
        name = name_in(normalise(title)) if self.columns else None
        return name is not None and fold(name) in self._folded()

    def _is_titled(self, title: str) -> bool:
        if self.title is not None and matches(self.title, title):
            return True
        return self.grammar is not None and self._names(title)


def grammar_for(rules: Sequence[ColumnRule], source: str, title: str) -> str | None:
    """How the config says that the items of a capture are marked; None where the body tells.

    The first column that it seems to belong to decides, with a grammar or without.
    """
    return next((rule.grammar for rule in rules if rule.reads(normalise(source), title)), None)
