"""Markdown or HTML in, items and safe HTML out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressrun.characters import xml_legal
from pressrun.digest import Digest, Item
from pressrun.markup.addresses import untracked
from pressrun.markup.blocks import Block, join_blocks, split_blocks, text_of
from pressrun.markup.clearing import find_leftovers
from pressrun.markup.cut import clean_cut, is_cut
from pressrun.markup.depth import (
    MAX_LENGTH,
    flatten,
    shorten,
    too_deep_markup,
    too_wide_markdown,
)
from pressrun.markup.grammars import GRAMMARS, NONE, Section, is_discussion, item_lines, may_split, split
from pressrun.markup.grammars.lines import MOST_LINKS, links_of
from pressrun.markup.markdown import render_markdown
from pressrun.markup.parts import bare_text
from pressrun.markup.removal import Removed, removed_blocks
from pressrun.markup.safe import clean, first_image, resolve_links
from pressrun.markup.saved import with_own_fields
from pressrun.markup.summary import behind_menus, summarise

__all__ = [
    "GRAMMARS",
    "NONE",
    "Outline",
    "Reading",
    "Removed",
    "Section",
    "clean_items",
    "is_discussion",
    "item_lines",
    "may_split",
    "outline",
    "read",
    "removed_of",
    "shown_text",
    "with_own_fields",
]


_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|pre|blockquote|table|ul|ol|figure)>")
_PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]*)"[^>]*>')
_WEB = re.compile(r"https?://[^/]")
_HEADING = re.compile(r"<h([1-6])>")


@dataclass(frozen=True, slots=True)
class Outline:
    """A body in sections, machine-made but not yet cleaned; no sections where it is not split.

    `blocks` are all of it without titles and interface words; `cut` says that the archiver cut the text;
    `grammar` is the name of what split it, "none" where nothing did.
    """

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    cut: bool
    grammar: str = NONE


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body says: its items in order; `whole` where it was not split and is one item itself."""

    items: tuple[Item, ...]
    whole: bool


def outline(
    digest: Digest,
    body: str,
    *,
    page: bool = False,
    removed: int = 0,
    grammar: str | None = None,
    unwanted: tuple[str, ...] = (),
) -> Outline:
    """The sections of a digest. Raises KeyError for a grammar that nobody knows.

    Args:
        digest: whose title, url and source the body's own repetitions are told by.
        body: the capture's body, without what XML forbids.
        page: whether the body is a saved HTML page and not Markdown.
        removed: how many forbidden characters were taken out of it.
        grammar: how its items are marked; None: the body tells.
        unwanted: lines that the config calls none of any article.
    """
    blocks, cut = _page_blocks(body, digest.url) if page else _markdown_blocks(body, digest.url, removed)
    found = find_leftovers(blocks, digest, cut=cut, unwanted=unwanted)
    left = found.left(blocks)
    name, sections = split(body, left, digest.title, page=page, grammar=grammar)
    return Outline(tuple(left), tuple(sections), cut and not found.ended, name)


def removed_of(
    digest: Digest,
    body: str,
    *,
    page: bool = False,
    removed: int = 0,
    grammar: str | None = None,
    unwanted: tuple[str, ...] = (),
) -> tuple[Removed, ...]:
    """What of a body is not published, in its order, with why; arguments as for `outline`.

    Not named are attributions, which items carry apart, and what is no text: empty pictures, active HTML.
    """
    blocks, cut = _page_blocks(body, digest.url) if page else _markdown_blocks(body, digest.url, removed)
    found = find_leftovers(blocks, digest, cut=cut, unwanted=unwanted)
    _, sections = split(body, found.left(blocks), digest.title, page=page, grammar=grammar)
    return removed_blocks(blocks, found, sections)


def clean_items(digest: Digest, outline: Outline) -> Reading:
    """The items of an outline, safe to publish."""
    sections = outline.sections
    if not sections:
        whole = Section(digest.title, outline.blocks)
        return Reading((_item(whole, digest.url, cut=outline.cut),), whole=True)
    last = len(sections) - 1
    items = (
        _item(section, digest.url, cut=outline.cut and number == last and not section.ended)
        for number, section in enumerate(sections)
    )
    return Reading(tuple(items), whole=False)


def read(
    digest: Digest,
    body: str,
    *,
    page: bool = False,
    removed: int = 0,
    grammar: str | None = None,
    unwanted: tuple[str, ...] = (),
) -> Reading:
    """The items of a digest: outline and clean_items in one."""
    made = outline(digest, body, page=page, removed=removed, grammar=grammar, unwanted=unwanted)
    return clean_items(digest, made)


def shown_text(page: str) -> str:
    """What a saved page shows, in the form that body rules read Markdown in: pictures as `![](…)`."""
    main = _main_part(page)
    if main is None:
        return bare_text(page)
    rendered = _PICTURE.sub(lambda match: f"![]({match[1]})" if _WEB.match(match[1]) else "", main)
    return text_of(_BLOCK_END.sub("\n", _HEADING.sub(lambda match: f"{'#' * int(match[1])} ", rendered)))


def _markdown_blocks(body: str, url: str, removed: int) -> tuple[list[Block], bool]:
    """The blocks of a Markdown body, and whether its text is cut."""
    cut = is_cut(body, removed)
    if cut:
        body = clean_cut(body)
    if len(body) > MAX_LENGTH:
        body, cut = shorten(body), True
    if too_wide_markdown(body):
        return flatten(body), cut
    rendered = render_markdown(body)
    return (flatten(body) if too_deep_markup(rendered) else split_blocks(resolve_links(rendered, url))), cut


def _page_blocks(body: str, url: str) -> tuple[list[Block], bool]:
    """The blocks of a saved page, and whether its text is cut."""
    main = _main_part(body)
    if main is None:
        text = bare_text(body)
        return flatten(shorten(text)), len(text) > MAX_LENGTH
    kept: list[Block] = []
    room = MAX_LENGTH
    for block in split_blocks(resolve_links(main, url)):
        if len(block.html) > room:
            return [*kept, *flatten(block.text[:room])], True
        kept.append(block)
        room -= len(block.html)
    return kept, False


def _main_part(page: str) -> str | None:
    """The main part of a saved page as blocks; None where it is over a cap."""
    # Imported here: beautifulsoup4 costs 150 ms of start-up, and few inboxes hold saved pages.
    from pressrun.markup.page import read_page  # noqa: PLC0415

    read = read_page(page)
    return read.main if read else None


def _cut_mark(url: str) -> str:
    host = html.escape(urlsplit(url).hostname or url)
    return clean(f'<p>[…] <a href="{html.escape(url)}">{host}</a></p>')


def _item(section: Section, url: str, *, cut: bool) -> Item:
    safe = clean(join_blocks(section.blocks))
    links = (*(xml_legal(untracked(link)) for link in section.links), *links_of(safe))
    if cut:
        safe = f"{safe}\n{_cut_mark(url)}"
    # A character reference in the page can stand for what XML forbids: text is cleaned once more.
    title = xml_legal(section.title) or "…"
    prose = behind_menus(section.blocks) if section.prose is None else section.prose
    return Item(
        title=title,
        html=safe,
        summary=xml_legal(summarise(filter(None, prose))) or title,
        attribution=xml_legal(section.attribution or "") or None,
        image=first_image(safe),
        cut=cut,
        categories=tuple(filter(None, map(xml_legal, section.categories))),
        links=tuple(dict.fromkeys(links))[:MOST_LINKS],
    )
