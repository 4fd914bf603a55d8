"""index.html: the edition's columns and feeds for a person with a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord, Contents
from pressrun.feed import ATOM_TYPE
from pressrun.formats.hypertext import Alternate, count, day, head, lang, name

_TOP = """<body>
<main>
<h1{lang}>{title}</h1>
<p>{published:,} of {captures:,} captures published, {rejected:,} rejected, {duplicates}.</p>
<p class="links"><a href="feeds.opml">All columns as OPML</a> \
<a href="report.html">Report of every capture</a></p>
<section aria-labelledby="columns">
<h2 id="columns">Columns</h2>
"""
_COLUMN = """<li><h3{lang}><a href="{slug}/index.html">{title}</a></h3>
<p>{source}{digests}, {items}, last change {day}</p>
<p class="links"><a href="{slug}/feed.xml">Digests</a> <a href="{slug}/items.xml">Single items</a> \
<a href="{slug}/rss.xml">RSS</a> <a href="{slug}/feed.json">JSON Feed</a></p></li>
"""
_ATTRIBUTIONS = """<section aria-labelledby="attributions">
<h2 id="attributions">Attributions</h2>
<ul class="names">
{attributions}
</ul>
</section>
"""
_ATTRIBUTION = '<li><a href="attributions/{slug}/feed.xml">{title}</a> {items}, last change {day}</li>'


def serialise(
    title: str, language: str, contents: Contents, attributions: Sequence[AttributionRecord] = ()
) -> bytes:
    """The page in UTF-8; the section of the attributions stands in it where some have a feed.

    Args:
        title: the edition's.
        language: that of the title, and of columns that say none.
        contents: the accounting, and the columns in the order that they are shown in.
        attributions: those that have a feed, in the order that they are shown in.
    """
    # One feed a column: a reader that finds feeds by itself would offer three times as many otherwise.
    found = (Alternate(ATOM_TYPE, column.title, f"{column.slug}/feed.xml") for column in contents.columns)
    parts = (
        head(title, language, found),
        _TOP.format(
            lang=lang(language),
            title=escape(title),
            published=contents.published,
            captures=contents.captures,
            rejected=contents.rejected,
            duplicates=count(contents.duplicates, "duplicate"),
        ),
        *_columns(contents.columns, language),
        "</section>\n",
        _section(attributions, language),
        "</main>\n</body>\n</html>\n",
    )
    return "".join(parts).encode()


def stylesheet() -> bytes:
    """feed.css, which every page and every feed opened in a browser are shown with."""
    return files("pressrun.formats").joinpath("feed.css").read_bytes()


def _columns(columns: Sequence[ColumnRecord], language: str) -> Iterator[str]:
    if not columns:
        yield "<p>Nothing has been published yet.</p>\n"
        return
    yield '<ul class="columns">\n'
    for column in columns:
        yield _column(column, language)
    yield "</ul>\n"


@lru_cache(maxsize=4096)
def _column(column: ColumnRecord, language: str) -> str:
    """One column. A press that goes on shows most of them again: they were a tenth of a cycle (measured)."""
    spoken = column.language or language
    distinct = column.source not in {"", column.title}
    return _COLUMN.format(
        lang=lang(spoken),
        slug=column.slug,
        title=escape(column.title),
        source=f"{name(column.source, spoken)} · " if distinct else "",
        digests=count(column.digests, "digest"),
        items=count(column.items, "item"),
        day=day(column.updated),
    )


def _section(attributions: Sequence[AttributionRecord], language: str) -> str:
    lines = (
        _ATTRIBUTION.format(
            slug=attribution.slug,
            title=name(attribution.title, language),
            items=count(attribution.items, "item"),
            day=day(attribution.updated),
        )
        for attribution in attributions
    )
    return _ATTRIBUTIONS.format(attributions="\n".join(lines)) if attributions else ""
