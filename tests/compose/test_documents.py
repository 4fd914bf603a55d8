"""Documents: the feeds of a column, their entries, ids, links and order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.columns import Column
from pressrun.compose import Document, Imprint, live_sheets
from pressrun.digest import Digest, Item
from pressrun.feed import Category, Entry, Feed, Link, Person
from pressrun.formats.times import timestamp
from pressrun.history.deciding import first
from pressrun.identity import ColumnName
from tests.compose.columns import archive, item_feeds, live_feeds, rows_of

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

SHANGHAI = ZoneInfo("Asia/Shanghai")
IMPRINT = Imprint(
    title="河岸",
    base_url="https://press.example.org/feeds/",
    authority="example.org,2026",
    language="zh-CN",
    zone=SHANGHAI,
)
COLUMN = Column(ColumnName("河岸通讯", "晨间速读"), "晨间速读", "河岸通讯", "chen-jian-su-du")
BRIDGE = Item("河上新桥通车", "<p>用了三年。</p>", "用了三年。", attribution="河岸日报")
LIBRARY = Item("图书馆 <延长> 开放", "<p>到晚上十点。</p>", "到晚上十点。")
DIGEST = Digest(
    path="a.md",
    key="wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1",
    title="新桥通车；图书馆延长开放 | 晨间速读",
    url="https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1#rd",
    source="河岸通讯",
    date=date(2025, 3, 14),
    fetched=datetime(2025, 5, 2, tzinfo=UTC),
    items=(BRIDGE, LIBRARY),
    whole=False,
)


def sha256(key: str) -> str:
    """The hash that ids are cut from, computed here and not by the code under test."""
    return hashlib.sha256(key.encode()).hexdigest()


def digests(count: int, day: date = date(2025, 3, 14), items: Sequence[Item] = (BRIDGE,)) -> list[Digest]:
    """So many digests of one day."""
    return [
        replace(DIGEST, key=f"k{number}", path=f"{number}.md", date=day, items=tuple(items))
        for number in range(count)
    ]


def documents(*found: Digest, column: Column = COLUMN, imprint: Imprint = IMPRINT) -> dict[str, Document]:
    """Every document of a column by path, the items' own ones first."""
    standings = [first(digest) for digest in found]
    made = [
        *item_feeds(column, standings, imprint),
        *archive(column, standings, imprint),
        *live_feeds(column, standings, imprint),
    ]
    assert len({document.path for document in made}) == len(made)
    return {document.path: document for document in made}


def feed(name: str, *found: Digest, column: Column = COLUMN, imprint: Imprint = IMPRINT) -> Feed:
    """The column's live feed of this name."""
    return documents(*found, column=column, imprint=imprint)[f"{column.slug}/{name}"].feed


def items_of(*found: Digest, column: Column = COLUMN, imprint: Imprint = IMPRINT) -> list[Document]:
    """The items' own documents, digest by digest."""
    return item_feeds(column, [first(digest) for digest in found], imprint)


# --- a column in full ---

MOMENT = datetime(2025, 3, 14, 1, 16, 10, 530320, SHANGHAI)  # 01:00 and 970,530,320 microseconds
BRIDGE_HASH = "a0a3d28711508c94a60fb6d7b97e4746060f719721b8fdd5140f4cc63a142367"
LIBRARY_HASH = sha256(f"{DIGEST.key}\n图书馆 <延长> 开放\n1")
BRIDGE_PATH = "chen-jian-su-du/items/2025-03/a0a3d28711508c94.xml"


def bridge_entry() -> Entry:
    """The first item of DIGEST as an entry, written out."""
    return Entry(
        id="tag:example.org,2026:item/a0a3d28711508c94a60fb6d7b97e4746",
        title="河上新桥通车",
        updated=MOMENT - timedelta(seconds=1),
        published=MOMENT - timedelta(seconds=1),
        author=Person("河岸通讯"),
        links=(
            Link(
                "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1#a0a3d2871150",
                "alternate",
                "text/html",
            ),
            Link(f"https://press.example.org/feeds/{BRIDGE_PATH}", "self", "application/atom+xml"),
        ),
        content="<p>用了三年。</p>\n<p>— 河岸日报</p>",
        summary="用了三年。",
        language="zh-CN",
        categories=(Category("河岸日报"),),
    )


def test_the_hash_written_out_here_is_that_of_the_items_key() -> None:
    """Digest's key, heading, occurrence: so that the values of this file are no copies of the output."""
    assert sha256(f"{DIGEST.key}\n河上新桥通车\n1") == BRIDGE_HASH


def test_a_digest_is_an_entry_of_its_columns_feed() -> None:
    """feed.xml of a column of one digest, in full."""
    assert feed("feed.xml", DIGEST) == Feed(
        id="tag:example.org,2026:column/bd129a26823e65c053fd6a365992edbf",
        title="晨间速读",
        updated=MOMENT,
        author=Person("河岸通讯"),
        links=(
            Link("https://press.example.org/feeds/chen-jian-su-du/feed.xml", "self", "application/atom+xml"),
            Link("https://press.example.org/feeds/chen-jian-su-du/index.html", "alternate", "text/html"),
            Link(
                "https://press.example.org/feeds/chen-jian-su-du/archive/2025-03.xml",
                "prev-archive",
                "application/atom+xml",
            ),
        ),
        language="zh-CN",
        entries=(
            Entry(
                id="tag:example.org,2026:digest/090b246b3b612017c4b426d471846641",
                title="新桥通车；图书馆延长开放 | 晨间速读",
                updated=MOMENT,
                published=MOMENT,
                author=Person("河岸通讯"),
                links=(
                    Link(
                        "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1#rd",
                        "alternate",
                        "text/html",
                    ),
                ),
                content=(
                    "<h2>河上新桥通车</h2>\n<p>用了三年。</p>\n<p>— 河岸日报</p>\n"
                    "<h2>图书馆 &lt;延长&gt; 开放</h2>\n<p>到晚上十点。</p>"
                ),
                summary="河上新桥通车；图书馆 <延长> 开放",
                language="zh-CN",
                categories=(Category("河岸日报"),),
                remembered={
                    "key": DIGEST.key,
                    "date": "2025-03-14",
                    "path": "a.md",
                    "source": "河岸通讯",
                    "fetched": "2025-05-02T00:00:00+00:00",
                    "content": "",
                    "items": [[BRIDGE_HASH[:32], 1], [LIBRARY_HASH[:32], 2]],
                    "split": True,
                },
            ),
        ),
        stylesheet="../feed.css",
    )


def test_an_item_is_the_entry_of_a_feed_of_its_own() -> None:
    """The item's document in full: its feed has an id of its own and the entry's title and links."""
    entry = bridge_entry()
    assert documents(DIGEST)[BRIDGE_PATH] == Document(
        path=BRIDGE_PATH,
        feed=Feed(
            id=f"tag:example.org,2026:story/{BRIDGE_HASH[:32]}",
            title="河上新桥通车",
            updated=entry.updated,
            author=Person("河岸通讯"),
            links=entry.links,
            language="zh-CN",
            entries=(entry,),
            stylesheet="../../../feed.css",
        ),
    )


def test_items_are_the_entries_of_the_columns_items_feed() -> None:
    """items.xml holds the same entries as the items' own documents, in the digest's order."""
    made = feed("items.xml", DIGEST)
    assert (made.title, made.entries[0]) == ("晨间速读 · items", bridge_entry())
    assert [entry.title for entry in made.entries] == ["河上新桥通车", "图书馆 <延长> 开放"]
    assert list(made.entries) == [document.feed.entries[0] for document in items_of(DIGEST)]
    assert made.links[0] == Link(
        "https://press.example.org/feeds/chen-jian-su-du/items.xml", "self", "application/atom+xml"
    )


def test_a_digest_that_was_not_split_is_its_text() -> None:
    """No heading repeats its title, and the summary is the text's."""
    whole = replace(DIGEST, items=(Item(DIGEST.title, "<p>全文。</p>", "全文。"),), whole=True)
    (entry,) = feed("feed.xml", whole).entries
    assert (entry.content, entry.summary, entry.title) == ("<p>全文。</p>", "全文。", DIGEST.title)


def test_an_item_without_text_keeps_its_attribution() -> None:
    """No empty line stands before it."""
    bare = replace(DIGEST, items=(Item("一", "", "一", attribution="A & B"), LIBRARY))
    assert items_of(bare)[0].feed.entries[0].content == "<p>— A &amp; B</p>"


def test_an_item_without_attribution_has_no_category() -> None:
    """And its content is its text alone."""
    entry = items_of(DIGEST)[1].feed.entries[0]
    assert (entry.categories, entry.content) == ((), "<p>到晚上十点。</p>")


def test_a_digest_has_each_category_once() -> None:
    """In the order of its items."""
    names = ["乙", "甲", None, "乙"]
    items = tuple(Item(f"{at}", "", "", attribution=name) for at, name in enumerate(names))
    (entry,) = feed("feed.xml", replace(DIGEST, items=items)).entries
    assert entry.categories == (Category("乙"), Category("甲"))


def test_an_items_own_categories_stand_behind_its_attribution() -> None:
    """One a value, each once; the digest has those of all its items."""
    tagged = replace(BRIDGE, categories=("建设", "河岸日报"))
    other = replace(LIBRARY, categories=("文化", "建设"))
    both = replace(DIGEST, items=(tagged, other))
    first, second = (document.feed.entries[0].categories for document in items_of(both))
    assert first == (Category("河岸日报"), Category("建设"))
    assert second == (Category("文化"), Category("建设"))
    (entry,) = feed("feed.xml", both).entries
    assert entry.categories == (Category("河岸日报"), Category("建设"), Category("文化"))


# --- languages and authors ---


def test_a_column_speaks_its_own_language() -> None:
    """Where the config names one; feeds and entries alike."""
    made = documents(DIGEST, column=replace(COLUMN, language="en")).values()
    assert {document.feed.language for document in made} == {"en"}
    assert {entry.language for document in made for entry in document.feed.entries} == {"en"}


def test_a_text_that_tells_no_language_has_the_editions() -> None:
    """In every document; tests/compose/test_languages.py has what a text tells."""
    numbers = replace(DIGEST, title="12.5", items=(Item("1", "<p>2</p>", ""), Item("3", "<p>4</p>", "")))
    made = documents(numbers, imprint=replace(IMPRINT, language="ja")).values()
    assert {document.feed.language for document in made} == {"ja"}


def test_a_column_of_several_sources_is_its_own_author() -> None:
    """Every feed has an author; the entries keep their publishers'."""
    merged = replace(COLUMN, source="")
    made = feed("feed.xml", DIGEST, replace(DIGEST, key="k", source="城南网"), column=merged)
    assert made.author == Person("晨间速读")
    assert {entry.author.name for entry in made.entries} == {"河岸通讯", "城南网"}


# --- identity (law 11) ---


def ids(*found: Digest, column: Column = COLUMN, imprint: Imprint = IMPRINT) -> set[str]:
    """The ids of all entries and of the items' own feeds."""
    made = documents(*found, column=column, imprint=imprint).values()
    return {entry.id for document in made for entry in document.feed.entries} | {
        document.feed.id for document in made if "/items/" in document.path
    }


def test_no_id_depends_on_the_config_but_the_authority() -> None:
    """Not on where the edition is served, its title, its language, its zone or the slug of the column."""
    moved = replace(
        IMPRINT, title="B", base_url="https://b.example/", language="en", zone=ZoneInfo("UTC"), entries=9
    )
    renamed = replace(COLUMN, title="早报", slug="zao-bao", language="en")
    assert ids(DIGEST, column=renamed, imprint=moved) == ids(DIGEST)
    assert feed("feed.xml", DIGEST, column=renamed, imprint=moved).id == feed("feed.xml", DIGEST).id


def test_a_digest_keeps_its_ids_in_another_column() -> None:
    """It may move when its own source arrives."""
    other = Column(ColumnName("镜子", "镜子"), "镜子", "镜子", "jing-zi")
    assert ids(DIGEST, column=other) == ids(DIGEST)


def test_every_id_depends_on_the_authority() -> None:
    """And on nothing else of it than its name."""
    moved = ids(DIGEST, imprint=replace(IMPRINT, authority="b.example,2027"))
    assert moved == {name.replace("example.org,2026", "b.example,2027") for name in ids(DIGEST)}


def test_no_id_depends_on_the_other_digests() -> None:
    """Nor on the place in a list."""
    assert ids(DIGEST) < ids(*digests(3), DIGEST)


def test_every_feed_has_its_own_id() -> None:
    """One for the column in all its formats and through its archive (RFC 5005 §4), one a list of items."""
    by_id: dict[str, set[str]] = {}
    for path, document in documents(DIGEST).items():
        by_id.setdefault(document.feed.id, set()).add(path.removeprefix("chen-jian-su-du/"))
    assert sorted(map(sorted, by_id.values())) == sorted(
        [
            ["archive/2025-03.json", "archive/2025-03.xml", "feed.json", "feed.xml", "rss.xml"],
            ["items.xml"],
            [BRIDGE_PATH.removeprefix("chen-jian-su-du/")],
            [f"items/2025-03/{LIBRARY_HASH[:16]}.xml"],
        ]
    )


def test_a_repeated_heading_is_two_items() -> None:
    """With a document, an id and a link each."""
    twice = items_of(replace(DIGEST, items=(BRIDGE, BRIDGE)))
    assert len({document.path for document in twice}) == 2
    assert len({document.feed.entries[0].id for document in twice}) == 2
    assert len({document.feed.entries[0].links[0].href for document in twice}) == 2


# --- order, length, places ---


def test_a_column_has_four_live_feeds() -> None:
    """Only they may be cut to the byte limit; what is linked by others stands before them."""
    rows = rows_of(COLUMN, [first(DIGEST)], IMPRINT)
    sheets = live_sheets(COLUMN, rows, ["2025-03"], ((), ()), IMPRINT)
    assert [(sheet.path, sheet.live) for sheet in sheets] == [
        ("chen-jian-su-du/items.xml", True),
        ("chen-jian-su-du/feed.json", True),
        ("chen-jian-su-du/rss.xml", True),
        ("chen-jian-su-du/feed.xml", True),
    ]


@pytest.mark.parametrize("name", ["feed.json", "rss.xml"])
def test_the_other_formats_hold_the_digests_too(name: str) -> None:
    """The same entries under the same title and id; only the links are their own."""
    found = digests(3)
    one, other = feed("feed.xml", *found), feed(name, *found)
    assert replace(other, links=one.links) == one


def test_the_documents_of_a_digests_items_stand_in_its_order() -> None:
    """One document an item."""
    assert [document.feed.title for document in items_of(DIGEST)] == ["河上新桥通车", "图书馆 <延长> 开放"]


def test_a_feed_holds_its_newest_entries() -> None:
    """At most as many as the imprint says; the documents of the others' items are there all the same."""
    days = [replace(DIGEST, key=f"k{day}", date=date(2025, 3, day)) for day in (3, 1, 5, 2, 4)]
    short = replace(IMPRINT, entries=3)
    assert [entry.updated.day for entry in feed("feed.xml", *days, imprint=short).entries] == [5, 4, 3]
    assert [entry.updated.day for entry in feed("items.xml", *days, imprint=short).entries] == [5, 5, 4]
    assert len(items_of(*days, imprint=short)) == 10


def test_a_feed_holds_fifty_entries_by_default() -> None:
    """Feeds of fifty entries are what readers take."""
    assert len(feed("feed.xml", *digests(60)).entries) == 50


def test_updated_of_a_feed_is_that_of_its_newest_entry() -> None:
    """Never the clock's."""
    old = replace(DIGEST, key="k0", date=date(2024, 11, 1))
    new = replace(DIGEST, key="k1", date=date(2025, 3, 14))
    made = feed("feed.xml", new, old)
    assert made.updated == made.entries[0].updated
    assert made.updated.date() == date(2025, 3, 14)
    assert feed("items.xml", new, old).updated == made.updated - timedelta(seconds=1)


def test_an_item_lies_in_the_month_of_its_digests_date() -> None:
    """Also where the clocks of the zone put its time into the day before.

    In Havana 2012-04-01 began at 01:00; the key `k797` adds 1.67 seconds, the fourth item is 4 seconds
    earlier.
    """
    zone = ZoneInfo("America/Havana")
    first = replace(DIGEST, key="k797", date=date(2012, 4, 1), items=(BRIDGE, LIBRARY, BRIDGE, LIBRARY))
    made = items_of(first, imprint=replace(IMPRINT, zone=zone))
    assert [timestamp(document.feed.updated)[:10] for document in made] == [
        "2012-04-01",
        "2012-03-31",
        "2012-03-31",
        "2012-03-31",
    ]
    assert {document.path.split("/")[2] for document in made} == {"2012-04"}


def test_one_listing_url_links_its_items_apart() -> None:
    """Digests of one url and different titles: the alternate of every item is its own."""
    url = "https://news.example.org/list"
    found = [
        replace(DIGEST, key=f"url\n{url}\n{title}", title=title, url=url) for title in ("一", "二", "三")
    ]
    links = [entry.links[0].href for entry in feed("items.xml", *found).entries]
    assert len(set(links)) == len(links) == 6
    assert {link.partition("#")[0] for link in links} == {url}


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("chen-jian-su-du/feed.xml", "application/atom+xml"),
        ("chen-jian-su-du/items.xml", "application/atom+xml"),
        ("chen-jian-su-du/rss.xml", "application/rss+xml"),
        ("chen-jian-su-du/feed.json", "application/feed+json"),
        ("chen-jian-su-du/archive/2025-03.xml", "application/atom+xml"),
        ("chen-jian-su-du/archive/2025-03.json", "application/feed+json"),
        (BRIDGE_PATH, "application/atom+xml"),
    ],
)
def test_every_document_links_itself(path: str, media: str) -> None:
    """Exactly one rel=self: base_url and the path below the output, in its own media type."""
    links = [link for link in documents(DIGEST)[path].feed.links if link.rel == "self"]
    assert links == [Link(f"https://press.example.org/feeds/{path}", "self", media)]


def test_no_time_depends_on_when_a_digest_was_fetched() -> None:
    """A bulk capture would announce the archive as new."""
    late = replace(DIGEST, fetched=datetime(2030, 1, 1, tzinfo=UTC))
    times = [
        [(entry.published, entry.updated) for entry in feed(name, found).entries]
        for name in ("feed.xml", "items.xml")
        for found in (DIGEST, late)
    ]
    assert (times[0], times[2]) == (times[1], times[3])


# --- laws ---

ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/London", "America/New_York", "Atlantic/Azores", "America/Havana"]
).map(ZoneInfo)
FOUND = st.lists(
    st.builds(
        lambda key, day, titles: replace(
            DIGEST, key=f"k{key}", date=day, items=tuple(Item(title, "", title) for title in titles)
        ),
        st.integers(0, 10_000),
        st.one_of(
            st.dates(date(1900, 1, 1), date(2999, 12, 31)),
            st.sampled_from([date(2025, 3, 30), date(2025, 10, 26), date(2025, 11, 2), date(2012, 4, 1)]),
        ),
        st.lists(st.sampled_from(["一", "二", "三"]), min_size=2, max_size=5),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda digest: digest.key,
)


@law
@given(FOUND, ZONES)
def test_entries_stand_newest_first_and_share_no_time(found: list[Digest], zone: ZoneInfo) -> None:
    """In every feed, in every zone: as instants and as they are written."""
    for document in documents(*found, imprint=replace(IMPRINT, zone=zone)).values():
        instants = [entry.updated.timestamp() for entry in document.feed.entries]
        assert instants == sorted(set(instants), reverse=True)
        assert len({timestamp(entry.updated) for entry in document.feed.entries}) == len(instants)
        assert document.feed.updated == document.feed.entries[0].updated


@law
@given(FOUND, ZONES)
def test_the_items_of_a_digest_stand_in_its_order(found: list[Digest], zone: ZoneInfo) -> None:
    """Newest first is the digest's own order, digest by digest."""
    made = feed("items.xml", *found, imprint=replace(IMPRINT, zone=zone))
    for digest in found:
        own = [document.feed.entries[0].id for document in items_of(digest)]
        assert [entry.id for entry in made.entries if entry.id in own] == own


@law
@given(FOUND, st.integers(1, 6))
def test_a_live_feed_holds_the_newest_of_all_entries(found: list[Digest], entries: int) -> None:
    """No entry that is left out is newer than one that is in."""
    short = replace(IMPRINT, entries=entries)
    every = sorted(
        (document.feed.entries[0] for document in items_of(*found)),
        key=lambda entry: entry.updated.timestamp(),
        reverse=True,
    )
    assert list(feed("items.xml", *found, imprint=short).entries) == every[:entries]
    newest = sorted(feed("feed.xml", *found).entries, key=lambda entry: entry.updated, reverse=True)
    assert list(feed("feed.xml", *found, imprint=short).entries) == newest[:entries]


@law
@given(FOUND, ZONES)
def test_every_item_lies_in_the_month_of_its_date(found: list[Digest], zone: ZoneInfo) -> None:
    """Whatever the zone: a month of the archive is a month of dates."""
    for digest in found:
        month = f"{digest.date.year}-{digest.date.month:02}"
        for document in items_of(digest, imprint=replace(IMPRINT, zone=zone)):
            assert document.path.startswith(f"chen-jian-su-du/items/{month}/")


@law
@given(FOUND.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_the_digests_does_not_matter(orders: tuple[list[Digest], list[Digest]]) -> None:
    """The same live feeds and archives come out."""
    one, other = ([first(digest) for digest in order] for order in orders)
    assert live_feeds(COLUMN, one, IMPRINT) == live_feeds(COLUMN, other, IMPRINT)
    assert archive(COLUMN, one, IMPRINT) == archive(COLUMN, other, IMPRINT)
