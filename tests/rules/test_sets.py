"""XF at its edges: how many files make a group, what they share, and who of them is named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pressrun.finding import Finding
from pressrun.press import Proof
from pressrun.press.crossing import cross_examine
from pressrun.rules import select
from tests.press.pressing import WALK
from tests.rules.proving import FETCH_DATE, prove, rules_of
from tests.samples import capture

URL = "https://example.org/"
#: A page of navigation: enough text, and the same whatever the title.
SHELL = f"\n首页 新闻 关于\n\n{WALK}\n"


def _page(title: str, body: str = SHELL, *, url: str = "", source: str = "河岸通讯") -> str:
    return capture(body, title=title, url=url or f"{URL}{title}", source=source, fetch_date=FETCH_DATE)


def _crossed(texts: Sequence[str], codes: Sequence[str] = ("XF",)) -> list[Proof]:
    proofs = [prove(text, f"{number}.md", rules_of("BD")) for number, text in enumerate(texts)]
    return cross_examine(proofs, select(codes))


def _found(texts: Sequence[str], code: str = "XF") -> list[Finding]:
    return [one for proof in _crossed(texts, [code]) for one in proof.findings if one.code.startswith("XF")]


def _told(texts: Sequence[str], code: str = "XF") -> list[tuple[str, str]]:
    return [(finding.path, finding.code) for finding in _found(texts, code)]


def test_three_files_under_three_titles_are_boilerplate() -> None:
    """Each of them: none is the article that the others repeat."""
    texts = [_page(title) for title in ("一", "二", "三")]
    assert _told(texts) == [("0.md", "XF003"), ("1.md", "XF003"), ("2.md", "XF003")]


def test_two_files_are_not_enough() -> None:
    """They may be one article that was renamed."""
    assert _told([_page(title) for title in ("一", "二")], "XF003") == []


@pytest.mark.parametrize("titles", [("一", "一", "一"), ("一", "二", "一", "二")])
def test_fewer_than_three_titles_are_not_enough(titles: tuple[str, ...]) -> None:
    """An article on several mirrors has its title everywhere."""
    texts = [_page(title, url=f"{URL}{number}", source=f"源{number}") for number, title in enumerate(titles)]
    assert _told(texts) == []


def test_each_title_as_its_heading_is_still_the_same_text() -> None:
    """The archiver writes it above every page."""
    texts = [_page(title, f"\n# {title}\n{SHELL}") for title in ("一", "二", "三")]
    assert [code for _, code in _told(texts)] == ["XF003"] * 3


def test_one_letter_more_is_another_text() -> None:
    """Boilerplate does not change with the title; an article does."""
    texts = [_page("一"), _page("二"), _page("三", SHELL.replace("首页", "首页一"))]
    assert _told(texts, "XF003") == []


def test_what_is_rejected_already_makes_no_group() -> None:
    """One cause a file: three deleted pages are deleted, not boilerplate."""
    texts = [_page(title, "\n该内容已被发布者删除\n") for title in ("一", "二", "三")]
    assert [[one.code for one in proof.findings] for proof in _crossed(texts)] == [["BD003"]] * 3


@pytest.mark.parametrize(("pictures", "codes"), [(0, ["XF003"] * 3), (1, []), (3, [])])
def test_few_words_under_pictures_of_their_own_are_a_picture_story(pictures: int, codes: list[str]) -> None:
    """A picture that only this page shows is its article; without one the words are everybody's."""
    texts = [
        _page(title, "\n桥边的人\n" + "".join(f"\n![]({URL}{title}/{n}.jpg)\n" for n in range(pictures)))
        for title in ("一", "二", "三")
    ]
    assert [code for _, code in _told(texts)] == codes


def test_few_words_under_the_sites_pictures_are_boilerplate() -> None:
    """Logos are the same under every title."""
    texts = [_page(title, f"\n桥边的人\n\n{f'![]({URL}logo.png)' * 4}\n") for title in ("一", "二", "三")]
    assert [code for _, code in _told(texts)] == ["XF003"] * 3


def test_an_error_takes_the_digest_away_and_names_another_file() -> None:
    """Its message says where to look; the digest is not published."""
    crossed = _crossed([_page(title) for title in ("一", "二", "三")])
    assert [proof.digest for proof in crossed] == [None] * 3
    assert [proof.findings[0].message for proof in crossed[:2]] == [
        "the same text as in 2 other files under other titles (1.md); no article, capture it again",
        "the same text as in 2 other files under other titles (0.md); no article, capture it again",
    ]


def test_a_warning_leaves_the_digest() -> None:
    """Which capture of a digest speaks is chosen later, by its content."""
    crossed = _crossed([_page("一", url=URL), _page("一", f"\n{WALK}\n", url=URL + "#top")])
    assert [[one.code for one in proof.findings] for proof in crossed] == [[], ["XF001"]]
    assert all(proof.digest is not None for proof in crossed)


def test_boilerplate_is_no_duplicate_and_no_namesake() -> None:
    """Captures that are kept out are told of once, under the error."""
    shells = [_page("一", url=URL), _page("二", url=URL), _page("三"), _page("一", url=URL + "#top")]
    assert _told(shells) == [(f"{number}.md", "XF003") for number in range(4)]
    assert ("3.md", "XF001") in _told(shells, "XF001")


def test_a_title_and_an_url_may_both_be_shared_by_pairs() -> None:
    """Each finding stands at the later path and at the field that it is about."""
    texts = [
        _page("一", f"\n{WALK}一\n", url=URL + "1"),
        _page("一", f"\n{WALK}二\n", url=URL + "2"),
        _page("二", f"\n{WALK}三\n", url=URL + "2"),
    ]
    assert [(one.path, one.code, one.line) for one in _found(texts)] == [
        ("1.md", "XF002", 2),
        ("2.md", "XF004", 3),
    ]


def test_a_wechat_article_is_known_by_its_number() -> None:
    """Not by its signature, its title or its source."""
    url = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=1&idx={}&sn={}"
    texts = [
        _page("一", f"\n{WALK}一\n", url=url.format(1, "aa")),
        _page("二", f"\n{WALK}二\n", url=url.format(1, "bb"), source="城南镜像"),
        _page("三", f"\n{WALK}三\n", url=url.format(2, "aa")),
    ]
    assert _told(texts) == [("1.md", "XF001")]
