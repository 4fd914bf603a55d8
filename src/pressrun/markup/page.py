"""A saved HTML page to balanced HTML: its main part, without what no reader was meant to see."""

from __future__ import annotations

from bs4 import BeautifulSoup, Comment, Tag

from pressrun.feed import xml_legal
from pressrun.markup.safe import absolute_address

_MAIN = ("#js_content", "article", "main", "body")
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "form", "nav", "svg")
_WRAPPERS = ("div", "section", "span", "font", "center")


def render_page(text: str, base: str) -> str:
    """The HTML of the page's main part, serialised from a tree: balanced, every address absolute.

    Args:
        text: the saved page.
        base: the page's url; "" leaves every relative address out.
    """
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
    for tag in main.find_all(_WRAPPERS):
        tag.unwrap()
    return xml_legal(main.decode_contents())


def _resolve_picture(tag: Tag, base: str) -> None:
    # WeChat's pages name the picture in data-src and load it by script.
    address = absolute_address(str(tag.get("data-src") or tag.get("src") or ""), base, picture=True)
    if address:
        tag.attrs = {"src": address, "alt": str(tag.get("alt") or "")}
    else:
        tag.decompose()
