"""The grammar against real digests: the two seeds, and two months of an archive (FACTS §1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from pressrun.capture import split
from pressrun.digest import Digest, Item, believe
from pressrun.markup import may_split, read
from pressrun.markup.cut import is_cut
from tests.markup.reading import faults

_DECEMBER = "002_e02c3f6538aa9ec5.md"
_NOVEMBER = "000_5f370f081d86e888.md"

_ATTRIBUTIONS = {
    "2024-12-28": [
        *("新浪财经", "IT 之家", "界面新闻", "cnBeta", "IT 之家"),
        *("IT 之家", "快科技", "IT 之家", "蓝鲸财经", "快科技"),
    ],
    "2024-11-06": [
        *("IT 之家", "IT 之家", "IT 之家", "IT 之家", "IT 之家", "界面新闻", "36 氪"),
        *("特工宇宙", "36 氪", "IT 之家", "IT 之家", "IT 之家", "IT 之家", "IT 之家"),
    ],
}
_NOT_THEIR_TEXT = (
    *("更多阅读", "热点视频", "点赞关注", "视频号", "观看更多", "头图来源", "消息来源", "（来源"),
    *("微信扫一扫", "轻触阅读原文", "预览时标签不可点", "知道了", "听过", "极客早知道", "Li Yuan", "宛辰"),
)


def _read(path: Path) -> tuple[Digest, str, tuple[Item, ...]]:
    """A capture's digest, its body and its items."""
    capture = split(path.name, path.read_bytes())
    digest = believe(capture, UTC)
    assert isinstance(digest, Digest), digest
    return digest, capture.body, read(digest, capture.body).items


@pytest.fixture(scope="module")
def seed_items(seeds: Path) -> dict[str, tuple[Item, ...]]:
    """The items of both seeds, by the date of their digest."""
    read_seeds = [_read(path) for path in sorted(seeds.glob("*.md"))]
    return {digest.date.isoformat(): items for digest, _, items in read_seeds}


def test_the_seeds_hold_24_items_with_their_attributions(seed_items: dict[str, tuple[Item, ...]]) -> None:
    """Ten and fourteen items, each with the source that it names at its end."""
    found = {date: [item.attribution for item in items] for date, items in seed_items.items()}
    assert found == _ATTRIBUTIONS


def test_the_seeds_items_hold_nothing_but_news(seed_items: dict[str, tuple[Item, ...]]) -> None:
    """No byline, interface word, promotion or attribution is left in the text of any item."""
    left = [
        (item.title, words)
        for items in seed_items.values()
        for item in items
        for words in _NOT_THEIR_TEXT
        if words in item.html or words in item.summary or words in item.title
    ]
    assert left == []


def test_the_seeds_items_are_safe_and_whole(seed_items: dict[str, tuple[Item, ...]]) -> None:
    """Portable HTML, absolute pictures, text in every item, no leftover Markdown, nothing marked as cut."""
    for item in (item for items in seed_items.values() for item in items):
        assert faults(item) == []
        assert "**" not in item.html
        assert "![" not in item.html
        assert item.html.count("<img") == item.html.count('<img src="https://mmbiz.qpic.cn/')
        assert len(item.summary) > 20
        assert not item.cut


def _headings_before_the_tail(body: str) -> list[str]:
    """The lines of a digest that the eye takes for headlines, counted without our grammar."""
    found: list[str] = []
    for line in body.split("\n"):
        if found and (line == "---" or line.startswith("\\*")):
            break
        if line.startswith("## ") and re.sub(r"!\[[^]]*\]\([^)]*\)|[*\s]", "", line[3:]):
            found.append(line)
    return found


@pytest.mark.sample
def test_every_readable_digest_of_the_archive_yields_its_items(archive: Path) -> None:
    """Each capture of the column that is no error shell has one item a text heading before its tail."""
    counts = {}
    for path in sorted(archive.rglob("*极客早知道*.md")):
        _, body, items = _read(path)
        headings = _headings_before_the_tail(body)
        if len(headings) > 1:
            counts[path.name] = (len(items), len(headings))
            assert [fault for item in items for fault in faults(item)] == []
    assert len(counts) == 54
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1]} == {}


def _listed_headlines(body: str) -> int:
    """The entries of the list of headlines on top: what stands between its name and the next bold line."""
    contents = body.partition("**新闻速览**\n")[2]
    return len(re.findall(r"\S.*", re.split(r"\n\*\*[^•]", contents)[0]))


#: By the words in the titles of a family: how the eye counts its items without our grammars, how many
#: captures of the sample hold an article, and how many items those have.
_FAMILIES: dict[str, tuple[Callable[[str], int], int, int]] = {
    r"牛\u00ad?览": (_listed_headlines, 13, 126),
    "每日安全动态推送": (lambda body: len(re.findall(r"(?m)^[# ]*•", body)), 26, 201),
    "火绒安全周报": (lambda body: len(re.findall(r"(?m)^0\d$", body)), 3, 15),
    "FreeBuf ?早报": (lambda body: len(re.findall(r"(?m)^### ?\d", body)), 31, 465),
}


@pytest.fixture(scope="module")
def split_captures(archive: Path) -> dict[str, tuple[str, str, tuple[Item, ...]]]:
    """The title, the body and the items of every capture of the sample that is split, by path."""
    found = {}
    for path in sorted(archive.rglob("*.md")):
        capture = split(path.relative_to(archive).as_posix(), path.read_bytes())
        digest = believe(capture, UTC)
        if isinstance(digest, Digest) and may_split(capture.body, digest.title, page=False):
            reading = read(digest, capture.body, removed=capture.removed)
            if not reading.whole:
                found[capture.path] = (digest.title, capture.body, reading.items)
    return found


@pytest.mark.sample
@pytest.mark.parametrize("family", _FAMILIES)
def test_the_families_of_the_archive_are_split(
    split_captures: dict[str, tuple[str, str, tuple[Item, ...]]], family: str
) -> None:
    """Every capture that holds an article, into as many items as the eye counts; each has text."""
    count, captures, total = _FAMILIES[family]
    ours = {
        path: (body, items)
        for path, (title, body, items) in split_captures.items()
        if re.search(family, title)
    }
    assert {path: len(items) for path, (body, items) in ours.items() if len(items) != count(body)} == {}
    assert (len(ours), sum(len(items) for _, items in ours.values())) == (captures, total)
    assert [fault for _, items in ours.values() for item in items for fault in faults(item)] == []
    assert [item.title for _, items in ours.values() for item in items if not item.html] == []


@pytest.mark.sample
def test_nothing_else_of_the_archive_is_split(
    split_captures: dict[str, tuple[str, str, tuple[Item, ...]]],
) -> None:
    """Articles stay whole: all are of the families, but for one 牛览 that does not name its column."""
    known = re.compile("|".join((*_FAMILIES, "极客早知道")))
    others = [path for path, (title, _, _) in split_captures.items() if not known.search(title)]
    assert [path.partition("（试行）")[0] for path in others] == [
        "2024/11/02/daily/安全牛_工信部印发《工业和信息化领域数据安全事件应急预案"
    ]
    assert len(split_captures) == 128


@pytest.mark.sample
@pytest.mark.parametrize("words", ["FB甲方群话题讨论", "Smashing Security podcast"])
def test_a_discussion_and_an_episode_of_the_archive_stay_whole(
    split_captures: dict[str, tuple[str, str, tuple[Item, ...]]], archive: Path, words: str
) -> None:
    """What only looks like items is none."""
    assert len(list(archive.rglob(f"*{words}*.md"))) > 3
    assert [path for path in split_captures if words in path] == []


@pytest.mark.sample
def test_no_attribution_of_the_archives_digests_is_overlooked(archive: Path) -> None:
    """No item of the column's readable digests still ends its text with a bracketed source."""
    ending = re.compile(r"[（(](?:消息)?来源\s*[：:][^（）()]+[）)][。.]?\s*\Z")
    overlooked = []
    for path in sorted(archive.rglob("*极客早知道*.md")):
        for item in _read(path)[2]:
            paragraphs = re.sub(r"<[^>]*>", "", item.html).split("\n")
            overlooked += [(item.title, text[-30:]) for text in paragraphs if ending.search(text)]
    assert [pair for pair in overlooked if "App 界面" not in pair[1]] == []


@pytest.mark.sample
def test_no_cut_capture_of_the_archive_ends_in_half_a_link(archive: Path) -> None:
    """Of every tenth cut capture the text before the mark ends in no opened link, picture or address."""
    half = re.compile(r"\]\([^\s)]*\Z|!\[[^\]\n]*\Z|https?://[^\s)\]>]*\Z(?<=\.\.\.)")
    cut = [path for path in sorted(archive.rglob("*.md")) if path.stat().st_size > 8_000]
    seen = 0
    ends = []
    for path in cut[::10]:
        capture = split(path.name, path.read_bytes())
        digest = believe(capture, UTC)
        if not isinstance(digest, Digest) or not is_cut(capture.body):
            continue
        seen += 1
        last = read(digest, capture.body).items[-1]
        shown = last.html.rpartition("<p>[…]")[0] if last.cut else last.html
        text = re.sub(r"<[^>]*>", "", re.sub(r"<(pre|code)>.*?</\1>", "", shown, flags=re.DOTALL))
        if half.search(text.rstrip()):
            ends.append((path.name, text.rstrip()[-40:]))
    assert seen > 300
    assert ends == []
