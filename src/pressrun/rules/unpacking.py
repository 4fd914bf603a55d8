"""What lies compressed beside a document, held against it."""

from __future__ import annotations

from pressrun.capture import Refusal
from pressrun.rules.document import Document

PACKED = ".gz"
#: zlib's word for "a gzip header and nothing else".
_GZIP = 31


def stale(document: Document) -> str:
    """What is wrong with the `.gz` beside a document; empty without one, or where it holds the same bytes.

    No more is unpacked than the document is long, and one byte: a bomb does not go off.
    """
    if document.packed is None:
        return ""
    if isinstance(document.packed, Refusal):
        return f"the {PACKED} beside it cannot be compared: {document.packed.detail}"
    import zlib  # noqa: PLC0415  no check of captures needs it

    unpacking = zlib.decompressobj(_GZIP)
    try:
        held = unpacking.decompress(document.packed, len(document.raw) + 1)
    except zlib.error:
        return f"the {PACKED} beside it is no gzip"
    if held == document.raw and unpacking.eof and not unpacking.unused_data:
        return ""
    return f"the {PACKED} beside it holds other bytes"
