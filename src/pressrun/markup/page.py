"""A saved HTML page, read once: its main part as a flow of blocks, and what it says of itself."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import NamedTuple

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from pressrun.markup.depth import over_a_cap
from pressrun.markup.flow import flow
from pressrun.markup.parts import parts_of
from pressrun.markup.said import Said, said_by

_MAIN = ("article", "main", "body")
#: Where WeChat's pages have the article; they hide it until a script shows it.
_WECHAT = "js_content"


class Page(NamedTuple):
    """A saved page: `main` is balanced HTML with addresses as written, `said` its word for each field."""

    main: str
    said: tuple[Said, ...]


@lru_cache(maxsize=1)
def read_page(text: str) -> Page | None:
    """What a saved page holds; None where it is over a cap and no parser may see it.

    The last page is remembered: its fields, its text and its items are asked for one after the other.
    """
    parts = parts_of(text)
    if over_a_cap(parts.markup):
        return None
    with warnings.catch_warnings():
        # A page that is one word, or calls itself XML, is a stranger's business and no warning of ours.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(parts.markup, "lxml")
    return Page(flow(_main_of(soup)), tuple(said_by(soup, parts)))


def _main_of(soup: BeautifulSoup) -> Tag:
    found = (soup.find(id=_WECHAT), *map(soup.find, _MAIN))
    return next((tag for tag in found if isinstance(tag, Tag)), soup)
