"""UR: where the page was captured."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.finding import Severity
from pressrun.rules.catalogue import Complaint, Subject, quote, rule


@rule("UR001", "not-http", Severity.ERROR)
def not_http(subject: Subject) -> Iterator[Complaint]:
    """The url is not an http or https address with a host.

    It becomes the entry's link and part of its identity, so there is no fallback. Write the address
    that the page was captured from.
    """
    for doubt in subject.doubts:
        if subject.capture and doubt.kind == "not_http":
            field = subject.capture.field(doubt.field)
            value = field.value if field else ""
            yield Complaint(
                subject.place(doubt.field),
                f"url: {quote(value)} is not an http or https address with a host; write the page's address",
            )
