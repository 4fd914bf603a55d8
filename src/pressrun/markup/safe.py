"""The allow-list: what of a capture's HTML may reach a reader. Nothing else is published (law 9)."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import nh3

from pressrun.markup.addresses import serves_https, without_tracking

# What survives in every reader measured (FACTS §3); style, class, id and data-* do not.
TAGS = frozenset(
    (
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "a", "img", "ul", "ol", "li"),
        *("blockquote", "pre", "code", "em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("figure", "figcaption", "ruby", "rt", "rp"),
    )
)
ATTRIBUTES: dict[str, set[str]] = {
    # Named, because ammonia would allow lang and title everywhere.
    "*": set(),
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = frozenset({"http", "https", "mailto"})

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "noscript",
        "template",
        "svg",
        "math",
    },
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel=None,
)
# Only the addresses that are not absolute already; there are few of them in a digest, many on a site's page.
_IMAGE = re.compile(r'<img src="(?!https?://[^"/])([^"]*)"[^>]*>')
_ANCHOR = re.compile(r'<a href="(?!https?://[^"/])([^"]*)"')
_PICTURE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_LINK_QUERY = re.compile(r'(<a href=")(https?://[^"?#]*+)\?([^"#]++)')
_PICTURE_QUERY = re.compile(r'(<img src=")(https?://[^"?#]*+)\?([^"#]++)')
_PLAIN_PICTURE = re.compile(r'<img src="http://([^"/:@?#]+)(?=["/?#])')
# What emptied elements look like; a look that is cheap, in front of three that are not.
_HOLLOW = ('"></a>', "<a></a>", "<strong></strong>", "<em></em>", "<li></li>", "<p></p>")
_EMPTY = re.compile(r"<(a|strong|em|b|i|u|s)\b[^>]*>\s*</\1>")
_EMPTY_BLOCK = re.compile(r"<(p|h[1-6]|li|blockquote|ul|ol)>\s*</\1>\n?")


def resolve_links(markup: str, base: str) -> str:
    """Machine-made HTML with every address absolute; pictures without a usable one are dropped.

    Args:
        markup: what comrak or BeautifulSoup wrote, with `src` and `href` first in their tags.
        base: the page's url.
    """
    parts = urlsplit(base)
    origin = html.escape(f"{parts.scheme}://{parts.netloc}")
    page = html.escape(base.partition("#")[0])

    def absolute(escaped: str, *, picture: bool) -> str:
        # The two commonest kinds of relative address, without urllib's 25 µs.
        if escaped.startswith("/") and not escaped.startswith("//") and "/." not in escaped:
            return origin + escaped
        if escaped.startswith("#"):
            return page + escaped
        return html.escape(absolute_address(html.unescape(escaped), base, picture=picture))

    def image(match: re.Match[str]) -> str:
        address = absolute(match[1], picture=True)
        return match[0].replace(f'"{match[1]}"', f'"{address}"', 1) if address else ""

    def anchor(match: re.Match[str]) -> str:
        address = absolute(match[1], picture=False)
        return f'<a href="{address}"' if address else "<a"

    return _ANCHOR.sub(anchor, _IMAGE.sub(image, markup))


def clean(markup: str) -> str:
    """Only the portable tags, only absolute http, https and mailto addresses, nothing executable.

    Links and pictures lose what only tracks their reader, and a picture is fetched by https where its host
    is known to serve it.
    """
    cleaned = _CLEANER.clean(markup)
    if cleaned.count("<img") != cleaned.count("<img src="):
        cleaned = _PICTURE_WITHOUT_SOURCE.sub("", cleaned)
    if "?" in cleaned:
        cleaned = _PICTURE_QUERY.sub(_untracked, _LINK_QUERY.sub(_untracked, cleaned))
    if '<img src="http:' in cleaned:
        cleaned = _PLAIN_PICTURE.sub(_by_https, cleaned)
    if any(hollow in cleaned for hollow in _HOLLOW):
        # Twice: an emphasis inside a link, say, that both lost their picture.
        cleaned = _EMPTY_BLOCK.sub("", _EMPTY.sub("", _EMPTY.sub("", cleaned)))
    return cleaned.strip()


def _untracked(match: re.Match[str]) -> str:
    return match[1] + without_tracking(match[2], match[3])


def _by_https(match: re.Match[str]) -> str:
    return f'<img src="https://{match[1]}' if serves_https(match[1].lower()) else match[0]


def first_image(markup: str) -> str | None:
    """The address of the first picture in clean HTML."""
    match = re.search(r'<img\b[^>]*\bsrc="([^"]+)"', markup)
    return html.unescape(match[1]) if match else None


def absolute_address(address: str, base: str, *, picture: bool) -> str:
    """The address as seen from the page at `base`; "" where it can lead nowhere a reader should go."""
    try:
        address = urljoin(base, address.strip()) if address.strip() else ""
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme == "mailto" and not picture:
        return address
    return address if parts.scheme in {"http", "https"} and host else ""
