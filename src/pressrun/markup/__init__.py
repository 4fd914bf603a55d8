"""Markdown or HTML in, items and safe HTML out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressrun.digest import Digest, Item
from pressrun.markup.blocks import Block, join_blocks, split_blocks, text_of
from pressrun.markup.cut import clean_cut, is_cut
from pressrun.markup.depth import flatten, too_deep
from pressrun.markup.headings import Section, split_headings
from pressrun.markup.leftovers import without_interface, without_titles
from pressrun.markup.markdown import render_markdown
from pressrun.markup.safe import clean, first_image, resolve_links
from pressrun.markup.summary import summarise

__all__ = ["Reading", "read", "shown_text"]


_PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]*)"[^>]*>')


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body says: its items in order; `whole` where it was not split and is one item itself."""

    items: tuple[Item, ...]
    whole: bool


def read(digest: Digest, body: str, *, page: bool = False) -> Reading:
    """The items of a digest.

    Args:
        digest: whose title, url and source the body's own repetitions are told by.
        body: the capture's body, without what XML forbids.
        page: whether the body is a saved HTML page and not Markdown.
    """
    cut = not page and is_cut(body)
    blocks = _blocks(clean_cut(body) if cut else body, digest.url, page=page)
    blocks = without_interface(without_titles(blocks, digest.title), digest.source)
    sections = split_headings(blocks, digest.title)
    if not sections:
        return Reading((_item(Section(digest.title, tuple(blocks)), digest.url, cut=cut),), whole=True)
    last = len(sections) - 1
    items = (
        _item(section, digest.url, cut=cut and number == last and not section.ended)
        for number, section in enumerate(sections)
    )
    return Reading(tuple(items), whole=False)


def shown_text(page: str) -> str:
    """What a saved page shows, in the form that body rules read Markdown in: pictures as `![](…)`."""
    from pressrun.markup.page import render_page  # noqa: PLC0415

    rendered = render_page(page) if not too_deep(page, page=True) else html.escape(page)
    return text_of(_PICTURE.sub(r"![](\1)", rendered))


def _blocks(body: str, url: str, *, page: bool) -> list[Block]:
    if too_deep(body, page=page):
        return flatten(body)
    if page:
        # Imported here: beautifulsoup4 costs 150 ms of start-up, and few inboxes hold saved pages.
        from pressrun.markup.page import render_page  # noqa: PLC0415

        rendered = render_page(body)
    else:
        rendered = render_markdown(body)
    return split_blocks(resolve_links(rendered, url))


def _item(section: Section, url: str, *, cut: bool) -> Item:
    safe = clean(join_blocks(section.blocks))
    text = " ".join(block.text for block in section.blocks if block.tag not in {"pre", "table"})
    if cut:
        host = html.escape(urlsplit(url).hostname or url)
        safe = f'{safe}\n<p>[…] <a href="{html.escape(url)}">{host}</a></p>'
    return Item(
        title=section.title,
        html=safe,
        summary=summarise(text) or section.title,
        attribution=section.attribution,
        image=first_image(safe),
        cut=cut,
    )
