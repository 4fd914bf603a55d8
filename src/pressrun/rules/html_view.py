"""The tags of HTML that we publish, and what in them acts or leads nowhere.

The publisher's HTML is plain: lower-case tags, quoted attributes, every other `<` escaped. What is not of
that form is read in another way by every reader, so it counts as a fault and not as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TAG = re.compile(
    r'<(?:/[a-z][a-z0-9]*+>|(?P<name>[a-z][a-z0-9]*+)(?P<rest>(?: [a-z][a-z0-9-]*+="[^"]*+")*+)>)?'
)
# A page of ours has a head, and attributes without a value.
_PAGE_TAG = re.compile(
    r"""<(?:!doctype\ [^>]*+>|!--.*?-->|/[a-z][a-z0-9]*+\s*+>
      |(?P<name>[a-z][a-z0-9-]*+)(?P<rest>(?:[^"'<>]|"[^"]*+"|'[^']*+')*+)>)?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")

# HTML elements that show text or a picture and do nothing else. Our own list, wider than the publisher's.
_PASSIVE = frozenset(
    (
        *("a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption"),
        *("cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em"),
        *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img"),
        *("ins", "kbd", "li", "main", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s"),
        *("samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr"),
    )
)
#: What a page of ours has besides.
_OF_A_PAGE = frozenset(("html", "head", "meta", "title", "link", "body", "nav", "style", "meter"))
# Attributes that run, load or cover what the text did not ask for.
_ACTING = frozenset(("style", "srcdoc", "action", "formaction", "background", "ping", "xlink:href"))
# Those that tell a browser how to fetch a picture, each with the value that the publisher writes.
_FETCHING = {"referrerpolicy": "no-referrer", "loading": "lazy"}
# Nearly all of what is published: text, and tags that nobody can object to. Taken a run at a time.
_INNOCENT = re.compile(
    "(?:[^<]++|<(?:/[a-z][a-z0-9]*+|(?:" + "|".join(sorted(_PASSIVE)) + ")(?:"
    ' (?:href|src)="https?://[A-Za-z0-9][^"]*+"| (?:alt|title|width|height|start|colspan|rowspan)="[^"]*+"'
    "|" + "|".join(f' {name}="{value}"' for name, value in _FETCHING.items()) + ")*+)>)*+"
)
_ADDRESSES = frozenset(("href", "src", "cite", "poster", "longdesc", "data", "srcset"))
_PLAIN = re.compile("https?://[A-Za-z0-9]")
_ACTIVE_SCHEMES = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source"))


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag at text[start:end]; `name` is empty where a `<` opens none that we write."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    start: int
    end: int

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Each address in the tag with the attribute that it stands in."""
        for name, value in self.attributes:
            if name == "srcset":
                yield from ((name, part.split()[0]) for part in value.split(",") if part.strip())
            elif name in _ADDRESSES:
                yield name, value


class Wrong(StrEnum):
    """What an address can be, where it should lead to one place for everybody."""

    RELATIVE = "relative"
    ACTIVE = "active"


def suspects(text: str) -> Iterator[Tag]:
    """The opening tags of a fragment that are worth a look; it ends at the first `<` that opens none.

    Behind that one nobody can tell what is a tag, and to go on would not be linear.
    """
    at = 0
    while True:
        match = _TAG.match(text, _end(_INNOCENT, text, at))
        if match is None:
            return
        tag = _tag(match)
        if tag is not None:
            yield tag
            if not tag.name:
                return
        at = match.end()


def page_tags(text: str) -> Iterator[Tag]:
    """All opening tags of a page; it ends as `suspects` does."""
    for match in _PAGE_TAG.finditer(text):
        tag = _tag(match)
        if tag is not None:
            yield tag
            if not tag.name:
                return


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _tag(match: re.Match[str]) -> Tag | None:
    if len(match[0]) == 1:
        return Tag("", (), match.start(), match.end())
    name = match["name"]
    return Tag(name.lower(), _attributes(match["rest"]), match.start(), match.end()) if name else None


def _attributes(rest: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), html.unescape(double or single or bare))
        for name, double, single, bare in _ATTRIBUTE.findall(rest)
    )


def acting(name: str, attributes: tuple[tuple[str, str], ...], *, page: bool = False) -> Iterator[str]:
    """What of an element acts: itself, or an attribute. As a message names it."""
    if name not in _PASSIVE and not (page and name in _OF_A_PAGE):
        yield f"the element <{name[:30]}>"
    for attribute, value in attributes:
        if attribute.startswith("on") or attribute in _ACTING or _FETCHING.get(attribute, value) != value:
            yield f"the attribute {attribute[:30]} of <{name[:30]}>"


def wrong(address: str) -> Wrong | None:
    """Whether an address is relative or runs something; None for one that is as it should be."""
    if _PLAIN.match(address):
        return None
    # Browsers drop white space and control characters before they look for a scheme.
    bare = re.sub(r"[\x00-\x20]+", "", address).lower()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare)
    if scheme is None:
        return Wrong.RELATIVE
    if scheme[1] in _ACTIVE_SCHEMES:
        return Wrong.ACTIVE
    if scheme[1] in {"http", "https"} and not re.match(r"https?://[^/?#]", bare):
        return Wrong.RELATIVE
    return None
