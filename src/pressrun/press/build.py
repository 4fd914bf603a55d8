"""Pressing a folder: captures in, an edition out, every file accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pressrun.columns import Column, ColumnRecord, Contents, gather
from pressrun.compose import Imprint, choose, column_documents
from pressrun.config import Config
from pressrun.digest import Digest
from pressrun.errors import ConfigurationError, InputUnreachable
from pressrun.feed import Entry
from pressrun.finding import Finding
from pressrun.press.batches import Progress, prove_all
from pressrun.press.proof import Proof, ProofSettings
from pressrun.rules import first_error, select
from pressrun.store import inbox, output
from pressrun.store.lock import held
from pressrun.store.publish import Publication, Written


@dataclass(frozen=True, slots=True)
class Edition:
    """What one press run wrote. `unchanged` counts published captures none of whose documents changed."""

    contents: Contents
    documents: Written
    unchanged: int
    findings: tuple[Finding, ...]


def build(
    config: Config,
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> Edition:
    """Presses the inbox into the output. The same bytes come out for any executor (law 2).

    Args:
        config: with the folders in it.
        executor: runs the proving; None runs it in this process.
        progress: called with captures proved and their total.
        force: press an empty inbox although the edition before was not empty.

    Raises:
        ConfigurationError: output and inbox lie inside each other.
        InputUnreachable: the inbox cannot be listed, or came up empty.
        OutputUnwritable: the edition cannot be written, or (OutputHeld) another press is writing it.
    """
    source, target = Path(config.inbox), Path(config.output)
    _check_folders(source, target)
    found = inbox.find(source)
    with held(target, Path(config.state)):
        before = output.before(target)
        if not found and before.published and not force:
            raise InputUnreachable(
                f"inbox {source}: no capture, but the edition before has {before.published}; "
                "--force empties the edition"
            )
        settings = ProofSettings(config.imprint().zone, tuple(rule.code for rule in select()))
        proofs = list(prove_all(source, found, settings, config.max_capture_bytes, executor, progress))
        publication = Publication(target)
        try:
            return _publish(proofs, config, before, publication, target)
        except BaseException:
            publication.abandon()
            raise


def _check_folders(source: Path, target: Path) -> None:
    inner, outer = target.resolve(), source.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise ConfigurationError(
            f"output {target} and inbox {source} lie inside each other; name another output"
        )


def _publish(
    proofs: Sequence[Proof], config: Config, before: output.Before, publication: Publication, target: Path
) -> Edition:
    old, left = output.documents(target)
    publication.clear(left)
    choice = choose((proof.digest for proof in proofs if proof.digest), config.edition.mirrors)
    imprint = config.imprint()
    records: list[ColumnRecord] = []
    paths: set[str] = set()
    changed: set[str] = set()
    for column, digests in gather(choice.digests, config.column_rules(), before.slugs):
        record = _publish_column(
            column, digests, imprint, config.edition.max_bytes, publication, paths, changed
        )
        records.append(record)
    contents = _contents(proofs, len(choice.digests), len(choice.duplicates), records)
    _add_index(contents, imprint, publication)
    documents = publication.commit(stale=[path for path in old if path not in paths])
    findings = tuple(finding for proof in proofs for finding in proof.findings)
    return Edition(contents, documents, contents.published - len(changed), findings)


def _publish_column(
    column: Column,
    digests: Sequence[Digest],
    imprint: Imprint,
    max_bytes: int,
    publication: Publication,
    paths: set[str],
    changed: set[str],
) -> ColumnRecord:
    # Imported here: feedgen is for a build alone (law 12).
    from pressrun.formats import atom  # noqa: PLC0415

    shared: dict[str, bytes] = {}

    def entry_bytes(entry: Entry) -> bytes:
        written = shared.get(entry.id)
        if written is None:
            written = atom.serialise_entry(entry)
            # The entries of a live feed come first; only those are asked for again.
            if len(shared) < imprint.entries:
                shared[entry.id] = written
        return written

    items = 0
    updated = None
    for document in column_documents(column, digests, imprint):
        limit = None if document.digest else max_bytes
        differs = publication.add(document.path, atom.serialise(document.feed, limit, entry_bytes))
        paths.add(document.path)
        if document.digest:
            items += 1
            if differs:
                changed.add(document.digest)
        updated = document.feed.updated
    if updated is None:  # pragma: no cover  a gathered column has a digest, hence documents
        raise AssertionError(column.slug)
    feed = f"{imprint.base_url}{column.slug}/feed.xml"
    return ColumnRecord(column.slug, column.title, column.source, len(digests), items, feed, updated)


def _contents(
    proofs: Sequence[Proof], published: int, duplicates: int, columns: Iterable[ColumnRecord]
) -> Contents:
    rejected = [error.code for proof in proofs if (error := first_error(proof.findings))]
    return Contents(
        captures=len(proofs),
        published=published,
        rejected=len(rejected),
        duplicates=duplicates,
        rejected_by_rule=dict(sorted(Counter(rejected).items())),
        columns=tuple(columns),
    )


def _add_index(contents: Contents, imprint: Imprint, publication: Publication) -> None:
    from pressrun.formats import edition, opml, page  # noqa: PLC0415  lxml is for a build alone

    publication.add("feed.css", page.stylesheet())
    publication.add("feeds.opml", opml.serialise(imprint.title, contents.columns))
    publication.add("index.html", page.serialise(imprint.title, imprint.language, contents))
    publication.add("edition.json", edition.serialise(contents))
