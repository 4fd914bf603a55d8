"""XF003: pages whose text is their site's, over real folders of captures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.markup.cut import CUT_LENGTH
from pressrun.markup.sentences import sentences
from pressrun.press import check, target_of
from pressrun.press.mending import mend
from pressrun.rules import select
from tests.samples import capture, write

TITLES = ("Bridge opens", "Ferry retires", "Clock runs on rain", "Library lends seeds")
#: Navigation longer than what an archiver keeps: every page of the site begins with it.
NAVIGATION = "\n".join(
    (
        *(f"* [{number}](/{number})" for number in range(40)),
        *(f"* Services for offices in district {number}" for number in range(400)),
    )
)
SITE = "https://news.example.org/2025/"


def _cut(start: str, title: str) -> str:
    """A body as the archiver cuts it: its heading, then 8,000 characters and three dots."""
    return f"\n# {title}\n\n{start[:CUT_LENGTH]}...".replace("\n\n\n", "\n\n")


def _pages(folder: Path, bodies: list[str], url: str = f"{SITE}{{}}") -> None:
    for number, (title, body) in enumerate(zip(TITLES, bodies, strict=False)):
        text = capture(body.replace("{title}", title), title=title, url=url.format(number))
        write(folder, f"{number}.md", text)


def _found(folder: Path) -> list[Finding]:
    result = check(target_of(folder), Config(), select(["XF003"]))
    return list(result.findings)


def _paths(folder: Path) -> list[str]:
    return [finding.path for finding in _found(folder)]


def test_the_same_text_under_three_titles_is_no_article(tmp_path: Path) -> None:
    """An error page that no list knows; a fourth page with other text is left alone."""
    notice = "\n# {title}\n\nThe gate is shut for the night. Come back when the bell has rung.\n"
    _pages(tmp_path, [notice, notice, notice, "\n# {title}\n\nThe library lends seeds from March on.\n"])
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


def test_the_same_text_under_two_titles_may_be_one(tmp_path: Path) -> None:
    """Two posts may share a text: a correction of a headline, say."""
    notice = "\n# {title}\n\nThe gate is shut for the night. Come back when the bell has rung.\n"
    _pages(tmp_path, [notice, notice])
    assert _paths(tmp_path) == []


def test_pages_cut_before_their_article_are_told_by_the_sites_lines(tmp_path: Path) -> None:
    """The cut falls elsewhere on each page, so that no two texts are the same; a sentence is no article."""
    said = ("", f"\nBridge {'m' * 40}\n", f"\nFerry {'n' * 60}\n", "")
    starts = [f"{NAVIGATION[: 7_000 + number]}\n{line}{NAVIGATION}" for number, line in enumerate(said)]
    _pages(tmp_path, [_cut(start, title) for start, title in zip(starts, TITLES, strict=True)])
    found = _found(tmp_path)
    assert [finding.path for finding in found] == ["0.md", "1.md", "2.md", "3.md"]
    assert found[1].message == (
        "cut at 8,000 characters, and all but 46 of its letters are those of other pages of "
        "news.example.org; no article, capture it again"
    )


def test_a_cut_page_that_reaches_its_article_is_published(tmp_path: Path) -> None:
    """Two sentences below the same navigation are the beginning of an article."""
    head = NAVIGATION[:7_600]
    story = (
        "\nThe bridge across the river took three years to build, and was opened this morning by the mayor.\n"
    )
    more = (
        "Ferries will run until the autumn, because the road that leads up to it is not finished yet at all."
    )
    starts = [_cut(f"{head}{NAVIGATION}", TITLES[number]) for number in range(3)]
    _pages(tmp_path, [*starts, _cut(f"{head}{story}{more}{NAVIGATION}", TITLES[3])])
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


def test_a_short_article_above_its_sites_footer_is_published(tmp_path: Path) -> None:
    """The page shows its title, a sentence and its site again: the article is whole, though short."""
    head, foot = NAVIGATION[:4_000], NAVIGATION
    starts = [_cut(f"{head}{foot}", TITLES[number]) for number in range(3)]
    short = f"{head}\n## {TITLES[3]}\n\nFrom next week on the library lends seeds.\n\n{foot}"
    _pages(tmp_path, [*starts, _cut(short, TITLES[3])])
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


def test_one_article_captured_thrice_is_not_its_own_furniture(tmp_path: Path) -> None:
    """A digest counts once however often it was captured, and so does a title."""
    story = "\n".join(f"Ferry number {word} carried its last passengers home." for word in "abcdefghij" * 30)
    for number in range(3):
        text = capture(_cut(story, TITLES[0]), title=TITLES[0], url=f"{SITE}{number}")
        write(tmp_path, f"{number}.md", text)
    assert _paths(tmp_path) == []


def test_cut_code_is_a_text_of_its_own(tmp_path: Path) -> None:
    """Lines too short to be a sentence count where they are code."""
    head = NAVIGATION[:7_000]
    code = "\n```\n" + "\n".join(f"x{number} = f(y)" for number in range(60)) + "\n```\n"
    starts = [_cut(f"{head}{NAVIGATION}", TITLES[number]) for number in range(3)]
    _pages(tmp_path, [*starts, _cut(f"{head}{code}{NAVIGATION}", TITLES[3])])
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


def _poster(picture: str) -> str:
    portrait = "![作者头像](https://img.example.org/face/0?wx_fmt=png)"
    return f"\n# {{title}}\n\n一图读懂\n\n{picture}\n\n河岸通讯\n\n{portrait}\n"


def test_posts_of_pictures_are_told_by_their_pictures(tmp_path: Path) -> None:
    """The account's name is all their text; what they say is drawn."""
    _pages(tmp_path, [_poster(f"![](https://img.example.org/{number}.jpg)") for number in range(3)])
    assert _paths(tmp_path) == []


def test_the_same_picture_under_every_title_is_the_sites(tmp_path: Path) -> None:
    """A logo or a portrait is no post, in any size."""
    _pages(
        tmp_path, [_poster(f"![](https://img.example.org/logo/{size}?wx_fmt=png)") for size in (0, 300, 640)]
    )
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=265000000{}&idx=1&sn=0a1b2c3d", []),
        (f"{SITE}{{}}", ["0.md", "1.md", "2.md"]),
    ],
)
def test_an_account_may_repeat_its_notice(tmp_path: Path, url: str, expected: list[str]) -> None:
    """Of a WeChat page the archiver keeps the article alone: nothing of it is furniture."""
    notice = "\n# {title}\n\n" + "课程今天开班，名额有限，请扫描下面的二维码报名，助教会与你联系。\n\n" * 5
    _pages(tmp_path, [notice] * 3, url)
    assert _paths(tmp_path) == expected


def test_another_size_of_the_portrait_is_no_picture(tmp_path: Path) -> None:
    """A shell with a name and a portrait alone is empty, before any set is looked at."""
    write(
        tmp_path,
        "a.md",
        capture(_poster("![](https://img.example.org/face/300?wx_fmt=png)").replace("一图读懂", "河岸通讯")),
    )
    assert [finding.code for finding in check(target_of(tmp_path), Config(), select(["BD001"])).findings] == [
        "BD001"
    ]


@pytest.mark.parametrize(
    ("letters", "expected"), [(400, ["0.md", "1.md", "2.md", "3.md"]), (401, ["2.md", "3.md"])]
)
def test_a_repository_cut_in_its_list_of_files_says_what_it_is_for(
    tmp_path: Path, letters: int, expected: list[str]
) -> None:
    """Up to 400 letters above the list describe it; the text would come below, so that more is a text."""
    rows = "\n".join(f"| [file {number}](/tree/{number}) | | yesterday |" for number in range(400))
    own = (
        f"{'m' * 150}\n{'k' * 150}\n{'m' * (letters - 300)}",
        f"{'n' * 199}\n{'h' * (letters - 199)}",
        "",
        "",
    )
    starts = [f"{NAVIGATION[:6_000]}\n{line}\n## Folders and files\n\n{rows}" for line in own]
    _pages(tmp_path, [_cut(start, title) for start, title in zip(starts, TITLES, strict=True)])
    assert _paths(tmp_path) == expected


def test_a_text_behind_a_list_of_files_is_a_text(tmp_path: Path) -> None:
    """The same description with a paragraph below the list: nothing was cut that would say more."""
    below = "\n".join(("| a |", "", f"The bridge{'m' * 200} opens."))
    starts = [f"{NAVIGATION[:6_000]}\n\n## Folders and files\n\n{below}\n{NAVIGATION}" for _ in TITLES]
    own = [start.replace("The bridge", f"The bridge {number}") for number, start in enumerate(starts)]
    _pages(tmp_path, [_cut(start, title) for start, title in zip(own, TITLES, strict=True)])
    assert _paths(tmp_path) == []


#: What a site without an archiver's cut shows around every post.
MENU = "\n".join(f"* [Quay {number}](https://news.example.org/quay/{number})" for number in range(20))
FOOT = "\n\nWrite to the harbour master\n\nAll rights belong to the city of the river"


def _whole(said: str) -> str:
    return f"\n# {{title}}\n\n{MENU}\n\n## {{title}}\n\n{said}{FOOT}\n"


SHELLS = [_whole(f"Posted {number} hours ago\n\n{number} comments") for number in range(3)]


def test_a_whole_page_that_shows_its_site_alone_is_no_article(tmp_path: Path) -> None:
    """Counters and relative times differ from page to page, and say nothing."""
    _pages(
        tmp_path, [*SHELLS, _whole("Posted 9 hours ago\n\n[seeds.example.org](https://seeds.example.org/)")]
    )
    found = _found(tmp_path)
    assert [finding.path for finding in found] == ["0.md", "1.md", "2.md", "3.md"]
    assert found[3].message == (
        "all but 5 of its letters are those of other pages of news.example.org; no article, capture it again"
    )


@pytest.mark.parametrize(
    "said",
    [
        "The library lends seeds from March.",
        "图书馆三月起借出花种和菜种。",
        "![](https://img.example.org/seeds.jpg)",
        "\n".join(
            f"* [Seeds of the {word} shelf](https://seeds.example.com/{word})"
            for word in ("first", "second", "third", "last")
        ),
    ],
    ids=["a sentence", "a Chinese sentence", "a picture", "a list of links"],
)
def test_a_short_post_between_its_sites_menu_and_footer_is_published(tmp_path: Path, said: str) -> None:
    """Nothing was cut off: what the page says of its own is the post, however short."""
    _pages(tmp_path, [*SHELLS, _whole(said)])
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


def test_two_pages_of_a_site_do_not_tell_what_is_its(tmp_path: Path) -> None:
    """A line belongs to the site once three pages under three titles show it."""
    _pages(tmp_path, SHELLS[:2])
    assert _paths(tmp_path) == []


def test_of_a_mirrors_page_only_what_it_mirrors_counts(tmp_path: Path) -> None:
    """The mirror's blurb and cover stand above its frame, and the address of the source ends it."""
    frame = (
        f"\n# {{title}}\n\n{MENU}\n\n![](https://img.example.org/{{cover}}.jpg)\n\nA long blurb about the"
        " {cover} and all who pass it\n收藏*\n\n---\n\n{said}\n\n文章来源: https://source.example.org/{cover}\n"
    )
    covers = ("bridge", "ferry", "clock", "library")
    said = ("A tag already exists here",) * 3 + (
        "A tag already exists here\n\nIt lends seeds from March on.",
    )
    _pages(
        tmp_path,
        [
            frame.replace("{cover}", one).replace("{said}", text)
            for one, text in zip(covers, said, strict=True)
        ],
    )
    assert _paths(tmp_path) == ["0.md", "1.md", "2.md"]


@pytest.mark.parametrize(
    ("below", "expected"), [("By the quay team", ["0.md"]), ("The bridge opened to the sound of bells.", [])]
)
def test_a_page_cut_right_behind_its_title_shows_no_article(
    tmp_path: Path, below: str, expected: list[str]
) -> None:
    """A byline is none; one sentence is the beginning of one. No other page of the site is needed."""
    end = f"\n\n# {TITLES[0].upper()}\n\n{below}\n\n"
    own = "\n".join(f"* Services for offices in quarter {number}" for number in range(400))
    links = "\n".join(f"* [{number}](/{number})" for number in range(40))
    body = f"{links}\n{own}"[: CUT_LENGTH - len(end)] + end
    _pages(tmp_path, [_cut(body, TITLES[0])])
    assert _paths(tmp_path) == expected


@pytest.mark.parametrize(
    ("readme", "expected"), [("", ["0.md", "1.md", "2.md", "3.md"]), ("\nREADME.md\n", [])]
)
def test_a_profile_without_a_readme_is_a_list(tmp_path: Path, readme: str, expected: list[str]) -> None:
    """What somebody keeps is a list of titles; what they write about themselves is a text."""
    own = [f"{letter * 150}\n{letter * 151}" for letter in "mnkh"]
    starts = [
        f"{NAVIGATION[:7_000]}\n# Block or report {title}\n{readme}{text}\n{NAVIGATION}"
        for title, text in zip(TITLES, own, strict=True)
    ]
    _pages(tmp_path, [_cut(start, title) for start, title in zip(starts, TITLES, strict=True)])
    assert _paths(tmp_path) == expected


#: Links by which every page of a site begins, elsewhere on each and so never the same line.
LINKED = "\n".join(
    f"* [Services for offices in district {{page}}{number}]({{to}}/{number})" for number in range(300)
)


def _linked(page: int, to: str, story: str = "") -> str:
    links = LINKED.replace("{page}", str(page)).replace("{to}", to).split("\n")
    return _cut("\n".join((*links[:40], story, *links[40:])), TITLES[page])


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("/offices", ["0.md", "1.md"]),
        ("https://news.example.org/offices", ["0.md", "1.md"]),
        ("http://NEWS.example.org:80/offices", ["0.md", "1.md"]),
        ("//news.example.org/offices", ["0.md", "1.md"]),
        ("https://news.example.org.example.com/offices", []),
        ("https://other.example.org/offices", []),
        ("//other.example.org/offices", []),
    ],
)
def test_a_page_of_links_to_its_own_site_is_navigation(tmp_path: Path, to: str, expected: list[str]) -> None:
    """However they are written; what it links elsewhere it may recommend."""
    _pages(tmp_path, [_linked(0, to), _linked(1, to)])
    assert _paths(tmp_path) == expected


def test_a_sentence_says_what_it_links(tmp_path: Path) -> None:
    """A link to another page of the site is no navigation where it stands in a sentence."""
    story = (
        "Of the [bridge that was opened in March](/bridge) we told last week, and of the ferries that went "
        "before it across the river; today it is the turn of all the people who live "
        "on both sides of it and mend it."
    )
    _pages(tmp_path, [_linked(0, "/offices"), _linked(1, "/offices", story)])
    assert _paths(tmp_path) == ["0.md"]


def test_a_safe_fix_changes_nothing_about_it(tmp_path: Path) -> None:
    """MD003 writes relative links whole; the same pages are navigation then."""
    story = "The bridge across the river took three years to build, and was opened this morning. " * 3
    _pages(tmp_path, [_linked(0, "/offices"), _linked(1, "/offices"), _linked(2, "/offices", story)])
    before, rules = _paths(tmp_path), select()

    mended = list(mend(target_of(tmp_path), Config(), rules, unsafe=False))

    assert [(one.path, set(one.edits)) for one in mended] == [(f"{n}.md", {"MD003"}) for n in range(3)]
    assert _paths(tmp_path) == before == ["0.md", "1.md"]


def test_a_long_host_takes_no_time() -> None:
    """A megabyte of it is compiled to no pattern, and one that nearly fits goes back nowhere."""
    host = "a." * 500_000
    body = f"[{'x' * 5000}](https://{'a.' * 5000}\n\n" * 50 + "The end of the story it is."
    started = time.perf_counter()
    assert len(list(sentences(body, "a", host))) == 51
    assert time.perf_counter() - started < 2
