"""A saved page in parts: the markup that a parser is to see, and what stands between it.

A scan, because a parser is what it stands in front of. A page of WeChat's is 3 MB of scripts around 60 kB
of article, and what a program compares (`i<n`) opens no element.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

# SVG goes with them: no reader shows it, and its self-closing tags look like elements that never end.
_OPENING = re.compile(r"<(?:!--|(script|style|svg)(?=[\s/>]))", re.IGNORECASE | re.ASCII)
_CLOSING = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII) for name in ("script", "style", "svg")
}
# Ends at the next one that opens: without a closing bracket the search for it would be quadratic.
_TAG = re.compile("<[^<>]*>")
# An archiver writes one comment, near the top.
_COMMENTS, _LONGEST = 32, 2_000


class Parts(NamedTuple):
    """A page taken apart. `markup` has an empty line for each line of what was taken out of it."""

    markup: str
    scripts: tuple[str, ...]
    #: The first few comments, and of each its beginning.
    comments: tuple[str, ...]


@lru_cache(maxsize=1)
def parts_of(page: str) -> Parts:
    """The page in parts. What never ends reaches to the end of the page, as it does in browsers.

    The last page is remembered: what measures it, what parses it and the rules ask one after the other.
    """
    markup: list[str] = []
    scripts: list[str] = []
    comments: list[str] = []
    done = 0
    while opening := _OPENING.search(page, done):
        markup.append(page[done : opening.start()])
        name = (opening[1] or "").lower()
        if name:
            closing = _CLOSING[name].search(page, opening.end())
            end = done = closing.start() if closing else len(page)
            if name == "script":
                scripts.append(page[opening.end() : end])
        else:
            # `<!-->` is a whole comment.
            end = page.find("-->", opening.end() - 2)
            end, done = (len(page), len(page)) if end < 0 else (end, end + 3)
            if len(comments) < _COMMENTS:
                comments.append(page[opening.end() : min(end, opening.end() + _LONGEST)])
        markup.append("\n" * page.count("\n", opening.start(), done))
    return Parts("".join((*markup, page[done:])), tuple(scripts), tuple(comments))


def bare_text(page: str) -> str:
    """The text of a page that no parser may see: its tags are dropped as they come."""
    return html.unescape(_TAG.sub("", parts_of(page).markup))
