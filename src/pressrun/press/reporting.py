"""What became of every capture, told in report.html and report.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pressrun.compose import Imprint
from pressrun.finding import Finding
from pressrun.identity import name_of
from pressrun.press.proof import Proof
from pressrun.press.standing import Outcome
from pressrun.reports import accounted
from pressrun.reports.accounted import Accounted, summary_of
from pressrun.reports.tally import Counting, Tally, counted
from pressrun.rules import first_error
from pressrun.store.publish import Publication

#: Gives what became of some captures, by the paths that a report names them by.
Accounts = Callable[[Iterable[str]], Mapping[str, Accounted]]

_BYTES = re.compile("[\udc80-\udcff]+")


def accounts_of(proofs: Sequence[Proof], outcome: Outcome) -> dict[str, Accounted]:
    """What became of every capture, by path; in the order of the paths that a report names them by.

    Args:
        proofs: of the whole inbox.
        outcome: who speaks for each digest among them, and which digests stay though nobody does.
    """
    speakers = {name_of(digest.key): digest.path for digest in outcome.choice.digests}
    standing = {one.name for one in outcome.standings}
    names = ((proof, outcome.paths.get(proof.path) or _claimed(proof)) for proof in proofs)
    files = {
        proof.path: account_of(
            proof,
            name if name in standing else "",
            speakers.get(name, ""),
            kept=name in outcome.kept,
        )
        for proof, name in names
    }
    return dict(sorted(files.items(), key=lambda file: file[1].path))


def account_of(proof: Proof, name: str, speaker: str, *, kept: bool) -> Accounted:
    """What became of one capture.

    Args:
        proof: the capture's, cross-examined.
        name: that of the published digest that it belongs to; empty: of none.
        speaker: the path, as proofs have it, of the capture that speaks for its digest; any text for one
            that is rejected.
        kept: its digest stays, though no capture speaks for it.
    """
    path, findings = _in_utf8(proof.path), tuple(map(_told_in_utf8, proof.findings))
    error = first_error(findings)
    if error is not None:
        if kept:
            findings = tuple(_kept(finding) if finding is error else finding for finding in findings)
        return Accounted(
            path, proof.source, accounted.Outcome.REJECTED, findings, cause=error.code, digest=name
        )
    if speaker == proof.path:
        return Accounted(path, proof.source, accounted.Outcome.PUBLISHED, findings, digest=name)
    spoken = _in_utf8(speaker)
    return Accounted(path, proof.source, accounted.Outcome.DUPLICATE, findings, speaker=spoken, digest=name)


def counting_of(files: Iterable[Accounted]) -> Counting:
    """The account of these captures, given in the order of their paths."""
    return counted(map(summary_of, files))


def add_full_report(
    files: Collection[Accounted], counting: Counting, tally: Tally, imprint: Imprint, publication: Publication
) -> None:
    """Adds both documents of captures that are all at hand.

    Args:
        files: what became of every capture, in the order of their paths.
        counting: the account of these.
        tally: as it stands.
        imprint: the edition's.
        publication: where they go.
    """
    from pressrun.reports.report_json import line_of  # noqa: PLC0415  for a build alone

    by_path = {file.path: file for file in files}
    add_report(counting, tally, lambda _: by_path, map(line_of, files), imprint, publication)


def add_report(
    counting: Counting,
    tally: Tally,
    accounts: Accounts,
    lines: Iterable[bytes],
    imprint: Imprint,
    publication: Publication,
) -> None:
    """Adds both documents, the one that is linked first (law 4).

    Args:
        counting: the account.
        tally: as it stands.
        accounts: asked once, for the few captures that the page names.
        lines: of report.json for every capture, in the order of their paths; those of before still hold
            for what did not change.
        imprint: the edition's.
        publication: where they go.
    """
    from pressrun.reports import examples, report_json, report_page  # noqa: PLC0415  for a build alone

    wanted = examples.wanted(counting, tally)
    shown = examples.examples(wanted, accounts(wanted.paths()))
    publication.add("report.json", report_json.serialise(tally, lines))
    publication.add("report.html", report_page.serialise(imprint.title, imprint.language, tally, shown))


def _claimed(proof: Proof) -> str:
    """The name of the digest that a capture says it is of; empty where that cannot be read."""
    return name_of(proof.claim.key) if proof.claim and proof.claim.key else ""


def _kept(finding: Finding) -> Finding:
    return finding._replace(message=f"{finding.message}; what was published before stays")


def _told_in_utf8(finding: Finding) -> Finding:
    message = _in_utf8(finding.message)
    return finding if message == finding.message else finding._replace(message=message)


def _in_utf8(text: str) -> str:
    """The text with file names in it read as UTF-8, whatever encoding the process's locale has (law 2)."""
    return _BYTES.sub(lambda match: _read(match[0]), text)


def _read(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
