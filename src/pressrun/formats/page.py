"""index.html: the edition's feeds for a person with a browser. No script, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord, Contents

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="feed.css">
{alternates}
</head>
<body>
<h1>{title}</h1>
<p>{published} of {captures} captures published, {rejected} rejected, {duplicates} duplicates.
<a href="feeds.opml">All columns as OPML</a> <a href="report.html">Report of every capture</a></p>
<ul class="columns">
{columns}
</ul>
{attributions}</body>
</html>
"""
_ALTERNATE = '<link rel="alternate" type="application/atom+xml" title="{title}" href="{slug}/feed.xml">'
_COLUMN = """<li><h2{lang}>{title}</h2>
<p>{source}{digests}, {items}, newest {day}</p>
<p><a href="{slug}/feed.xml">Digests</a> <a href="{slug}/items.xml">Single items</a></p></li>"""

_ATTRIBUTIONS = """<section>
<h2>Attributions</h2>
<ul class="columns">
{attributions}
</ul>
</section>
"""
_ATTRIBUTION = '<li><p><a href="attributions/{slug}/feed.xml">{title}</a>{items}, newest {day}</p></li>'


def serialise(
    title: str, language: str, contents: Contents, attributions: Sequence[AttributionRecord] = ()
) -> bytes:
    """The page in UTF-8; the section of the attributions stands in it where some have a feed."""
    page = _PAGE.format(
        language=escape(language),
        title=escape(title),
        alternates=_each(_ALTERNATE, contents.columns, language),
        captures=contents.captures,
        published=contents.published,
        rejected=contents.rejected,
        duplicates=contents.duplicates,
        columns=_each(_COLUMN, contents.columns, language),
        attributions=_section(attributions),
    )
    return page.encode()


def stylesheet() -> bytes:
    """feed.css, which index.html and every feed opened in a browser are shown with."""
    return files("pressrun.formats").joinpath("feed.css").read_bytes()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _section(attributions: Sequence[AttributionRecord]) -> str:
    lines = (
        _ATTRIBUTION.format(
            slug=attribution.slug,
            title=escape(attribution.title),
            items=_count(attribution.items, "item"),
            day=f"{attribution.updated:%Y-%m-%d}",
        )
        for attribution in attributions
    )
    return _ATTRIBUTIONS.format(attributions="\n".join(lines)) if attributions else ""


def _each(template: str, columns: Iterable[ColumnRecord], language: str) -> str:
    return "\n".join(
        template.format(
            title=escape(column.title),
            lang=f' lang="{escape(column.language)}"' if column.language not in {"", language} else "",
            source=f"{escape(column.source)} · " if column.source not in {"", column.title} else "",
            slug=column.slug,
            digests=_count(column.digests, "digest"),
            items=_count(column.items, "item"),
            day=f"{column.updated:%Y-%m-%d}",
        )
        for column in columns
    )
