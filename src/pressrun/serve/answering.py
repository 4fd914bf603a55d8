"""Requests answered from an edition: the ASGI application of its documents, without a router before it.

Routing costs more than answering here: a feed from memory by this application is 2.5 times as quick as by
starlette's (FACTS §7), and a reader that polls asks for nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from pressrun.serve.addresses import document_of, folder_of
from pressrun.serve.conditions import ANY, Asked, asked, names_its_host
from pressrun.serve.deltas import NAME, delta
from pressrun.serve.documents import Document, Form
from pressrun.serve.headers import Headers
from pressrun.serve.shelf import Shelf
from pressrun.store.versions import Versions

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

Answer = tuple[int, Headers, bytes]

# A reader that takes its time holds this much of a document twice, and not all of it.
_PIECE = 256 * 1024
# A larger answer is sent in pieces, so that a reader that takes its time does not hold all of it.
_AT_ONCE = 1024 * 1024
_UNCHANGED = 304
_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_NOT_KEPT = (b"cache-control", b"no-store")
_METHODS = (b"allow", b"GET, HEAD")


class Documents:
    """Answers GET and HEAD for what stands in the output; everything else is none of its documents.

    `answers` counts what it answered, by status.
    """

    def __init__(self, shelf: Shelf, versions: Versions) -> None:
        self._shelf = shelf
        self._versions = versions
        self.answers: Counter[int] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI's own
        """One request."""
        status, headers, body = await self._answer(scope)
        self.answers[status] += 1
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if len(body) <= _PIECE or scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": body})
            return
        view = memoryview(body)
        for start in range(0, len(view), _PIECE):
            piece = bytes(view[start : start + _PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": start + _PIECE < len(view)})

    def at_once(self, path: str, wanted: Asked) -> tuple[int, bytes, bytes] | None:
        """The answer to a GET where no waiting is needed: status, header lines, body; else None.

        Args:
            path: as `document_of` gave it.
            wanted: what the headers ask for.
        """
        document = self._shelf.at_hand(path)
        if document is None:
            return None
        form = document.form(gzip=wanted.gzip)
        if not wanted.quick or len(form.body) > _AT_ONCE:
            return None
        status = _status(document, form, wanted)
        self.answers[status] += 1
        if status == _UNCHANGED:
            return status, form.unchanged_lines, b""
        return status, form.whole_lines, form.body

    async def _answer(self, scope: Scope) -> Answer:
        path = document_of(scope["raw_path"])
        refusal = _refusal(scope)
        if path is None or refusal is not None:
            return refusal or _NOT_FOUND
        document = self._shelf.at_hand(path)
        if document is None:
            try:
                document = await self._shelf.fetch(path)
                if document is None:
                    return await self._absent(path)
            except OSError:
                return _plain(503, b"Not now.\n", (b"retry-after", b"30"))
        wanted = asked(scope["headers"])
        if _unmet(document, wanted):
            return _plain(412, b"It is another version.\n")
        return await self._news(document, wanted) or _whole(document, wanted)

    async def _absent(self, path: str) -> Answer:
        if path == "favicon.ico":
            # Browsers ask for it with every page, and would write an error into their console.
            return 204, [(b"cache-control", b"public, max-age=86400")], b""
        folder = folder_of(path)
        if folder is not None and await self._shelf.fetch(f"{path}/index.html") is not None:
            return _plain(301, b"It ends with a slash.\n", (b"location", folder.encode("ascii")))
        return _NOT_FOUND

    async def _news(self, document: Document, wanted: Asked) -> Answer | None:
        """The answer to `A-IM: feed`, where it is another than to a plain request."""
        if not (wanted.news and document.live and wanted.tags) or ANY in wanted.tags:
            return None
        form = document.form(gzip=wanted.gzip)
        for known in (form, document.plain, document.packed):
            if known is not None and known.tag in wanted.tags:
                # The tag is that of the form that the reader has: by it the reader knows which one is meant.
                return 304, known.unchanged, b""
        found = await asyncio.to_thread(delta, document, wanted.tags, self._versions, gzip=wanted.gzip)
        if found is None:
            return None
        base, body, packed = found
        headers = [header for header in form.whole if header[0] not in _NOT_OF_NEWS]
        headers += [
            (b"im", NAME),
            (b"delta-base", f'"{base}"'.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ]
        return 226, headers + ([(b"content-encoding", b"gzip")] if packed else []), body


_NOT_OF_NEWS = {b"content-length", b"content-encoding", b"cache-control"}


def _whole(document: Document, wanted: Asked) -> Answer:
    form = document.form(gzip=wanted.gzip)
    status = _status(document, form, wanted)
    return (status, form.unchanged, b"") if status == _UNCHANGED else (status, form.whole, form.body)


def is_refused(scope: Scope) -> bool:
    """Whether a request is none by RFC 9112 §3.2, whatever it asks for: in HTTP/1.1 it names one host."""
    return scope["http_version"] == "1.1" and not names_its_host(scope["headers"])


def _refusal(scope: Scope) -> Answer | None:
    """The answer to what is no request for a document, whatever the document."""
    if is_refused(scope):
        return _plain(400, b"A request names one host.\n")
    if scope["method"] not in {"GET", "HEAD"}:
        return _plain(405, b"Only GET and HEAD.\n", _METHODS)
    return None


def _unmet(document: Document, wanted: Asked) -> bool:
    """Whether the reader wants a version that this is not (RFC 9110 §13.2.2, its first two steps)."""
    if document.gone:
        return False
    if wanted.only is not None:
        return not wanted.only & {ANY, document.form(gzip=wanted.gzip).tag}
    modified = document.modified
    return wanted.until is not None and modified is not None and modified > wanted.until


def _status(document: Document, form: Form, wanted: Asked) -> int:
    """200, 304 or 410."""
    if document.gone:
        # RFC 9110 §13.2.1: no precondition is looked at where the answer is none of 2xx.
        return 410
    if form.tag in wanted.tags or ANY in wanted.tags:
        return 304
    since, modified = wanted.since, document.modified
    return 304 if since is not None and modified is not None and modified <= since else 200


def _plain(status: int, text: bytes, *more: tuple[bytes, bytes]) -> Answer:
    """An answer in plain words. None of them is the reader's: what came is not sent back."""
    return status, [_TEXT, _NOT_KEPT, (b"content-length", b"%d" % len(text)), *more], text


_NOT_FOUND = _plain(404, b"There is no such document.\n")
