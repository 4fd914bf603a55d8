"""What answers say of themselves, whatever they answer."""

from __future__ import annotations

from pressrun.feed import JSON_FEED_TYPE

Headers = list[tuple[bytes, bytes]]

#: On every answer. Pages and feeds need one stylesheet and pictures, and no more; nothing here is for a
#: frame, for another site's script, or to be guessed at. No access-control header: a feed on a private
#: machine is not for every page that somebody opens in a browser there.
SECURITY: tuple[tuple[str, str], ...] = (
    (
        "content-security-policy",
        (
            "default-src 'none'; style-src 'self'; img-src http: https:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)

_TYPES = {
    # Browsers show application/xml with its stylesheet and offer application/atom+xml for download; readers
    # take both, and look at the root element (RFC 7303 §9.1 has it so).
    ".xml": b"application/xml; charset=utf-8",
    ".html": b"text/html; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
    ".opml": b"text/x-opml; charset=utf-8",
    ".txt": b"text/plain; charset=utf-8",
    ".gz": b"application/gzip",
    ".ico": b"image/x-icon",
    ".png": b"image/png",
}
_UNKNOWN = b"application/octet-stream"
_JSON_FEED = JSON_FEED_TYPE.encode()
# Feeds, pages and the like change with each cycle, and asking again costs next to nothing. What is of a month
# or of one item changes seldom, and a hub that has been pinged asks for none of them.
_LIVE, _SETTLED = b"public, no-cache", b"public, max-age=300"


def content_type(path: str) -> bytes:
    """The media type of the document at this path."""
    folder, _, name = path.rpartition("/")
    ending = name[name.rfind(".") :] if "." in name else ""
    if ending == ".json" and folder:
        return _JSON_FEED
    return _TYPES.get(ending, _UNKNOWN)


def cache_control(path: str) -> bytes:
    """How long caches may keep it without asking."""
    settled = "/archive/" in path or "/items/" in path or path.endswith(".css")
    return _SETTLED if settled else _LIVE
