"""An Atom document as others see it: read by feedparser and lxml, boiled down to what a test asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_BATCH = 100


@dataclass(frozen=True)
class Judged:
    """What is asked of a document: `entries` are the id, updated, alternate link and hash of each entry."""

    path: str
    size: int
    bozo: bool
    version: str
    id: str
    updated: str
    entries: tuple[tuple[str, str, str, str], ...]


def judge(path: str, data: bytes) -> Judged:
    """Reads one document twice; one that is not well-formed raises."""
    # Whether content is sanitised has no part in the verdict, and takes five times as long.
    verdict = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    feed = etree.fromstring(data)
    entries = tuple(map(_entry, feed.iterfind(f"{ATOM}entry")))
    return Judged(
        path=path,
        size=len(data),
        bozo=bool(verdict.bozo) or len(verdict.entries) != len(entries),
        version=verdict.version,
        id=feed.findtext(f"{ATOM}id", ""),
        updated=feed.findtext(f"{ATOM}updated", ""),
        entries=entries,
    )


def _entry(entry: etree._Element) -> tuple[str, str, str, str]:
    alternate = next(link for link in entry.iterfind(f"{ATOM}link") if link.get("rel") == "alternate")
    # Without the line feed behind it and the prefixes of its root, which are the document's: an archive
    # declares one that a live feed does not.
    written = etree.tostring(entry, method="c14n", exclusive=True, with_tail=False)
    return (
        entry.findtext(f"{ATOM}id", ""),
        entry.findtext(f"{ATOM}updated", ""),
        str(alternate.get("href")),
        hashlib.sha256(written).hexdigest(),
    )


def judge_files(root: Path, paths: Sequence[str]) -> list[Judged]:
    """Some documents of an edition."""
    return [judge(path, (root / path).read_bytes()) for path in paths]


def judge_rss(path: Path) -> list[str]:
    """The ids of an RSS document's items; one that feedparser finds a fault in raises."""
    verdict = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    if verdict.bozo or verdict.version != "rss20":
        raise ValueError(f"{path}: {verdict.get('bozo_exception', verdict.version)}")
    return [entry.id for entry in verdict.entries]


def judge_edition(root: Path) -> list[Judged]:
    """Every Atom document of an edition, by two processes."""
    found = (path for path in root.rglob("*.xml") if path.name != "rss.xml")
    paths = sorted(path.relative_to(root).as_posix() for path in found)
    batches = [paths[at : at + _BATCH] for at in range(0, len(paths), _BATCH)]
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
        return list(_flat(pool.map(judge_files, [root] * len(batches), batches)))


def _flat(results: Iterator[list[Judged]]) -> Iterator[Judged]:
    for judged in results:
        yield from judged
