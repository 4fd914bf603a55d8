"""What a run of the press has done, for its caller and for the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pressrun.columns import Column, ColumnRecord, Contents
from pressrun.errors import InputUnreachable
from pressrun.finding import Finding
from pressrun.history.graves import Grave
from pressrun.history.standing import Memory, Standing
from pressrun.press.index import Held
from pressrun.press.standing import Outcome
from pressrun.reports.accounted import Accounted
from pressrun.reports.tally import Tally
from pressrun.store.publish import Written


class Told(NamedTuple):
    """What becomes of a digest, and why: the capture that it is taken from says it, or has left.

    `what` is new, edited, replaced (by a better capture of the same text), moved (to this column), kept
    (though none of its captures can be published now) or removed.
    """

    what: str
    column: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What one press run wrote. `unchanged` counts published captures none of whose documents changed.

    `findings` are those of the captures that the run looked at. `guarded` are the columns that would have
    lost most of their digests, and were left as they were. `told` and `changes` say what changed: digests,
    and the documents that were written or removed. `note` says why the next run cannot build on this one.
    """

    contents: Contents
    documents: Written
    unchanged: int
    findings: tuple[Finding, ...]
    guarded: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    changes: tuple[str, ...] = ()
    note: str = ""


class Shelved(NamedTuple):
    """A column, what the edition says of it, and its digests."""

    column: Column
    record: ColumnRecord
    memories: Sequence[Memory]


class Result(NamedTuple):
    """What a run has decided: for the ledger. `files` are the captures' accounts by path."""

    outcome: Outcome
    files: Mapping[str, Accounted]
    shelves: Sequence[Shelved]
    graves: Sequence[Grave]


def contents_of(told: Tally | Held, columns: Iterable[ColumnRecord]) -> Contents:
    """What an edition holds: the account of its captures, and its columns in the order of their folders."""
    return Contents(
        captures=told.captures,
        published=told.published,
        rejected=told.rejected,
        duplicates=told.duplicates,
        rejected_by_rule=told.rejected_by_rule,
        columns=tuple(sorted(columns, key=lambda record: record.slug)),
    )


def tell(
    placed: Iterable[tuple[str, Standing]], before: Mapping[str, Memory], kept: Collection[str]
) -> Iterator[Told]:
    """What has become of digests, by what is remembered of them.

    Args:
        placed: digests, each with the folder of its column.
        before: what was remembered before, by name.
        kept: the names of those that none of their captures speaks for.
    """
    for slug, standing in placed:
        memory = before.get(standing.name)
        if memory is None:
            what = "new"
        elif standing.updated != memory.updated:
            what = "edited"
        elif memory.slug != slug:
            what = "moved"
        elif standing.origin != memory.origin:
            what = "replaced"
        elif standing.name in kept:
            what = "kept"
        else:
            continue
        yield Told(what, slug, standing.digest.title, standing.origin.path)


def tell_gone(gone: Iterable[Memory]) -> Iterator[Told]:
    """That digests have left."""
    return (Told("removed", memory.slug, memory.title, memory.origin.path) for memory in gone)


def guarded(edition: Edition) -> InputUnreachable:
    """The error of an edition in which columns stay as they were because too much would leave."""
    return InputUnreachable(
        f"more than half of the digests of {', '.join(edition.guarded)} have left the inbox; nothing of it "
        "changes, for an unmounted folder looks like this; --force lets them leave"
    )


def counts(edition: Edition) -> dict[str, int]:
    """What a cycle counted, by name, as a pulse and an event have it."""
    contents, documents = edition.contents, edition.documents
    return {
        "captures": contents.captures,
        "published": contents.published,
        "rejected": contents.rejected,
        "duplicates": contents.duplicates,
        "columns": len(contents.columns),
        "written": documents.written,
        "unchanged": documents.unchanged,
        "removed": documents.removed,
    }


def summary(edition: Edition, seconds: float) -> str:
    """A cycle in one line, as `pressrun build` says it."""
    contents, documents = edition.contents, edition.documents
    causes = ", ".join(f"{code} {count}" for code, count in contents.rejected_by_rule.items())
    return (
        f"{contents.captures} captures: {contents.published} published, {contents.rejected} rejected"
        f"{f' ({causes})' if causes else ''}, {contents.duplicates} duplicates; "
        f"{len(contents.columns)} columns; documents: {documents.written} written, "
        f"{documents.unchanged} unchanged, {documents.removed} removed; {seconds:.1f} s"
    )
