"""The published bodies of the archive sample: none holds what no reader may be given (FACTS §1, §3)."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import etree

from pressrun.config import load
from pressrun.markup.leftovers import INTERFACE_LINES
from pressrun.press.build import build
from tests.markup.reading import markup_faults
from tests.press.judge import ATOM

pytestmark = pytest.mark.sample

#: Written here a second time: what only says where a reader comes from.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_eid|spm|igshid")
_OF_WECHAT = {"chksm", "scene", "subscene", "sessionid"}
_SIGNED = re.compile(r"sign|sig|token|hash|auth|expires|policy", re.IGNORECASE)


class _Text(HTMLParser):
    """The text of a body by its block elements, and its addresses: a reader of its own, not ours."""

    _BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 li td th pre blockquote br hr tr ul ol table figure".split())  # noqa: SIM905

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.links: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "img":
            self.pictures.append(given.get("src") or "")
        if tag in self._BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


_FETCHED = ' referrerpolicy="no-referrer" loading="lazy"'


@pytest.fixture(scope="module")
def entries(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[etree._Element]:
    """Every entry of the documents of items: together they hold all that is published."""
    folder = tmp_path_factory.mktemp("edition")
    options = {"inbox": str(archive), "output": str(folder / "feeds"), "state": str(folder / "state")}
    build(load(None, {}, options))
    return [
        entry
        for path in sorted((folder / "feeds").glob("*/items/*/*.xml"))
        for entry in etree.parse(path).iterfind(f"{ATOM}entry")
    ]


@pytest.fixture(scope="module")
def bodies(entries: list[etree._Element]) -> dict[str, str]:
    """The HTML of every entry by its id."""
    return {str(entry.findtext(f"{ATOM}id")): entry.findtext(f"{ATOM}content") or "" for entry in entries}


@pytest.fixture(scope="module")
def read(bodies: dict[str, str]) -> dict[str, _Text]:
    """What a reader of our own shows of every body, by the entry's id."""
    readers = {}
    for name, markup in bodies.items():
        readers[name] = _Text()
        readers[name].feed(markup)
        readers[name].close()
    return readers


def test_every_entry_has_a_title_a_text_a_summary_and_a_link_of_its_own(
    entries: list[etree._Element],
) -> None:
    """None of them is empty, and no two entries lead to the same address."""
    assert len(entries) > 7_000
    for name in ("title", "summary", "content"):
        empty = [
            entry.findtext(f"{ATOM}id")
            for entry in entries
            if not entry.findtext(f"{ATOM}{name}", "").strip()
        ]
        assert (name, empty) == (name, [])
    links = Counter(
        link.get("href")
        for entry in entries
        for link in entry.iterfind(f"{ATOM}link")
        if link.get("rel") == "alternate"
    )
    assert links.total() == len(entries)
    assert [link for link, count in links.items() if count > 1] == []


def test_bodies_hold_portable_tags_and_absolute_addresses_alone(bodies: dict[str, str]) -> None:
    """By two parsers that have no part in the cleaning: no active HTML, no relative url, no data: picture."""
    # How a picture is fetched is said when an entry is rendered, and in these words alone.
    cleaned = {name: markup.replace(_FETCHED, "") for name, markup in bodies.items()}
    assert {name: found for name, markup in cleaned.items() if (found := markup_faults(markup))} == {}


def test_no_picture_is_empty(read: dict[str, _Text]) -> None:
    """Each names where it is, by http or https."""
    schemes = {urlsplit(one).scheme for body in read.values() for one in body.pictures}
    assert schemes == {"http", "https"}


def test_no_body_ends_with_an_interface_line(read: dict[str, _Text]) -> None:
    """Not one block that is nothing else stands behind the text."""
    texts = {name: [text for block in body.blocks if (text := block.strip())] for name, body in read.items()}
    assert {name: text[-1] for name, text in texts.items() if text and text[-1] in INTERFACE_LINES} == {}


@pytest.mark.parametrize(
    "line", ["预览时标签不可点", "继续滑动看下一个", "关注该公众号", "轻触阅读原文", "，轻点两下取消赞"]
)
def test_what_only_the_reader_says_is_said_nowhere(read: dict[str, _Text], line: str) -> None:
    """Lines of WeChat's interface that no article has are blocks of their own in no body at all."""
    assert [name for name, body in read.items() if line in map(str.strip, body.blocks)] == []


def test_no_address_says_where_its_reader_comes_from(read: dict[str, _Text]) -> None:
    """Nor does a picture's; an address that is signed keeps all it has."""
    left = []
    for body in read.values():
        for address in (*body.links, *body.pictures):
            parts = urlsplit(address)
            names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
            article = parts.hostname == "mp.weixin.qq.com" and parts.path == "/s"
            tracking = {name for name in names if _TRACKING.fullmatch(name)} | (
                names & _OF_WECHAT if article else set()
            )
            if tracking and not any(map(_SIGNED.search, names)):
                left.append(address)
    assert left == []


def test_a_link_to_an_article_of_wechat_still_names_it(read: dict[str, _Text]) -> None:
    """`__biz`, `mid`, `idx` and `sn` are what such an article is found by."""
    seen = 0
    for body in read.values():
        for address in body.links:
            parts = urlsplit(address)
            if parts.hostname == "mp.weixin.qq.com" and parts.path == "/s" and "__biz=" in parts.query:
                names = dict(parse_qsl(parts.query.replace("&amp;", "&")))
                assert {"__biz", "mid", "idx", "sn"} <= names.keys() or "sn" not in address
                seen += 1
    assert seen > 1_500


def test_pictures_of_known_hosts_come_by_https(read: dict[str, _Text]) -> None:
    """WeChat's own among them."""
    plain = [one for body in read.values() for one in body.pictures if one.startswith("http:")]
    assert [one for one in plain if (urlsplit(one).hostname or "").endswith(("qpic.cn", "qlogo.cn"))] == []
