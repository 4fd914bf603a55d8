"""Captures that are new or other than before, as they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pressrun.digest import account
from pressrun.history.claims import Claim
from pressrun.identity import name_of
from pressrun.press.batches import Progress
from pressrun.press.caching import stat_of
from pressrun.press.proof import Proof
from pressrun.press.reading import Asked, Checking, read_all
from pressrun.press.rows import CaptureRow, groups_of, sortable
from pressrun.store.inbox import Found


@dataclass(frozen=True, slots=True)
class News:
    """A capture that was just read: how its file is told apart, the hash of its bytes, its own proof."""

    stat: str
    raw: str
    proof: Proof


def read_news(
    checking: Checking,
    asked: Sequence[Found],
    known: Mapping[str, CaptureRow],
    seen_ns: int,
    executor: Executor | None,
    progress: Progress | None,
) -> dict[str, News]:
    """Reads captures, and proves those that do not say what they said before; these alone are told of.

    Args:
        checking: how.
        asked: the captures to read.
        known: captures as they were last seen, by path.
        seen_ns: the clock before the inbox was listed.
        executor: where they are read; None reads them here.
        progress: called with captures read and their total.
    """
    questions = {
        one.path: Asked(one.path, bytes.fromhex(known[one.path].raw) if one.path in known else b"")
        for one in asked
    }
    stats = {one.path: stat_of(one, seen_ns).decode() for one in asked}
    news, done = {}, 0
    for reads in read_all(checking, asked, questions, executor):
        done += len(reads)
        for read in reads:
            if read.proof is not None:
                news[read.path] = News(stats[read.path], read.content.hex(), read.proof)
        if progress is not None:
            progress(done, len(asked))
    return news


def capture_row(news: News, claim: Claim, name: str) -> CaptureRow:
    """The row of a capture by itself; what sets say of it, and its part of the report, come later.

    Args:
        news: it as it was read.
        claim: what it says that it is of.
        name: that of the published digest that it belongs to; empty: of none.
    """
    digest = news.proof.digest
    return CaptureRow(
        stat=news.stat,
        raw=news.raw,
        name=name or (name_of(claim.key) if claim.key else ""),
        key=claim.key,
        address=claim.address,
        fetched=sortable(claim.fetched) if claim.fetched else "",
        source=digest.named if digest else news.proof.source,
        account=account(digest.url) if digest else "",
        text=digest.content if digest else "",
        cut=bool(digest and digest.cut),
        good=digest is not None,
        barred=False,
        groups=groups_of(news.proof.facts),
        summary=[],
    )
