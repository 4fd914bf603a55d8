"""`A-IM: feed` (RFC 3229, as feeds use it): the feed with only what is new to somebody who has a version."""

from __future__ import annotations

from collections.abc import Collection

from pressrun.formats.registry import seams_of
from pressrun.serve.documents import GZIP, Document
from pressrun.store.compressed import gzipped
from pressrun.store.versions import Versions, hashed

#: The name of this instance manipulation.
NAME = b"feed"


def delta(
    document: Document, tags: Collection[str], versions: Versions, *, gzip: bool
) -> tuple[str, bytes, bool] | None:
    """What is new in a live feed since the newest of the versions that a reader has.

    Args:
        document: a live one.
        tags: of the versions that the reader says it has, plain or of gzip.
        versions: what was served.
        gzip: whether the reader takes it.

    Returns:
        The tag of the version that it starts from, the bytes, and whether they are in gzip: the feed with the
        entries that are new or changed since, and with every tombstone it has. None where none is known.
    """
    plain = {tag.removesuffix(GZIP): tag for tag in tags}
    known = versions.since(document.path, plain)
    if known is None:
        return None
    tag, before = known
    seams = seams_of(document.path)
    whole = document.plain.body
    entries = list(seams.entries_of(whole).values())
    new = [entry for entry, name in zip(entries, hashed(entries), strict=True) if name not in before]
    body = seams.join(seams.shell_of(whole), new)
    return (plain[tag], gzipped(body), True) if gzip else (plain[tag], body, False)
