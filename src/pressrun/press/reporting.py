"""What became of every capture, told in report.html and report.json."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pressrun.compose import Choice, Imprint
from pressrun.finding import Finding
from pressrun.press.proof import Proof
from pressrun.reports.tally import Accounted, Outcome, Tally, count
from pressrun.rules import Rule, first_error
from pressrun.store.publish import Publication

_BYTES = re.compile("[\udc80-\udcff]+")


def tally_of(proofs: Sequence[Proof], choice: Choice, rules: Sequence[Rule]) -> Tally:
    """The account of an edition: every capture once.

    Args:
        proofs: of the whole inbox, in the order of their paths.
        choice: who speaks for each digest among them.
        rules: those that looked.
    """
    speakers = {digest.key: digest.path for digest in choice.digests}
    return count((_accounted(proof, speakers) for proof in proofs), rules)


def add_report(tally: Tally, imprint: Imprint, publication: Publication) -> None:
    """Adds both documents, the one that is linked first (law 4)."""
    from pressrun.reports import report_json, report_page  # noqa: PLC0415  for a build alone

    publication.add("report.json", report_json.serialise(tally))
    publication.add("report.html", report_page.serialise(imprint.title, imprint.language, tally))


def _accounted(proof: Proof, speakers: Mapping[str, str]) -> Accounted:
    path, findings = _in_utf8(proof.path), tuple(map(_told_in_utf8, proof.findings))
    error = first_error(findings)
    if error is not None or proof.digest is None:
        cause = error.code if error else None
        return Accounted(path, proof.source, Outcome.REJECTED, findings, cause=cause)
    speaker = speakers[proof.digest.key]
    if speaker == proof.path:
        return Accounted(path, proof.source, Outcome.PUBLISHED, findings)
    return Accounted(path, proof.source, Outcome.DUPLICATE, findings, speaker=_in_utf8(speaker))


def _told_in_utf8(finding: Finding) -> Finding:
    message = _in_utf8(finding.message)
    return finding if message == finding.message else replace(finding, message=message)


def _in_utf8(text: str) -> str:
    """The text with file names in it read as UTF-8, whatever encoding the process's locale has (law 2)."""
    return _BYTES.sub(lambda match: _read(match[0]), text)


def _read(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
