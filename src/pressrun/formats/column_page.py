"""<column>/index.html: how to subscribe, what is new, what is kept, and how the column is doing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from urllib.parse import quote

from pressrun.columns import ColumnRecord
from pressrun.feed import ATOM_TYPE, JSON_FEED_TYPE, RSS_TYPE, Entry
from pressrun.formats.hypertext import (
    Alternate,
    captured_at,
    count,
    day,
    head,
    lang,
    name,
)

#: So many digests are shown, and so many items of one: a listing of a year is one digest to some.
SHOWN, SHOWN_ITEMS = 10, 50
#: Where a template of `[pages] subscribe` takes the feed's address.
PLACE = "{url}"
# A scheme of its own in front of the address, as it stands: NetNewsWire and Thunderbird take feed:https://….
_AS_IT_STANDS = "feed:{url}"

_TOP = """<body class="column">
<nav aria-label="Edition"><a href="../index.html"{edition_lang}>{edition}</a></nav>
<main>
<h1{lang}>{title}</h1>
{source}<section aria-labelledby="subscribe">
<h2 id="subscribe">Subscribe</h2>
<p>Copy this address into a feed reader:</p>
<p><code class="address">{feed}</code></p>
{readers}<p class="links">All feeds: <a href="feed.xml">Digests</a> <a href="items.xml">Single items</a> \
<a href="rss.xml">RSS</a> <a href="feed.json">JSON Feed</a></p>
</section>
"""
_ARCHIVE = """<section aria-labelledby="archive">
<h2 id="archive">Archive</h2>
<p>Every digest, by month.</p>
<dl class="months">
{years}
</dl>
</section>
"""


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """An item of a digest and its own feed; `corrections` counts the texts of it that were superseded."""

    title: str
    feed: str
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Recent:
    """A digest's entry as feed.xml has it, and its items in its own order."""

    entry: Entry
    items: tuple[OwnFeed, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """What the page of a column says.

    `edition` and `language` are the edition's; `recent` stands newest first, and `months` ("2024-11") too;
    `cut` counts the column's digests that are cut, `rejected` the rejected captures of its source (None: it
    has no single one). `subscribe` holds the templates of `[pages] subscribe` by the names of the readers.
    """

    edition: str
    language: str
    column: ColumnRecord
    recent: Sequence[Recent] = ()
    months: Sequence[str] = ()
    cut: int = 0
    rejected: int | None = None
    subscribe: Mapping[str, str] = field(default_factory=dict)

    @property
    def spoken(self) -> str:
        """The language of the column's name."""
        return self.column.language or self.language


def serialise(page: ColumnPage) -> bytes:
    """The page in UTF-8. Its links to documents of the edition are relative, so it reads from a disk too."""
    title = page.column.title
    found = (
        Alternate(ATOM_TYPE, title, "feed.xml"),
        Alternate(RSS_TYPE, f"{title} (RSS)", "rss.xml"),
        Alternate(JSON_FEED_TYPE, f"{title} (JSON Feed)", "feed.json"),
        Alternate(ATOM_TYPE, f"{title} · items", "items.xml"),
    )
    parts = (
        head(f"{title} · {page.edition}", page.spoken, found, top="../"),
        _top(page),
        *_latest(page),
        _archive(page.months),
        *_health(page),
        "</main>\n</body>\n</html>\n",
    )
    return "".join(parts).encode()


def subscribe_address(template: str, feed: str) -> str:
    """The address that subscribes to a feed: its own, percent-encoded, in the template's place for it."""
    return template.replace(PLACE, feed if template == _AS_IT_STANDS else quote(feed, safe=""))


def _top(page: ColumnPage) -> str:
    column = page.column
    distinct = column.source not in {"", column.title}
    return _TOP.format(
        edition_lang=lang(page.language),
        edition=escape(page.edition),
        lang=lang(page.spoken),
        title=escape(column.title),
        source=f'<p class="source">{name(column.source, page.spoken)}</p>\n' if distinct else "",
        feed=escape(column.feed),
        readers=_readers(page.subscribe, column.feed),
    )


def _readers(subscribe: Mapping[str, str], feed: str) -> str:
    links = " ".join(
        f'<a href="{escape(subscribe_address(template, feed))}">{escape(reader)}</a>'
        for reader, template in subscribe.items()
    )
    return f'<p class="links">Or subscribe in {links}</p>\n' if links else ""


def _latest(page: ColumnPage) -> Iterator[str]:
    yield '<section aria-labelledby="latest">\n<h2 id="latest">Latest digests</h2>\n'
    if page.recent:
        folder = page.column.feed.removesuffix("feed.xml")
        yield '<ol class="recent">\n'
        yield from (_digest(recent, folder) for recent in page.recent[:SHOWN])
        yield "</ol>\n"
    else:
        yield "<p>No digest stands here now.</p>\n"
    yield "</section>\n"


def _digest(recent: Recent, folder: str) -> str:
    entry = recent.entry
    page = captured_at(entry)
    title = escape(entry.title)
    linked = f'<a href="{escape(page)}">{title}</a>' if page else title
    about = f"<p>{day(entry.published)} · {escape(entry.language)}"
    if len(recent.items) == 1:
        about += f" · {_own_feed(recent.items[0], 'Own feed', folder)}"
    return f"<li><h3{lang(entry.language)}>{linked}</h3>\n{about}</p>\n{_items(recent, folder)}</li>\n"


def _items(recent: Recent, folder: str) -> str:
    """Folded, or ten digests of fifteen items each would be the whole page."""
    if len(recent.items) < 2:  # noqa: PLR2004  one item is the digest itself
        return ""
    corrections = sum(item.corrections for item in recent.items)
    said = count(len(recent.items), "item") + (f", {count(corrections, 'correction')}" if corrections else "")
    shown = recent.items[:SHOWN_ITEMS]
    lines = "\n".join(
        f"<li>{_own_feed(item, name(item.title, recent.entry.language), folder)}</li>" for item in shown
    )
    more = len(recent.items) - len(shown)
    rest = f"\n<li>and {more:,} more in the feeds</li>" if more else ""
    return f"<details><summary>{said}</summary>\n<ul>\n{lines}{rest}\n</ul>\n</details>\n"


def _own_feed(item: OwnFeed, words: str, folder: str) -> str:
    """The link to an item's own feed; what it holds besides the item is said where there is any."""
    said = f", {count(item.corrections, 'correction')}" if item.corrections else ""
    return f'<a href="{escape(item.feed.removeprefix(folder))}">{words}{said}</a>'


def _archive(months: Iterable[str]) -> str:
    years = "\n".join(
        f"<dt>{escape(year)}</dt><dd>{' '.join(map(_month, found))}</dd>"
        for year, found in groupby(months, key=lambda month: month[:4])
    )
    return _ARCHIVE.format(years=years) if years else ""


def _month(month: str) -> str:
    return f'<a href="archive/{escape(month)}.xml">{escape(month)}</a>'


def _health(page: ColumnPage) -> Iterator[str]:
    column = page.column
    yield '<section aria-labelledby="health">\n<h2 id="health">Health</h2>\n<dl class="health">\n'
    facts = {"Last change": day(column.updated)} if column.digests else {}
    facts |= {
        "Digests": f"{column.digests:,}",
        "Items": f"{column.items:,}",
        "Digests cut short": f"{page.cut:,}",
    }
    if page.rejected is not None:
        facts["Rejected captures of the source"] = f"{page.rejected:,}"
    yield from (f"<div><dt>{fact}</dt><dd>{value}</dd></div>\n" for fact, value in facts.items())
    yield '</dl>\n<p class="links"><a href="../report.html">Report of every capture</a></p>\n</section>\n'
