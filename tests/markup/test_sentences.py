"""What the lines of a page say: told of each line alone, whatever pages were read before."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.markup.sentences import Said, claims, ends_at_title, sentences, shows_title, weigh

HOST = "news.example.org"
TITLE = "The bridge over the river is open"
PROSE = "The last ferry left at noon, and nobody was on it but the harbour master."
#: What pages consist of: prose, menus in every spelling of an address, counters, pictures, code.
LINES = (
    PROSE,
    "码头今天早上八点重新开放，第一班渡轮坐满了乘客。",
    "Read [what the town says](https://town.example.org/bridge) of its bridge, and of the ferry.",
    "* [Ferries](/ferries)",
    "* [Weather and tides of the whole coast](https://news.example.org/weather)",
    "* [Weather and tides of the whole coast](//NEWS.example.org:443/weather?day=1)",
    "* [Timetables of the other harbours](https://other.example.org/timetables)",
    "[write to us about this page](mailto:desk@example.org)",
    "Read 12 comments, 3 hours ago",
    "Read 14 comments, 5 hours ago",
    "![the pier in the morning](https://news.example.org/pier.jpg)",
    "```",
    "left = noon",
    f"# {TITLE}",
    f"## [{TITLE}](/bridge)",
    "",
)
#: For a name that no other page has.
NUMBERS = itertools.count()
PAGES = st.lists(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join), min_size=1, max_size=6)


def words(said: Iterator[Said]) -> list[tuple[str, int]]:
    """The words of each line with their weight."""
    return [(one.words, one.weight) for one in said]


def test_a_sentence_says_its_words_and_those_of_its_links() -> None:
    """A link inside a sentence is read; its address is not."""
    body = f"{LINES[2]}\n{PROSE}"

    assert words(sentences(body, TITLE, HOST)) == [
        ("Read [what the town says] of its bridge, and of the ferry.", 43),
        (PROSE, 57),
    ]


def test_links_to_the_same_site_say_nothing() -> None:
    """However they are spelled: relative, with the host in capitals, with a port. One elsewhere does."""
    assert words(sentences("\n".join(LINES[3:8]), TITLE, HOST)) == [
        ("[Timetables of the other harbours]", 28),
        ("[write to us about this page]", 22),
    ]


def test_a_chinese_letter_weighs_two() -> None:
    """And what stands between letters nothing."""
    assert (weigh("码头 8 点"), weigh("pier, 8"), weigh("——…")) == (7, 5, 0)


def test_in_code_every_line_counts() -> None:
    """And its fences do not; behind the code a short line says nothing again."""
    assert words(sentences("```\nleft = noon\n```\nleft = noon", TITLE, HOST)) == [("left = noon", 8)]


@pytest.mark.parametrize(
    "line",
    [
        "!![the pier](/pier.jpg)[Read the whole story of the old bridge](https://town.example.org/bridge)",
        "[Read the whole story of the old bridge](https://town.example.org/[ferries](/ferries))",
    ],
)
def test_a_link_elsewhere_is_read_beside_a_picture_or_another_link(line: str) -> None:
    """In a page with code as in one without: what is taken out of a line makes nothing else of what stays."""
    (said,) = sentences(line, TITLE, HOST)

    assert "[Read the whole story of the old bridge]" in said.words
    assert said in list(sentences(f"```\nleft\n```\n{line}", TITLE, HOST))


def test_a_fence_may_stand_behind_a_picture() -> None:
    """As the reader sees it: the picture is no part of the line."""
    body = "![the pier](/pier.jpg)```\nleft = noon"

    assert words(sentences(body, TITLE, HOST)) == [("left = noon", 8)]


def test_a_claim_counts_no_times_and_all_numbers_are_one() -> None:
    """Two counters say the same, and weigh as they are."""
    first, second = claims("\n".join(LINES[8:10]), TITLE, HOST)

    assert (first.weight, second.weight) == (14, 14)
    assert first.hash == second.hash


def test_a_claim_that_is_one_link_weighs_a_third() -> None:
    """It leads to a text and is none."""
    assert words(claims(LINES[6], TITLE, HOST)) == [("[Timetables of the other harbours]", 9)]


@given(PAGES)
def test_what_a_line_says_depends_on_no_page_before(pages: list[str]) -> None:
    """Lines are remembered by site: a page says the same on a site that nobody has read before."""
    for page in pages:
        unread = f"site-{next(NUMBERS)}.example.org"
        moved = page.replace(HOST, unread).replace("NEWS.example.org", unread.upper())
        for one in (sentences, claims):
            assert list(one(page, TITLE, HOST)) == list(one(moved, TITLE, unread))


@pytest.mark.parametrize("one", [sentences, claims])
def test_a_site_is_read_again_when_it_was_forgotten(one: Callable[[str, str, str], Iterator[Said]]) -> None:
    """So many lines are remembered; behind them all are read anew, to the same end."""
    page = "\n".join(LINES)
    first = list(one(page, TITLE, HOST))
    many = [
        f"{number} ferries have left the harbour since the storm of last year" for number in range(25_000)
    ]
    assert len(list(one("\n".join(many), TITLE, HOST))) == 25_000

    assert list(one(page, TITLE, HOST)) == first


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"# {TITLE}\n\n{PROSE}", False),
        (f"# {TITLE}\n\n{PROSE}\n\n## {TITLE}", True),
        (f"{PROSE}\n  ## [{TITLE}](/bridge#top)", True),
        (f"{PROSE}\n![](https://news.example.org/pier.jpg)# {TITLE}", True),
        (f"{PROSE}\n* [{TITLE}](/bridge#top)", False),
    ],
)
def test_a_page_shows_its_title_as_a_heading_below_other_text(body: str, shown: object) -> None:
    """The one on top is the archiver's; a number sign in an address is none of a heading."""
    assert shows_title(body, TITLE) is shown


@pytest.mark.parametrize(
    ("end", "ends"),
    [
        (f"\n# {TITLE}\n", True),
        (f"\n# {TITLE}\n\nby the desk", True),
        (f"\n# {TITLE}\n\n{PROSE}", False),
        ("", False),
    ],
)
def test_a_page_ends_at_its_title_with_no_sentence_below(end: str, ends: object) -> None:
    """A byline is no sentence; a page without its title does not end at it."""
    assert ends_at_title(f"{PROSE}{end}...", TITLE, HOST) is ends
