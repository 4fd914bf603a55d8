"""A saved HTML page to balanced HTML: its main part, without what no reader was meant to see."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from pressrun.characters import xml_legal
from pressrun.markup.safe import absolute_address
from pressrun.markup.sizes import size_said

_MAIN = ("#js_content", "article", "main", "body")
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "form", "nav", "svg")
# Taken out of the text and not of the tree: unwrapping 60,000 of them there took over 20 s.
_BLOCK_WRAPPER = re.compile(r"</?(?:div|section|center|header|footer|main|article)\b[^>]*>")
_INLINE_WRAPPER = re.compile(r"</?(?:span|font)\b[^>]*>")


def render_page(text: str, base: str) -> str:
    """The HTML of the page's main part, serialised from a tree: balanced, every address absolute.

    Args:
        text: the saved page.
        base: the page's url; "" leaves every relative address out.
    """
    with warnings.catch_warnings():
        # A page that is one word, or calls itself XML, is a stranger's business and no warning of ours.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(text, "lxml")
    for tag in soup(_UNSEEN):
        tag.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    main = next((found for found in map(soup.select_one, _MAIN) if found is not None), soup)
    for tag in main.find_all("img"):
        _resolve_picture(tag, base)
    for tag in main.find_all("a", href=True):
        tag.attrs = {"href": absolute_address(str(tag["href"]), base, picture=False)}
    written = _INLINE_WRAPPER.sub("", xml_legal(main.decode_contents()))
    return _BLOCK_WRAPPER.sub("\n\n", written)


def _resolve_picture(tag: Tag, base: str) -> None:
    # WeChat's pages name the picture in data-src and load it by script.
    address = absolute_address(str(tag.get("data-src") or tag.get("src") or ""), base, picture=True)
    if address:
        tag.attrs = {"src": address, "alt": str(tag.get("alt") or ""), **size_said(tag.attrs)}
    else:
        tag.decompose()
