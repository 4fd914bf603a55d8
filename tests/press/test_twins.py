"""A saved WeChat page and the Markdown capture of the same digest: one digest, the same items and ids.

`twins/` holds both of each, in our own words and in the shapes that an archiver and WeChat give them.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from pressrun.digest import Digest, Item
from pressrun.identity import item_keys
from tests.press.pressing import press, tree
from tests.rules.proving import prove

TWINS = Path(__file__).parent / "twins"
NAMES = sorted(path.stem for path in TWINS.glob("*.md"))
_SIZE = re.compile(r' (?:width|height)="\d+"')


def digest_of(path: Path) -> Digest:
    """The digest of a capture, with its items."""
    proved = prove(path.read_bytes(), f"2025/03/21/{path.name}", items=True)
    assert proved.digest is not None, proved.findings
    return proved.digest


def without_size(item: Item) -> Item:
    """The item without what only a page knows of its pictures."""
    return replace(item, html=_SIZE.sub("", item.html))


@pytest.mark.parametrize("name", NAMES)
def test_the_items_are_the_same_one_by_one(name: str) -> None:
    """Titles, HTML, summaries, attributions, pictures; only the page knows how large these are."""
    one, other = digest_of(TWINS / f"{name}.md"), digest_of(TWINS / f"{name}.html")
    assert len(one.items) == len(other.items)
    for number, (first, second) in enumerate(zip(one.items, other.items, strict=True)):
        assert asdict(first) == asdict(without_size(second)), number


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_is_the_same(name: str) -> None:
    """Key, title, source and dates; the address is the page's own, without what led its reader there."""
    one, other = digest_of(TWINS / f"{name}.md"), digest_of(TWINS / f"{name}.html")
    assert (one.key, one.title, one.source, one.date, one.fetched, one.whole) == (
        *(other.key, other.title, other.source, other.date, other.fetched, other.whole),
    )
    assert item_keys(one.key, (item.title for item in one.items)) == item_keys(
        other.key, (item.title for item in other.items)
    )


def test_the_morning_page_holds_three_items() -> None:
    """What is compared above is what a reader would count."""
    digest = digest_of(TWINS / "morning.html")
    assert digest.url == "https://mp.weixin.qq.com/s?__biz=MDAwMDAwNzMxMQ==&mid=2650007311&idx=2&sn=77ab01cd"
    assert [(item.title, item.attribution) for item in digest.items] == [
        ("松岭县的水车开始发电", "山水电讯"),
        ("旧邮轮改成码头图书馆", "港城读书会"),
        ("盲盒种子卖到了海边", None),
    ]
    assert digest.items[0].html.endswith(
        '<img src="https://img.example.org/wheel.jpg?wx_fmt=jpeg" alt="图片" width="1080" height="720"></p>\n'
        "<p>水车用的是旧船厂留下的木料，工人把船名留在了轮辐上，转起来像在点名。</p>"
    )
    assert "隐藏" not in "".join(item.html for item in digest.items)


def _ids(folder: Path, suffix: str) -> set[bytes]:
    """Every id and every document's name of the edition of one of each pair."""
    for name in NAMES:
        path = folder / "inbox/2025/03/21" / f"{name}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((TWINS / f"{name}{suffix}").read_bytes())
    press(folder)
    documents = tree(folder / "feeds")
    ids = {one for text in documents.values() for one in re.findall(rb"<id>[^<]*</id>", text)}
    return ids | {name.encode() for name in documents if "/items/" in name}


def test_the_ids_and_documents_are_the_same(tmp_path: Path) -> None:
    """Subscribers of one are subscribers of the other."""
    one, other = _ids(tmp_path / "one", ".md"), _ids(tmp_path / "other", ".html")
    assert one == other
    assert len(one) > 2 * len(NAMES)


def test_together_they_are_one_digest_each(tmp_path: Path) -> None:
    """The second capture is a duplicate, and no edit."""
    for suffix in (".md", ".html"):
        _ids(tmp_path, suffix)
    contents = press(tmp_path).contents
    assert (contents.captures, contents.published, contents.duplicates) == (4, 2, 2)
