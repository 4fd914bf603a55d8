"""report.html: what an operator sees at a glance, and what a stranger's text does there: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pressrun.finding import Finding, Severity
from pressrun.formats import page as index
from pressrun.reports.accounted import Accounted, Outcome
from pressrun.reports.examples import OTHER_FILES, REJECTED_FILES
from pressrun.reports.report_page import SOURCES
from pressrun.reports.text import printable
from tests.laws.hostile import ATTACKS
from tests.reports.accounts import FILES, duplicate, html_of, many, published, rejected
from tests.reports.findings import ERROR, HOSTILE_NAMES, WARNING, Explanation, at

GOLDEN = Path(__file__).parent / "goldens" / "report.html"
TEXTS = st.text(st.characters(), min_size=1)


def page_of(files: Iterable[Accounted], title: str = "An edition") -> etree._Element:
    """The page, parsed."""
    return lxml.html.document_fromstring(html_of(files, title=title).decode())


def text_of(element: etree._Element) -> str:
    """Its text, white space folded."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def rows(page: etree._Element) -> list[list[str]]:
    """The rows of both tables, heads left out."""
    return [[text_of(cell) for cell in row] for row in page.iter("tr") if row[0].tag == "td"]


def items(page: etree._Element) -> list[str]:
    """What the lists of files say."""
    return [text_of(item) for item in page.iter("li")]


def test_the_page_is_written_as_it_stands_in_the_golden() -> None:
    """Head, two tables, a section a rule, the duplicates."""
    assert html_of(FILES, title="晨报").decode() == GOLDEN.read_text("utf-8")


def test_the_account_stands_first() -> None:
    """The sum that an operator reads before anything else."""
    page = page_of(FILES)

    assert page.findtext(".//h1") == "An edition · report"
    assert page.findtext(".//strong") == "5 captures = 2 published + 2 rejected + 1 duplicate"


def test_counts_by_rule_and_by_source_come_before_the_files() -> None:
    """Headings in this order."""
    titles = [heading.text for heading in page_of(FILES).iter("h2")]
    assert titles == ["By rule", "By source", "Rejected", "Warnings", "Duplicates"]


def test_every_rule_has_a_row_and_a_section() -> None:
    """Code and name, severity, captures, share and rejected ones; the code leads to the rule's section."""
    page = page_of(FILES)

    assert rows(page)[:2] == [
        ["BD001 empty-body", "error", "2", "40.0%", "", "2"],
        ["FM003 not-yaml", "warning", "1", "20.0%", "", "–"],
    ]
    anchors = {section.get("id"): text_of(section) for section in page.iter("section")}
    assert list(anchors) == ["BD001", "FM003"]
    assert anchors["BD001"].startswith("BD001 empty-body The body holds no text. 2 captures.")
    links = [link.get("href") for row in page.iter("tr") for link in row.iter("a")]
    assert links[:2] == ["#BD001", "#FM003"]


def test_every_source_has_a_row() -> None:
    """Captures, published, rejected, share of the rejected, and the rule that rejects most of them."""
    assert rows(page_of(FILES))[2:] == [
        ["河岸通讯", "3", "2", "1", "33.3%", "", "BD001 empty-body"],
        ["(no source)", "1", "0", "1", "100.0%", "", "BD001 empty-body"],
        ["城南转载", "1", "0", "0", "0.0%", "", ""],
    ]


def test_numbers_have_their_thousands_marked() -> None:
    """12968 is hard to read."""
    page = page_of(many(12_968))

    assert "12,968 captures = 0 published + 12,968 rejected" in text_of(page)
    assert rows(page)[0] == ["BD001 empty-body", "error", "12,968", "100.0%", "", "12,968"]


def test_a_share_that_rounds_to_nothing_is_not_called_nothing() -> None:
    """One of 3,000 is less than a tenth of a per cent, yet it is there."""
    files = [rejected("a.md"), *(published(f"{n}.md") for n in range(2_999))]

    assert rows(page_of(files))[0][3] == "<0.1%"


def test_files_stand_with_path_line_and_message() -> None:
    """Where to look, and what was found there; several findings of a rule in a file are one line."""
    assert items(page_of(FILES)) == [
        "a.md:8",
        "b.md:8",
        "d.md:2'早报: 桥': quote it (and 1 more)",
        "c.mdpublished from d.md",
    ]


def test_what_is_said_of_every_file_is_said_once() -> None:
    """A message that repeats stands above the list; ones that differ stand with their files."""
    alike = text_of(page_of(many(3)))
    assert alike.count("the body holds no text; capture it again") == 1
    assert "In each: the body holds no text; capture it again" in alike

    other = [published(f"{n}.md", at(f"{n}.md")) for n in range(2)]
    assert items(page_of(other)) == [
        "0.md:20.md: '早报: 桥': quote it",
        "1.md:21.md: '早报: 桥': quote it",
    ]


def test_a_milder_or_graver_case_of_a_rule_says_so_and_the_grave_ones_come_first() -> None:
    """Where a rule is a warning by itself, its errors stand in front under their own name."""
    grave = WARNING._replace(severity=Severity.ERROR)
    files = [published("a.md", WARNING), replace(rejected("b.md"), findings=(grave,), cause="FM003")]

    page = page_of(files)

    assert [heading.text for heading in page.iter("h2")] == ["By rule", "By source", "Rejected"]
    assert items(page) == ["b.md:2 error", "a.md:2"]


@pytest.mark.parametrize(
    ("severity", "shown"), [(Severity.ERROR, REJECTED_FILES), (Severity.WARNING, OTHER_FILES)]
)
def test_long_lists_are_cut_and_say_how_much_is_missing(severity: Severity, shown: int) -> None:
    """The beginning of each, and where the rest is."""
    page = page_of(many(shown + 1_234, severity))

    assert [item.partition(":")[0] for item in items(page)] == [f"{number:04}.md" for number in range(shown)]
    assert "and 1,234 more in report.json" in text_of(page)


def test_a_list_that_is_whole_says_nothing_of_more() -> None:
    """No "and 0 more"."""
    assert "more in" not in text_of(page_of(many(REJECTED_FILES)))


def test_many_sources_and_duplicates_are_cut_too() -> None:
    """Neither of them grows the page without end."""
    files = [published("a.md", source="甲")]
    files += [duplicate(f"b{number}.md", "a.md", f"乙{number}") for number in range(SOURCES + 1)]

    page = page_of(files)

    assert len(rows(page)) == SOURCES
    assert len(items(page)) == OTHER_FILES
    assert "and 2 more in report.json" in text_of(page)
    assert f"and {SOURCES + 1 - OTHER_FILES} more in report.json" in text_of(page)


def test_an_edition_in_which_nothing_was_found_has_a_short_page() -> None:
    """No table of no rules; sources all the same."""
    page = page_of([published("a.md")])

    assert [heading.text for heading in page.iter("h2")] == ["By source"]
    assert list(page_of([]).iter("h2")) == []


def test_long_names_and_messages_are_cut() -> None:
    """A path keeps its beginning and its end, a message its beginning: report.json has them whole."""
    path = f"2024/{'长' * 1_000}.md"
    finding = WARNING._replace(message="x" * 1_000)

    (item,) = items(page_of([published(path, finding)]))

    assert item == f"2024/{'长' * 94}…{'长' * 96}.md:2{'x' * 300}…"


def test_a_page_of_every_rule_stays_below_a_megabyte() -> None:
    """Thirty rules of either severity, 200 files each, names as long as a file system allows."""
    files = []
    rules = []
    for number in range(60):
        finding = (WARNING if number % 2 else ERROR)._replace(code=f"AA{number:03}")
        rules.append(Explanation(finding.code, "a-rule-of-some-length", finding.severity, "What it means."))
        for at_file in range(200):
            path = f"2024/11/30/daily/{'长' * 80}{number:03}-{at_file:03}.md"
            found = finding._replace(message=f"'{'长' * 60}{at_file}' is wrong; put it right")
            capture = published(path, found, source=f"{'长' * 30}{at_file}")
            if finding.severity is Severity.ERROR:
                capture = replace(capture, outcome=Outcome.REJECTED, cause=finding.code)
            files.append(capture)

    size = len(html_of(files, rules))

    assert 512 * 1024 < size < 1024 * 1024


def test_markup_in_a_name_is_text() -> None:
    """Titles, sources, paths and messages show as they were written, and do nothing."""
    for attack in ATTACKS:
        finding = ERROR._replace(message=attack)
        files = [
            replace(rejected(attack, attack), findings=(finding,)),
            rejected("b.md"),
            duplicate("c.md", attack),
        ]

        page = page_of(files, title=attack)

        allowed = {
            "html",
            "head",
            "meta",
            "title",
            "link",
            "body",
            "main",
            "h1",
            "h2",
            "h3",
            "p",
            "strong",
            "a",
        }
        allowed |= {"div", "table", "thead", "tbody", "tr", "th", "td", "meter", "bdi", "section", "ul", "li"}
        assert {str(element.tag) for element in page.iter(etree.Element)} <= allowed | {"br"}
        assert not [key for element in page.iter() for key in element.attrib if str(key).startswith("on")]
        assert text_of(next(page.iter("bdi"))) == " ".join(printable(attack).split())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_shown_with_what_cannot_be_seen_as_escapes(name: str) -> None:
    """Nothing in a name turns the page around or ends a line; a byte that is no UTF-8 is spelled out."""
    files = [rejected(name, name), duplicate("z.md", name, name)]

    shown = {text.text for text in page_of(files).iter("bdi")}

    assert shown == {printable(name), "z.md"}


@given(path=TEXTS, source=TEXTS, message=TEXTS, title=TEXTS)
def test_any_text_at_all_gives_a_page(path: str, source: str, message: str, title: str) -> None:
    """UTF-8 holds it, and no line of it hides a character from whoever reads the source."""
    finding: Finding = ERROR._replace(message=message)

    data = html_of([replace(rejected(path, source), findings=(finding,))], title=title)

    assert all(char.isprintable() or char in "\n\u3000\xa0" for char in data.decode("utf-8"))


def test_a_browser_may_load_nothing_but_the_style() -> None:
    """The same policy as the index has; no script, both colour schemes, the edition's language."""
    page = page_of(FILES)
    head = {meta.get("http-equiv") or meta.get("name"): meta.get("content") for meta in page.iter("meta")}

    assert head["Content-Security-Policy"] == "default-src 'none'; style-src 'self'"
    assert head["color-scheme"] == "light dark"
    assert page.get("lang") == "zh-CN"
    assert [link.get("href") for link in page.iter("link")] == ["feed.css"]
    assert list(page.iter("script", "style", "img")) == []
    assert [element for element in page.iter() if element.get("style")] == []


def test_the_page_leads_back_to_the_edition_and_on_to_every_file() -> None:
    """index.html and report.json beside it; every anchor leads to an id that is there."""
    page = page_of(FILES)
    links = [str(link.get("href")) for link in page.iter("a")]

    assert links[:2] == ["index.html", "report.json"]
    ids = {element.get("id") for element in page.iter()}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= ids


def test_every_class_of_the_page_has_its_style() -> None:
    """A class that feed.css does not know, or the other way round, is a slip of the pen."""
    used = {name for element in page_of(FILES).iter() for name in (element.get("class") or "").split()}
    style = index.stylesheet().decode()
    style = style[style.index("/* report.html:") : style.index("/* Atom and RSS:")]
    known = set(re.findall(r"\.([a-z]+)\b", re.sub(r"[\d.]+r?em|/\*.*?\*/", "", style)))

    assert used == known
