"""IN: files that could not be read at all."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.subject import Subject


def _refused(subject: Subject, reason: str, remedy: str) -> Iterator[Complaint]:
    if subject.refusal is not None and subject.refusal.reason == reason:
        yield Complaint(Place(), f"{subject.refusal.detail}; {remedy}")


@rule("IN001", "unreadable", Severity.ERROR, indispensable=True, about=About.REFUSED)
def unreadable(subject: Subject) -> Iterator[Complaint]:
    """The file cannot be opened or read: permission denied, or the disk reports an error.

    What it holds is not known, so it is not published. The rest of the inbox is not affected.

    Example, shell:
        chmod 000 note.md

    Remedy: Give the press read permission, or look at the disk.
    """
    return _refused(subject, "unreadable", "give the press read permission or check the disk")


@rule("IN002", "not-a-regular-file", Severity.ERROR, indispensable=True, about=About.REFUSED)
def not_a_regular_file(subject: Subject) -> Iterator[Complaint]:
    """The name is a capture's, but a symbolic link, a FIFO, a socket or a device stands behind it.

    The press never follows or opens one: a link leads out of the inbox, a FIFO would block it for ever.

    Example, shell:
        mv note.md ../elsewhere.md
        ln -s ../elsewhere.md note.md

    Remedy: Put the file itself there.
    """
    return _refused(subject, "not-a-regular-file", "put a regular file there")


@rule("IN003", "too-large", Severity.ERROR, indispensable=True, about=About.REFUSED)
def too_large(subject: Subject) -> Iterator[Complaint]:
    """The file is larger than the config's `max_capture_bytes`, by default 8 MiB; it is not read.

    A capture is the text of one page. No article is as long, and a file without an end would fill the memory.

    Example, shell:
        head -c 9000000 /dev/zero >> note.md

    Remedy: Look at what wrote the file. If it is an article after all, raise `max_capture_bytes`.
    """
    return _refused(subject, "too-large", "a capture is the text of one page")


@rule("IN004", "changed-while-read", Severity.ERROR, indispensable=True, about=About.REFUSED)
def changed_while_read(subject: Subject) -> Iterator[Complaint]:
    """Somebody wrote to the file while it was read, so what was read may be half of it.

    Half a page would be published as if it were the whole.

    Example, shell:
        while :; do date >> note.md; done

    Remedy: Run the check again when the writer is done; `pressrun watch` waits for that by itself.
    """
    return _refused(subject, "changed-while-read", "the next run reads it again")
