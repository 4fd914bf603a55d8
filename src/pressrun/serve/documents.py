"""A document as it is served: its bytes, its tags, and every header of its answers, made once."""

from __future__ import annotations

import hashlib
import time
import zlib
from dataclasses import dataclass

from pressrun.formats.registry import seams_of
from pressrun.serve.addresses import is_item, is_live
from pressrun.serve.conditions import http_date
from pressrun.serve.headers import Headers, cache_control, content_type
from pressrun.serve.telling import edition_moment, is_tombstone, link_header, told_moment
from pressrun.store.below import Stamp, read
from pressrun.store.compressed import ENDING, gzipped
from pressrun.store.versions import KEPT, Versions, hashed

#: A larger file is not served: the largest document of the sample's edition has 13 MB.
LARGEST = 256 * 1024 * 1024
#: Behind the tag of the plain bytes, the tag of the same in gzip.
GZIP = "-gzip"
# What a document takes besides its bytes: two forms with their headers (measured: 3.4 KB).
_BESIDE = 4096
# Below this gzip makes more bytes than it saves, with its head.
_LEAST_PACKED = 256
_GZIPPED = (b"content-encoding", b"gzip")
_IN_304 = {b"cache-control", b"vary", b"last-modified"}
_PACKED_ALREADY = (".gz", ".png", ".ico")


@dataclass(frozen=True, slots=True)
class Form:
    """A document in one coding: its bytes, its entity tag without quotes, its headers for 200 and for 304.

    `whole_lines` and `unchanged_lines` are the same headers as they are sent.
    """

    body: bytes
    tag: str
    whole: Headers
    unchanged: Headers
    whole_lines: bytes
    unchanged_lines: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the output as it stood at `stamp`.

    `packed` is the gzip form, None where it would save nothing. `modified` is Last-Modified in seconds.
    """

    path: str
    stamp: Stamp
    plain: Form
    packed: Form | None
    modified: int | None
    gone: bool
    live: bool

    @property
    def size(self) -> int:
        """The bytes that it takes in memory."""
        return _BESIDE + len(self.plain.body) + (len(self.packed.body) if self.packed else 0)

    def form(self, *, gzip: bool) -> Form:
        """What is sent to a reader that takes gzip, or does not."""
        return self.packed if gzip and self.packed is not None else self.plain


def load(root: str, path: str, versions: Versions) -> Document | None:
    """Reads the document and makes ready all that its answers need; None where there is none.

    Raises:
        OSError: the machine is at fault.
    """
    found = read(root, path, LARGEST)
    if found is None:
        return None
    stamp, data = found
    tag = hashlib.sha256(data).hexdigest()[:32]
    modified, live = _noted(root, path, data, tag, versions)
    if modified is not None and modified > time.time():
        # RFC 9110 §8.8.2.1: no answer is younger than its own date.
        modified = None
    headers = _headers(path, data, modified, live=live)
    body = _packed(root, path, data)
    return Document(
        path=path,
        stamp=stamp,
        plain=_form(path, data, tag, headers),
        packed=None if body is None else _form(path, body, tag + GZIP, [*headers, _GZIPPED]),
        modified=modified,
        gone=is_item(path) and is_tombstone(data),
        live=live,
    )


def _noted(root: str, path: str, data: bytes, tag: str, versions: Versions) -> tuple[int | None, bool]:
    """What to say in Last-Modified, and whether versions of it are kept."""
    moment = told_moment(path, data) if "/" in path and not path.endswith(".html") else None
    if is_live(path) and moment is not None:
        try:
            entries = hashed(seams_of(path).entries_of(data).values())
        except (ValueError, LookupError):
            # A person's own feed: it is served, and nothing is known of its entries.
            return versions.note(path, tag, moment), False
        return versions.note(path, tag, moment, entries, KEPT), True
    if moment is None and path.endswith((".html", ".opml", ".json")):
        record = read(root, "edition.json", LARGEST)
        moment = edition_moment(record[1], path) if record else None
    return (None if moment is None else versions.note(path, tag, moment)), False


def _headers(path: str, data: bytes, modified: int | None, *, live: bool) -> Headers:
    """What is said of the document in any coding."""
    headers = [
        (b"cache-control", cache_control(path)),
        (b"vary", b"accept-encoding, a-im, if-none-match" if live else b"accept-encoding"),
    ]
    if modified is not None:
        headers.append((b"last-modified", http_date(modified)))
    if "/" in path and path.endswith((".xml", ".json")) and (links := link_header(path, data)):
        headers.append((b"link", links))
    return headers


def _form(path: str, body: bytes, tag: str, headers: Headers) -> Form:
    etag = (b"etag", f'"{tag}"'.encode())
    whole = [
        *headers,
        etag,
        (b"content-type", content_type(path)),
        (b"content-length", b"%d" % len(body)),
        (b"accept-ranges", b"none"),
    ]
    unchanged = [etag, *(header for header in headers if header[0] in _IN_304)]
    return Form(body, tag, whole, unchanged, _lines(whole), _lines(unchanged))


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%s: %s\r\n" % header for header in headers)


def _packed(root: str, path: str, data: bytes) -> bytes | None:
    """The document in gzip: from the file beside it, if that holds these very bytes, else made now."""
    if len(data) < _LEAST_PACKED or path.endswith(_PACKED_ALREADY):
        return None
    beside = read(root, path + ENDING, LARGEST)
    made = beside[1] if beside is not None and _holds(beside[1], data) else gzipped(data)
    return made if len(made) < len(data) else None


def _holds(packed: bytes, data: bytes) -> bool:
    """Whether this gzip is of these bytes: for a moment the one beside is of the document before."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        # One byte more than there may be: a bomb is not unpacked.
        same = unpacker.decompress(packed, len(data) + 1) == data
    except zlib.error:
        return False
    return same and unpacker.eof and not unpacker.unused_data
