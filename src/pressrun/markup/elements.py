"""Single elements of a saved page, written as comrak writes them."""

from __future__ import annotations

import html
import re

from bs4.element import Tag  # noqa: TC002  named in signatures alone, as everywhere in the house

from pressrun.markup.sizes import size_said

#: Where pages that load their pictures by script name them; WeChat's first.
_SOURCES = ("data-src", "src", "data-original", "data-lazy-src", "data-actualsrc")
_UNSEEN = frozenset(
    (
        *("head", "title", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg"),
        *("math", "form", "nav", "button", "select", "textarea", "audio", "video", "canvas", "map"),
    )
)
_HIDDEN = re.compile(r"(?:^|;)\s*+(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)", re.IGNORECASE)
# What SingleFile marks as not shown.
_HIDDEN_CLASS = "sf-hidden"
_KEPT = {"ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
# No server need take more (RFC 9110 §4.1), and each paragraph of a link repeats its address.
_LONGEST_ADDRESS = 8_000
_DIGITS = re.compile("[0-9]{1,5}")


def is_hidden(tag: Tag) -> bool:
    """Whether the page itself does not show the element, or no reader would: scripts, forms, menus."""
    if tag.name in _UNSEEN or tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return bool(style and _HIDDEN.search(str(style))) or _HIDDEN_CLASS in (tag.get("class") or ())


def attributes(name: str, tag: Tag) -> str:
    """What a reader is to know of an element besides its name."""
    values = [(one, str(tag.get(one) or "")) for one in _KEPT.get(name, ())]
    return "".join(f' {one}="{value}"' for one, value in values if _DIGITS.fullmatch(value))


def link(tag: Tag) -> str:
    """The opening tag of a link; empty for what leads nowhere."""
    address = _address(tag.get("href"))
    return f'<a href="{address}">' if address else ""


def picture(tag: Tag) -> str:
    """The picture, with its size where the page says it; empty where it has no address."""
    sources = [str(tag.get(name) or "").strip() for name in _SOURCES]
    named = [source for source in sources if source and source[:5].lower() != "data:"]
    address = _address(named[0]) if named else ""
    if not address:
        return ""
    alternative = html.escape(" ".join(str(tag.get("alt") or "").split()))
    size = "".join(f' {name}="{pixels}"' for name, pixels in size_said(tag.attrs).items())
    return f'<img src="{address}" alt="{alternative}"{size} />'


def _address(value: object) -> str:
    """An address as an attribute holds it; empty for one that no server would take."""
    address = str(value or "").strip().replace('"', "%22").replace("\n", "")
    return html.escape(address) if len(address) <= _LONGEST_ADDRESS else ""
