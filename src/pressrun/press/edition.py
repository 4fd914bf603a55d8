"""Checking what was published: the documents of an edition, by rules that share no code with the press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press.batches import Progress
from pressrun.press.check import Checked
from pressrun.press.window import in_window
from pressrun.rules import Rule, catalogue
from pressrun.rules.document import Terms, document_of
from pressrun.rules.documents import examine_document, examine_edition
from pressrun.rules.kinds import worth_reading
from pressrun.rules.traits import Published, Traits, traits_of
from pressrun.rules.unpacking import PACKED
from pressrun.store import edition, inbox

#: No reader takes a document of this size; a larger one is a finding and is not read.
LARGEST = 32 * 1024 * 1024
_BATCH = 64

#: A file's path, and whether a `.gz` lies beside it.
_Worth = tuple[str, bool]
_Judged = tuple[Traits, list[Finding]]


def check_edition(
    folder: Path,
    config: Config,
    rules: Sequence[Rule],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Checked:
    """The findings of an edition, by path and place.

    Args:
        folder: the edition, or a copy of it. It is only read.
        config: what it says of the base url, the authority and the limits is held against the documents;
            what it leaves to its defaults the documents tell.
        rules: those about published documents.
        executor: where batches of documents are judged; None judges them here.
        progress: called with the number of files read and their total.

    Raises:
        InputUnreachable: the folder is not there or cannot be listed.
    """
    files, others = edition.find(folder)
    names = frozenset(files)
    worth = [(path, path + PACKED in names) for path in files if worth_reading(path)]
    judged = list(_judge(folder, worth, _terms(config), rules, executor, progress))
    published = Published([traits for traits, _ in judged], frozenset((*files, *others)), _terms(config))
    findings = [finding for _, found in judged for finding in found] + examine_edition(published, rules)
    sources = {traits.path: traits.author for traits, _ in judged if traits.author}
    return Checked(
        root=folder,
        captures=len(judged),
        findings=tuple(sorted(findings, key=lambda one: (one.path, one.line, one.column, one.code))),
        sources=sources,
        left_alone=len(worth) - len(judged),
    )


def _terms(config: Config) -> Terms:
    section = config.edition
    said = section.model_fields_set
    return Terms(
        base_url=section.base_url if "base_url" in said else None,
        authority=section.authority if "authority" in said else None,
        entries=max(section.entries, *(column.entries or 0 for column in config.column), 0),
        max_bytes=section.max_bytes,
    )


def _judge(
    folder: Path,
    paths: Sequence[_Worth],
    terms: Terms,
    rules: Sequence[Rule],
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[_Judged]:
    batches = [paths[at : at + _BATCH] for at in range(0, len(paths), _BATCH)]
    work = partial(_judge_batch, folder, terms, tuple(rule.code for rule in rules))
    for done, judged in enumerate(in_window(executor, work, batches), start=1):
        yield from judged
        if progress is not None:
            progress(min(done * _BATCH, len(paths)), len(paths))


def _judge_batch(folder: Path, terms: Terms, codes: Sequence[str], paths: Sequence[_Worth]) -> list[_Judged]:
    rules = [rule for rule in catalogue() if rule.code in codes]
    judged = []
    for path, is_packed in paths:
        packed = inbox.read(folder, path + PACKED, LARGEST) if is_packed else None
        document = document_of(path, inbox.read(folder, path, LARGEST), terms, packed)
        if document is not None:
            judged.append((traits_of(document), examine_document(document, rules)))
    return judged
