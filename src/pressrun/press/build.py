"""Pressing a folder: captures in, an edition out, every file accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pressrun.attributions import AttributionRecord, gather_attributions, rename
from pressrun.columns import Column, ColumnRecord, Contents, gather
from pressrun.compose import (
    Imprint,
    attribution_record,
    choose,
    column_language,
    published,
    with_languages,
)
from pressrun.config import Config
from pressrun.digest import Digest
from pressrun.errors import ConfigurationError, InputUnreachable
from pressrun.finding import Finding
from pressrun.press.batches import Progress, prove_all
from pressrun.press.crossing import cross_examine
from pressrun.press.proof import Proof
from pressrun.press.reporting import add_report, tally_of
from pressrun.press.rulebook import press_rules, press_settings
from pressrun.press.serialising import (
    Attributed,
    Gathered,
    Serialised,
    serialise_attributions,
    serialise_items,
    serialise_live,
)
from pressrun.reports.tally import Tally
from pressrun.rules import Rule
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
    _check_folders(source, target, Path(config.state))
    found = inbox.find(source)
    with held(target, Path(config.state)):
        before = output.before(target)
        if not found and before.published and not force:
            raise InputUnreachable(
                f"inbox {source}: no capture, but the edition before has {before.published}; "
                "--force empties the edition"
            )
        rules = press_rules(config)
        settings = press_settings(config, rules)
        proofs = cross_examine(
            prove_all(source, found, settings, config.max_capture_bytes, executor, progress), rules
        )
        publication = Publication(target)
        try:
            return _publish(proofs, rules, config, before, publication, executor)
        except BaseException:
            publication.abandon()
            raise


def _check_folders(source: Path, target: Path, state: Path) -> None:
    inner, outer = target.resolve(), source.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise ConfigurationError(
            f"output {target} and inbox {source} lie inside each other; name another output"
        )
    for outer, what in ((target, "output"), (source, "inbox")):
        if state.resolve().is_relative_to(outer.resolve()):
            raise ConfigurationError(f"state {state} lies inside the {what} {outer}; name another state")


def _publish(
    proofs: Sequence[Proof],
    rules: Sequence[Rule],
    config: Config,
    before: output.Before,
    publication: Publication,
    executor: Executor | None,
) -> Edition:
    target = Path(config.output)
    old, left = output.documents(target)
    publication.clear(left)
    choice = choose((proof.digest for proof in proofs if proof.digest), config.edition.mirrors)
    digests = rename(choice.digests, config.feeds.attributions.merged())
    gathered = with_languages(gather(digests, config.column_rules(), before.slugs))
    attributed = _attribute(gathered, config, before)
    imprint = config.imprint()
    paths, changed = _add_documents(
        chain(
            # In the order of law 4: what is linked stands before what links it.
            serialise_items(gathered, imprint, executor),
            serialise_live(gathered, imprint, config.edition.max_bytes, executor),
            serialise_attributions(attributed, imprint, config.edition.max_bytes, executor),
        ),
        publication,
    )
    tally = tally_of(proofs, choice, rules)
    contents = _contents(tally, gathered, imprint)
    add_report(tally, imprint, publication)
    records = [attribution_record(attribution, found, imprint) for attribution, found in attributed]
    _add_index(contents, records, imprint, publication)
    stale = [path for path in old if path not in paths and output.is_ours(target, path)]
    documents = publication.commit(stale=stale)
    findings = tuple(finding for proof in proofs for finding in proof.findings)
    return Edition(contents, documents, contents.published - len(changed), findings)


def _add_documents(documents: Iterable[Serialised], publication: Publication) -> tuple[set[str], set[str]]:
    """The paths of all documents, and the keys of the digests with an item's own one that differs."""
    paths: set[str] = set()
    changed: set[str] = set()
    for document in documents:
        paths.add(document.path)
        if publication.add(document.path, document.data) and document.digest is not None:
            changed.add(document.digest)
    return paths, changed


def _attribute(gathered: Gathered, config: Config, before: output.Before) -> Attributed:
    """The attributions that the config asks for, of what the columns publish."""
    rule = config.feeds.attributions.rule()
    if rule is None:
        return ()
    columns = {digest.key: column for column, digests in gathered for digest in digests}
    digests = (digest for _, digests in gathered for digest in digests)
    return [
        (attribution, [(columns[mention.digest.key], mention) for mention in mentions])
        for attribution, mentions in gather_attributions(digests, rule, before.attributions)
    ]


def _contents(tally: Tally, gathered: Gathered, imprint: Imprint) -> Contents:
    return Contents(
        captures=tally.captures,
        published=tally.published,
        rejected=tally.rejected,
        duplicates=tally.duplicates,
        rejected_by_rule=tally.rejected_by_rule,
        columns=tuple(_record(column, digests, imprint) for column, digests in gathered),
    )


def _record(column: Column, digests: Sequence[Digest], imprint: Imprint) -> ColumnRecord:
    zone = imprint.of(column).zone
    return ColumnRecord(
        slug=column.slug,
        title=column.title,
        source=column.source,
        digests=len(digests),
        items=sum(len(digest.items) for digest in digests),
        feed=f"{imprint.base_url}{column.slug}/feed.xml",
        updated=max(published(digest, zone) for digest in digests),
        language=column_language(column, imprint),
    )


def _add_index(
    contents: Contents,
    attributions: Sequence[AttributionRecord],
    imprint: Imprint,
    publication: Publication,
) -> None:
    from pressrun.formats import edition, opml, page  # noqa: PLC0415  lxml is for a build alone

    publication.add("feed.css", page.stylesheet())
    publication.add("feeds.opml", opml.serialise(imprint.title, contents.columns, attributions))
    publication.add("index.html", page.serialise(imprint.title, imprint.language, contents, attributions))
    publication.add("edition.json", edition.serialise(contents, attributions))
