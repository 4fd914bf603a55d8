from __future__ import annotations

import time

import pytest

from pressrun.markup.depth import too_deep_markup, too_wide_markdown
from pressrun.markup.markdown import render_markdown
from tests.rules.looking import look, messages, places
from tests.samples import capture

# The body starts on line 8.
FIRST = 8


def test_the_fence_that_stays_open_is_the_one_named() -> None:
    """MD001 points at the last fence, not at those that are closed."""
    findings = look("MD001", capture("```\na\n```\n\n  ~~~~sh\nb\n~~~\n"))
    assert places(findings) == [(FIRST + 4, 3, FIRST + 4, 9)]
    assert messages(findings) == ["'~~~~' opens code that nothing closes; close it where it ends"]


@pytest.mark.parametrize(
    "body",
    [
        "> ```\n> quoted\n\nThe quotation closes it.\n",
        "* ```\n  item\n\nThe item closes it.\n",
        "```a`b\nno fence, because of the backtick\n",
        "a\n\n    ```\n    indented code\n",
        "```\na\n   ```   \n",
    ],
)
def test_what_ends_with_its_block_is_not_open(body: str) -> None:
    """MD001 knows what CommonMark takes for a fence, and what ends one."""
    assert look("MD001", capture(body)) == []


def test_one_finding_names_the_number_of_places() -> None:
    """MD002 says how many more there are, at the place of the first."""
    findings = look("MD002", capture("桥 ![]()\n\n![a [b] c]()\n\n[![]()](https://news.example.org/a)\n"))
    assert places(findings) == [(FIRST, 3, FIRST, 8)]
    assert messages(findings) == ["a picture without an address (and 2 more), left out; remove it"]


def test_a_column_counts_what_is_in_the_file() -> None:
    """A character that XML forbids is left out of the body, but not out of the columns."""
    assert places(look("MD002", capture("a\x0bb ![]()\n"))) == [(FIRST, 5, FIRST, 10)]


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/a_(b)", "/a_(b)"),
        ("<../c>", "../c"),
        ("//cdn.example.org/d", "//cdn.example.org/d"),
        ("?page=2", "?page=2"),
        ("www.example.org", "www.example.org"),
    ],
)
def test_an_address_that_needs_the_page_is_relative(target: str, shown: str) -> None:
    """MD003 takes everything without a scheme, with parentheses or in angle brackets too."""
    assert messages(look("MD003", capture(f"[桥]({target})\n"))) == [
        f"'{shown}' is relative, read as seen from url; write the whole address"
    ]


@pytest.mark.parametrize("target", ["#top", "mailto:a@example.org", "HTTPS://example.org", "tel:1", ""])
def test_an_address_that_does_not_is_not(target: str) -> None:
    """MD003 leaves whole addresses, places of the page and empty targets alone."""
    assert look("MD003", capture(f"[桥]({target})\n")) == []


@pytest.mark.parametrize(
    "body",
    ["[桥](/news/br...", "[桥\n\n通车](/a)", "call f[0](key, value)", "桥](/a)"],
)
def test_half_a_link_is_none(body: str) -> None:
    """MD003 wants a link that begins in the same paragraph and ends: the archiver cuts inside one."""
    assert look("MD003", capture(body)) == []


def test_code_over_several_lines_is_no_prose() -> None:
    """A span of code may go on in the next line of its paragraph, and ends with the paragraph."""
    assert look("MD003", capture("Write `[a](/a)\n[b](/b)` here.\n")) == []
    assert places(look("MD003", capture("A lone ` tick.\n\n[b](/b) and ` again.\n"))) == [
        (FIRST + 2, 5, FIRST + 2, 7)
    ]


def test_an_item_of_a_list_is_no_code() -> None:
    """MD003 reads what is indented below a list item, and leaves what is indented for itself."""
    assert len(look("MD003", capture("* a\n\n    [b](/b)\n"))) == 1
    assert look("MD003", capture("a\n\n    [b](/b)\n")) == []


def test_a_placeholder_is_not_taken_for_html() -> None:
    """MD004 wants attributes, an element that stands alone, or one that is closed."""
    assert look("MD004", capture("copy <source> <dir> with 1 <b and vector<int>\n")) == []
    assert messages(look("MD004", capture("a <B>b</B> c <br/> d <code class='x'>\n"))) == [
        "'<B>' is HTML (and 2 more), shown as text; mark it as code or write Markdown"
    ]


def test_a_picture_in_the_text_is_quoted_short() -> None:
    """MD005 does not repeat a whole picture in its message."""
    findings = look("MD005", capture(f"![](data:image/png;base64,{'A' * 5_000})\n"))
    assert messages(findings) == [
        f"'data:image/png;base64,{'A' * 38}…' is a picture inside the text, left out; remove it"
    ]
    assert places(findings) == [(FIRST, 1, FIRST, 5_028)]


def test_a_host_stands_for_its_subdomains() -> None:
    """MD006 knows the hosts below a known one, with a port or without."""
    findings = look("MD006", capture("![](http://wx1.sinaimg.cn/a.jpg) ![](http://i.imgur.com:80/b.png)\n"))
    assert messages(findings) == [
        "a picture of 'wx1.sinaimg.cn' by plain http (and 1 more); write https, which the host serves"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "> " * 101 + "a",
        "1) " * 99 + "> " * 9 + "a",
        "\n".join(f"{'  ' * level}- a" for level in range(102)),
        "\n".join(f"{'>' * level} a" for level in range(1, 102)),
        "*a " * 110 + "b" + " b*" * 110,
        "**a _b " * 60 + "c" + " b_ a**" * 60,
        "> " * 50 + "*a " * 60 + "b" + " b*" * 60,
    ],
)
def test_whatever_is_flattened_is_reported(body: str) -> None:
    """MD007 asks the cap itself, behind a look that must not let anything through."""
    assert too_deep_markup(render_markdown(body))
    assert len(look("MD007", capture(body))) == 1


def test_a_body_longer_than_what_is_read_is_reported() -> None:
    """MD007 says how much of a body counts."""
    findings = look("MD007", capture("# 桥\n\n" + "桥" * 140_000))
    assert messages(findings) == ["140005 characters, of which 131072 are read; split the page"]
    assert places(findings) == [(FIRST, 1, FIRST, 4)]


def test_a_wide_table_is_reported() -> None:
    """MD007 speaks of tables that the press does not read as such."""
    body = f"{'|a' * 300}|\n{'|-' * 300}|\n"
    assert too_wide_markdown(body)
    assert messages(look("MD007", capture(body))) == [
        "a table of more than 256 columns or 100000 cells; all is shown as text"
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![](",
        "]()",
        "[![](a)](b)",
        "`",
        "`a``b```c",
        "> ```\n",
        "<a on",
        " onabc ",
        "<b>",
        "<p\n",
        "]((",
        "](http://a.",
    ],
)
def test_a_hostile_line_costs_next_to_nothing(unit: str) -> None:
    """128 kB of any of these take every MD and SE rule together less than two seconds."""
    text = capture(unit * (128 * 1024 // len(unit)))
    start = time.process_time()
    look("MD", text)
    look("SE", text)
    assert time.process_time() - start < 2
