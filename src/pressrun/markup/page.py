"""A saved HTML page to balanced HTML: its main part, without what no reader was meant to see."""

from __future__ import annotations

from bs4 import BeautifulSoup, Comment, Tag

_MAIN = ("#js_content", "article", "main", "body")
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "embed", "form", "nav", "svg")


def render_page(text: str) -> str:
    """The HTML of the page's main part, serialised from a tree: balanced, attributes quoted."""
    soup = BeautifulSoup(text, "lxml")
    for tag in soup(_UNSEEN):
        tag.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    main = next((found for found in map(soup.select_one, _MAIN) if found is not None), soup)
    for tag in main.find_all("img"):
        if isinstance(tag, Tag) and tag.get("data-src"):
            tag["src"] = tag["data-src"]
    for name in ("div", "section", "span", "font", "center"):
        for tag in main.find_all(name):
            tag.unwrap()
    return main.decode_contents()
