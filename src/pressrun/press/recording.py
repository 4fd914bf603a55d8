"""A pressed edition as the rows of its ledger."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pressrun.columns import Contents
from pressrun.config import Config
from pressrun.finding import Finding, Severity
from pressrun.history.claims import Claim
from pressrun.history.graves import Grave
from pressrun.press.caching import stat_of
from pressrun.press.index import CONTENTS, Held, Index
from pressrun.press.news import News, capture_row
from pressrun.press.results import Result
from pressrun.press.rows import (
    CaptureRow,
    digest_row_of,
    write_column,
    write_grave,
    write_memory_row,
    write_row,
    write_told,
)
from pressrun.reports.accounted import Outcome, summary_of
from pressrun.store import standing
from pressrun.store.inbox import Found
from pressrun.store.ledger import Ledger, LedgerDamaged, Put


def rows_of(
    news: Mapping[str, News],
    found: Mapping[str, Sequence[Finding]],
    result: Result,
    config: Config,
) -> Iterator[Put]:
    """The rows of captures, digests, columns and graves after the whole inbox was pressed.

    Args:
        news: all captures, by path.
        found: what was found in them as a set.
        result: what the run has decided.
        config: of the edition.
    """
    imprint = config.imprint()
    speakers = {}
    for path, one in news.items():
        said, account = found.get(path, ()), result.files[path]
        name = result.outcome.paths.get(path, "")
        row = capture_row(one, one.proof.claim or Claim(path, "", ""), name)
        row = row._replace(
            good=account.outcome is not Outcome.REJECTED,
            barred=any(finding.severity is Severity.ERROR for finding in said),
            summary=summary_of(account).record(),
        )
        if account.outcome is Outcome.PUBLISHED:
            speakers[row.name] = path
        yield capture_put(path, row, write_told(one.proof, said))
    for column, record, memories in result.shelves:
        yield Put("column", column.slug.encode(), write_column(column, record), None)
        own = imprint.of(column)
        for memory in memories:
            row_of = digest_row_of(memory, speakers.get(memory.name, ""), own)
            yield Put("digest", memory.name.encode(), write_row(row_of), write_memory_row(memory))
    yield from grave_rows(result.graves)


def capture_put(path: str, row: CaptureRow, told: bytes | None) -> Put:
    """The row of a capture; `told` None: what is told of it stays."""
    return Put("capture", os.fsencode(path), write_row(row), told)


def see_again(index: Index, ledger: Ledger, touched: Sequence[Found], seen_ns: int) -> None:
    """Notes the new times of captures that were touched and say the same.

    Args:
        index: what the ledger told.
        ledger: told as well; one that is damaged finds out by itself.
        touched: how they stand now.
        seen_ns: the clock before the inbox was listed.
    """
    known = []
    for one in touched:
        if stat := stat_of(one, seen_ns).decode():
            index.see(one.path, stat)
            known.append(capture_put(one.path, index.captures[one.path], None))
    if known:
        with suppress(LedgerDamaged):
            ledger.write(known, [])


def grave_rows(graves: Iterable[Grave]) -> Iterator[Put]:
    """The rows of graves."""
    for grave in graves:
        yield Put("grave", grave_key(grave), write_grave(grave), None)


def grave_key(grave: Grave) -> bytes:
    """What tells a grave from all others."""
    return f"{grave.kind} {grave.name}".encode()


def place_rows(root: Path, documents: Iterable[str], folders: Mapping[str, int]) -> Iterator[Put]:
    """The rows that tell whether the edition still stands: of documents that hold entries, and of folders."""
    for path in documents:
        if "/items/" not in path:
            yield Put("document", os.fsencode(path), standing.stamp_of(root, path), None)
    for folder, when in folders.items():
        yield Put("folder", os.fsencode(folder), b"%d" % when, None)


def held_of(contents: Contents, documents: int) -> Held:
    """What an edition of so many documents holds."""
    return Held(
        contents.captures,
        contents.published,
        contents.rejected,
        contents.duplicates,
        dict(contents.rejected_by_rule),
        documents,
    )


def held_row(held: Held) -> Put:
    """The row that tells what the edition holds."""
    return Put("note", CONTENTS, json.dumps(held).encode("ascii"), None)
