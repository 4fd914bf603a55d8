"""Rules about what *we* emit: how one enters the catalogue, and how they look at documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from pressrun.finding import Finding, Severity
from pressrun.rules.catalogue import Judge, Rule, Survey, admit, to_finding
from pressrun.rules.document import Document
from pressrun.rules.traits import Published

#: Complaints that a rule makes of one document at the most: a feed with more is wrong from end to end.
MOST = 100


def document_rule(code: str, name: str) -> Callable[[Judge], Judge]:
    """Enters the decorated generator into the catalogue as a rule about one published document."""

    def enter(judge: Judge) -> Judge:
        admit(Rule(code, name, Severity.ERROR, None, None, once=False, default=True, judge=judge))
        return judge

    return enter


def edition_rule(code: str, name: str) -> Callable[[Survey], Survey]:
    """Enters the decorated generator into the catalogue as a rule about all documents of an edition."""

    def enter(survey: Survey) -> Survey:
        admit(Rule(code, name, Severity.ERROR, None, None, once=False, default=True, survey=survey))
        return survey

    return enter


def examine_document(document: Document, rules: Sequence[Rule]) -> list[Finding]:
    """What these rules have to say about one document."""
    return [
        to_finding(one, document.path, complaint)
        for one in rules
        if one.judge is not None
        for complaint in islice(one.judge(document), MOST)
    ]


def examine_edition(published: Published, rules: Sequence[Rule]) -> list[Finding]:
    """What these rules have to say about an edition as a whole."""
    return [
        to_finding(one, path, complaint)
        for one in rules
        if one.survey is not None
        for path, complaint in one.survey(published)
    ]
