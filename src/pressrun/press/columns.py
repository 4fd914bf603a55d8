"""What columns an inbox holds, and which series in it could be columns: nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  as in digest
from datetime import tzinfo
from pathlib import Path
from statistics import median

from pressrun.capture import Refusal, split
from pressrun.columns import Column, ColumnRule, gather, named, rule_for
from pressrun.columns.names import fold, name_in
from pressrun.columns.series import Series, find_series
from pressrun.compose import Choice, choose
from pressrun.config import Config
from pressrun.digest import Digest
from pressrun.identity import ColumnName, normalise, slugs
from pressrun.markup import with_own_fields
from pressrun.press.batches import Progress, prove_all
from pressrun.press.crossing import cross_examine
from pressrun.press.proof import Proof
from pressrun.press.rulebook import press_rules, press_settings
from pressrun.store import inbox, output


@dataclass(frozen=True, slots=True)
class Row:
    """A column as an inbox holds it: captures = digests + rejected + duplicates, as in law 3.

    `source` is empty where the column gathers several; `slug` is, and `first`, `last` and `items` (of a
    digest, their median) are None, where all its captures are rejected.
    """

    title: str
    source: str
    slug: str
    captures: int
    digests: int
    rejected: int
    duplicates: int
    items: float | None
    first: Date | None
    last: Date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series that could be a column: `rule` with a slug that is free, and the evidence.

    `rejected` captures are called like it, too, besides the digests.
    """

    series: Series
    slug: str
    rejected: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The columns of an inbox, the largest first; and the series that no column of the config asks for."""

    rows: tuple[Row, ...]
    proposals: tuple[Proposal, ...]


def survey(config: Config, executor: Executor | None = None, progress: Progress | None = None) -> Survey:
    """What `build` would gather from the config's inbox, looked at and not written.

    Args:
        config: with the inbox, the columns and the rules; slugs are those of its output where it has one.
        executor: runs the proving; None runs it in this process.
        progress: called with captures proved and their total.

    Raises:
        InputUnreachable: the inbox cannot be listed.
    """
    root, rules, columns = Path(config.inbox), press_rules(config), config.column_rules()
    settings = press_settings(config, rules)
    proving = prove_all(root, inbox.find(root), settings, config.max_capture_bytes, executor, progress)
    proofs = cross_examine(proving, rules)
    choice = choose((proof.digest for proof in proofs if proof.digest), config.edition.mirrors)
    published = output.before(Path(config.output)).slugs
    gathered = gather(choice.digests, columns, published)
    keys = [column.key for column, _ in gathered]
    names = list(_named_rejected(root, proofs, config.max_capture_bytes, config.zone))
    return Survey(
        tuple(_rows(gathered, _duplicates(proofs, choice), _homes(names, gathered, columns))),
        tuple(_proposals(find_series(choice.digests, columns, keys), gathered, published, names)),
    )


def _named_rejected(
    root: Path, proofs: Sequence[Proof], limit: int, zone: tzinfo
) -> Iterator[tuple[str, str]]:
    """Source and title of every capture that is kept out, as far as they can be read."""
    for proof in proofs:
        if proof.digest is None:
            # A proof does not carry a title that nothing is published under.
            raw = inbox.read(root, proof.path, limit)
            title = (
                None
                if isinstance(raw, Refusal)
                else with_own_fields(split(proof.path, raw), zone).field("title")
            )
            yield normalise(proof.source), normalise(title.value) if title else ""


def _duplicates(proofs: Sequence[Proof], choice: Choice) -> Counter[str]:
    """How many captures besides the one that speaks a digest has, by its key."""
    duplicates = Counter(proof.digest.key for proof in proofs if proof.digest)
    duplicates.subtract(digest.key for digest in choice.digests)
    return duplicates


def _homes(
    names: Sequence[tuple[str, str]],
    gathered: Sequence[tuple[Column, list[Digest]]],
    rules: Sequence[ColumnRule],
) -> Counter[ColumnName]:
    """How many rejected captures each column has: what title and source say counts, items or not."""
    known = {(column.key.source, fold(column.key.name)): column.key for column, _ in gathered}
    homes: Counter[ColumnName] = Counter()
    for source, title in names:
        recognised = named(source, name_in(title))
        rule = rule_for(rules, recognised, title)
        own = ColumnName(source, source)
        homes[rule.key if rule else known.get((source, fold(recognised.name)), own)] += 1
    return homes


def _rows(
    gathered: Sequence[tuple[Column, list[Digest]]], duplicates: Counter[str], homes: Counter[ColumnName]
) -> list[Row]:
    rows = [
        _row(column, digests, homes[column.key], sum(duplicates[digest.key] for digest in digests))
        for column, digests in gathered
    ]
    keys = {column.key for column, _ in gathered}
    rows += [
        Row(key.name, key.source, "", count, 0, count, 0, None, None, None)
        for key, count in homes.items()
        if key not in keys
    ]
    return sorted(rows, key=lambda row: (-row.digests, -row.captures, row.title, row.source))


def _row(column: Column, digests: Sequence[Digest], rejected: int, duplicates: int) -> Row:
    return Row(
        title=column.title,
        source=column.source,
        slug=column.slug,
        captures=len(digests) + rejected + duplicates,
        digests=len(digests),
        rejected=rejected,
        duplicates=duplicates,
        items=median(len(digest.items) for digest in digests),
        first=min(digest.date for digest in digests),
        last=max(digest.date for digest in digests),
    )


def _proposals(
    found: Sequence[Series],
    gathered: Sequence[tuple[Column, list[Digest]]],
    published: dict[ColumnName, str],
    names: Sequence[tuple[str, str]],
) -> Iterator[Proposal]:
    # A name that is a column already keeps its slug; a new one may not take another's.
    current = {ColumnName(column.source, column.title): column.slug for column, _ in gathered}
    given = slugs([*current, *(series.column for series in found)], published, current)
    for series in found:
        rejected = sum(series.rule.gathers(named(source, None), title) for source, title in names)
        yield Proposal(series, given[series.column], rejected)
