"""Law 11: ids are ASCII tag: URIs of the authority and a hash of the key; the scheme never changes.

What stands here is worked out from the words of DESIGN.md with hashlib alone, and written out in full
beside it. Whoever has to change a value here renames what subscribers have read.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.press.pressing import press, tree
from tests.samples import capture, write

ATOM = "{http://www.w3.org/2005/Atom}"

#: An invented WeChat digest of two items: the number of its account, of its message and its place in it.
WECHAT_URL = "https://mp.weixin.qq.com/s?__biz=MzA5OTk5MDAwMQ==&mid=2650009999&idx=3&sn=abc&scene=58#rd"
WECHAT_TITLE = "河上新桥通车；图书馆延长开放 | 晨间速读"
WECHAT_BODY = "\n## **河上新桥通车**\n\n三年建成。（来源：河岸日报）\n\n## 图书馆延长开放\n\n到十点。\n"

#: An invented page of the web, under an address with everything that is no part of the page's name.
PAGE_URL = "HTTPS://News.Example.COM:443/2025/bridge/?b=2&utm_source=x&a=1#top"
PAGE_TITLE = "The\u200b bridge　opens"


def sha(*parts: str) -> str:
    """The sha256 of these lines."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


WECHAT_KEY = ("wechat", "MzA5OTk5MDAwMQ==", "2650009999", "3")
PAGE_KEY = ("url", "https://news.example.com/2025/bridge?b=2&a=1", "The bridge opens")
FIRST = sha(*WECHAT_KEY, "河上新桥通车", "1")
SECOND = sha(*WECHAT_KEY, "图书馆延长开放", "1")
PAGE_ITEM = sha(*PAGE_KEY, "The bridge opens", "1")
NEWS = "morning-news"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The edition of the two captures, of example.org as it was in 2024."""
    folder = tmp_path_factory.mktemp("ids")
    write(folder / "inbox", "w.md", capture(WECHAT_BODY, title=WECHAT_TITLE, url=WECHAT_URL))
    page = capture("\nIt opened.\n", title=PAGE_TITLE, url=PAGE_URL, source="Morning News")
    write(folder / "inbox", "p.md", page)
    press(folder, edition={"authority": "example.org,2024", "base_url": "https://feeds.example.org/x"})
    return tree(folder / "feeds")


def feed(edition: dict[str, bytes], path: str) -> etree._Element:
    """One Atom document of the edition."""
    return etree.fromstring(edition[path])


def entry_ids(edition: dict[str, bytes], path: str) -> list[str]:
    """The ids of a document's entries, in its order."""
    return [entry.findtext(f"{ATOM}id", "") for entry in feed(edition, path).iter(f"{ATOM}entry")]


def test_the_id_of_a_wechat_digest(edition: dict[str, bytes]) -> None:
    """It is the hash of __biz, mid and idx after unescaping, and of nothing else in the url."""
    expected = "tag:example.org,2024:digest/e44785d6b504432aee23b6d179c70c85"
    assert expected == f"tag:example.org,2024:digest/{sha(*WECHAT_KEY)[:32]}"
    assert entry_ids(edition, "chen-jian-su-du/feed.xml") == [expected]


def test_a_wechat_digest_is_told_by_its_numbers_alone(tmp_path: Path) -> None:
    """Entities, order, case of the host, sn, chksm, scene and the fragment make no other digest of it."""
    urls = (
        WECHAT_URL,
        WECHAT_URL.replace("&", "&amp;"),
        "http://MP.weixin.qq.com/s?idx=3&mid=2650009999&sn=zzz&__biz=MzA5OTk5MDAwMQ%3D%3D&chksm=1",
    )
    for number, url in enumerate(urls):
        write(tmp_path / "inbox", f"{number}.md", capture(WECHAT_BODY, title=WECHAT_TITLE, url=url))

    contents = press(tmp_path).contents

    assert (contents.published, contents.duplicates) == (1, 2)


def test_the_id_of_a_page_of_the_web(edition: dict[str, bytes]) -> None:
    """It is the hash of the canonical url and the normalised title."""
    expected = "tag:example.org,2024:digest/ff619a3fdc0c6df0cc65044347e4ee5c"
    assert expected == f"tag:example.org,2024:digest/{sha(*PAGE_KEY)[:32]}"
    assert entry_ids(edition, f"{NEWS}/feed.xml") == [expected]


def test_the_ids_of_items(edition: dict[str, bytes]) -> None:
    """Each is the hash of its digest's key, its normalised heading and the number of its occurrence."""
    expected = [
        "tag:example.org,2024:item/89557a1759a70bc5c97bd29c7383e3ad",
        "tag:example.org,2024:item/8048da2c27674cddc26d26a51855066f",
    ]
    assert expected == [f"tag:example.org,2024:item/{digits[:32]}" for digits in (FIRST, SECOND)]
    assert entry_ids(edition, "chen-jian-su-du/items.xml") == expected
    assert entry_ids(edition, f"{NEWS}/items.xml") == [f"tag:example.org,2024:item/{PAGE_ITEM[:32]}"]


def test_the_ids_of_a_columns_feeds(edition: dict[str, bytes]) -> None:
    """feed.xml and items.xml are two things: each has its own id of the column's source and name."""
    digits = sha("河岸通讯", "晨间速读")[:32]
    assert digits == "bd129a26823e65c053fd6a365992edbf"
    ids = [feed(edition, f"chen-jian-su-du/{name}.xml").findtext(f"{ATOM}id") for name in ("feed", "items")]
    assert ids == [f"tag:example.org,2024:column/{digits}", f"tag:example.org,2024:items/{digits}"]


def test_the_documents_of_items_and_their_ids(edition: dict[str, bytes]) -> None:
    """An item's document is called by 16 hex of its hash, in its month; its feed has an id of its own."""
    paths = sorted(path for path in edition if "/items/" in path)
    assert paths == sorted(
        [
            f"chen-jian-su-du/items/2025-03/{FIRST[:16]}.xml",
            f"chen-jian-su-du/items/2025-03/{SECOND[:16]}.xml",
            f"{NEWS}/items/2025-03/{PAGE_ITEM[:16]}.xml",
        ]
    )
    own = feed(edition, f"chen-jian-su-du/items/2025-03/{FIRST[:16]}.xml")
    assert own.findtext(f"{ATOM}id") == f"tag:example.org,2024:story/{FIRST[:32]}"


def test_the_links_of_items(edition: dict[str, bytes]) -> None:
    """An item's alternate is the url as written with 12 hex of its hash for a fragment; self its document."""
    entries = [
        {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
        for path in ("chen-jian-su-du/items.xml", f"{NEWS}/items.xml")
        for entry in feed(edition, path).iter(f"{ATOM}entry")
    ]
    base = "https://feeds.example.org/x/"
    wechat = WECHAT_URL.removesuffix("#rd")
    assert entries == [
        {
            "alternate": f"{wechat}#{FIRST[:12]}",
            "self": f"{base}chen-jian-su-du/items/2025-03/{FIRST[:16]}.xml",
        },
        {
            "alternate": f"{wechat}#{SECOND[:12]}",
            "self": f"{base}chen-jian-su-du/items/2025-03/{SECOND[:16]}.xml",
        },
        {
            "alternate": f"HTTPS://News.Example.COM:443/2025/bridge/?b=2&utm_source=x&a=1#{PAGE_ITEM[:12]}",
            "self": f"{base}{NEWS}/items/2025-03/{PAGE_ITEM[:16]}.xml",
        },
    ]


def test_a_digests_entry_keeps_the_url_bare(edition: dict[str, bytes]) -> None:
    """The digest's own alternate is its url as written."""
    (link,) = feed(edition, f"{NEWS}/feed.xml").findall(f"{ATOM}entry/{ATOM}link[@rel='alternate']")
    assert link.get("href") == PAGE_URL


def test_the_times_that_a_key_makes(edition: dict[str, bytes]) -> None:
    """A digest stands at 01:00 plus the microseconds of its key's hash, its k-th item k seconds earlier."""
    late = timedelta(microseconds=int(sha(*WECHAT_KEY), 16) % 3_600_000_000)
    moment = datetime(2025, 3, 13, 17, tzinfo=UTC) + late
    digest = feed(edition, "chen-jian-su-du/feed.xml").findtext(f"{ATOM}entry/{ATOM}published", "")
    items = [
        entry.findtext(f"{ATOM}published", "")
        for entry in feed(edition, "chen-jian-su-du/items.xml").iter(f"{ATOM}entry")
    ]
    assert digest == "2025-03-14T01:42:09.042097+08:00"
    assert datetime.fromisoformat(digest) == moment
    assert [datetime.fromisoformat(item) for item in items] == [
        moment - timedelta(seconds=1),
        moment - timedelta(seconds=2),
    ]


def test_every_id_is_an_ascii_tag_uri(edition: dict[str, bytes]) -> None:
    """Feeds and entries alike: tag, authority, kind, and 32 hex digits."""
    ids = {
        element.text or ""
        for path in edition
        if path.endswith(".xml")
        for element in feed(edition, path).iter(f"{ATOM}id")
    }
    assert len(ids) == 2 + 3 + 3 + 4
    for each in ids:
        assert re.fullmatch(r"tag:example\.org,2024:(digest|item|column|items|story)/[0-9a-f]{32}", each)


def ids_of(folder: Path, **values: Any) -> set[bytes]:
    """Every id in the edition of the WeChat digest, pressed with this config."""
    write(folder / "inbox", "w.md", capture(WECHAT_BODY, title=WECHAT_TITLE, url=WECHAT_URL))
    press(folder, **values)
    return {
        found for data in tree(folder / "feeds").values() for found in re.findall(rb"<id>(.*?)</id>", data)
    }


@pytest.mark.parametrize(
    "values",
    [
        {"edition": {"base_url": "https://elsewhere.example/feeds/"}},
        {"edition": {"title": "Another", "language": "en", "timezone": "America/New_York"}},
        {"edition": {"entries": 1, "max_bytes": 1024, "mirrors": ["河岸通讯"]}},
        {
            "column": [
                {"name": "Renamed", "slug": "re-slugged", "columns": ["晨间速读"], "sources": ["河岸通讯"]}
            ]
        },
    ],
    ids=["base-url", "edition", "limits-and-mirrors", "column"],
)
def test_no_config_but_the_authority_is_in_an_id(tmp_path: Path, values: dict[str, Any]) -> None:
    """Another address, zone, language, limit, column name or slug renames nothing."""
    plain = ids_of(tmp_path / "plain")
    assert ids_of(tmp_path / "other", **values) == plain


def test_the_authority_is_in_every_id(tmp_path: Path) -> None:
    """Two publishers of the same captures never share an id."""
    mine = ids_of(tmp_path / "mine", edition={"authority": "a.example,2025"})
    yours = ids_of(tmp_path / "yours", edition={"authority": "b.example,2025"})
    assert len(mine) == len(yours) == 7
    assert not mine & yours


def test_ids_do_not_depend_on_place_or_neighbours(tmp_path: Path) -> None:
    """The path of a capture, the file's name and what else is in the inbox are in no id."""
    alone = ids_of(tmp_path / "alone")
    write(tmp_path / "moved" / "inbox", "elsewhere/x.md", capture())
    write(
        tmp_path / "moved" / "inbox", "1999/w.md", capture("\n乙\n", url="https://example.org/", title="乙")
    )
    assert alone <= ids_of(tmp_path / "moved")
