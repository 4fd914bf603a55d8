"""DC018: our own profile of Atom, and what it says of a document that is off it."""

from __future__ import annotations

import random
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from pressrun.rules.document import Terms, document_of
from pressrun.rules.documents import examine_document
from pressrun.rules.selection import select
from tests.rules.editions import (
    FEED,
    Marked,
    between,
    edit,
    examine,
    item_documents,
    make_edition,
)
from tests.rules.editions import marked as all_marked
from tests.rules.histories import tombstone

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
PICTURE = f'<media:thumbnail {MEDIA} url="https://img.example.org/cover.jpg"/>'
#: What another document of the column now has otherwise.
ECHOES = {"DC002", "DC015", "DC021", "DC023"}


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as the press made it; nobody writes to it."""
    return make_edition(tmp_path_factory.mktemp("pressed"))


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


def marked(edition: Path) -> list[Marked]:
    """The findings but for those that are about two documents."""
    return [one for one in all_marked(edition) if one.code not in ECHOES]


def only_message(edition: Path) -> str:
    """The message of the one finding of the profile."""
    (found,) = (finding for finding in examine(edition) if finding.code == "DC018")
    return found.message


#: What is changed in the feed (all of it but its first entry, or that), the line and text of the finding, and
#: what it says.
OFF: dict[str, tuple[str, str, int, str, str]] = {
    "an element of Atom that is not ours": (
        *("<generator", "<subtitle>a</subtitle><generator"),
        *(2, "<subtitle", "the element 'subtitle' stands in no feed of ours"),
    ),
    "one of another namespace": (
        *("<summary", '<rights xmlns="https://example.org/">a</rights><summary'),
        *(8, "<rights", "the element 'rights' stands in no entry of ours"),
    ),
    "two authors": (
        *("<generator", "<author><name>a</name></author><generator"),
        *(2, "<author", "the feed has more than one author"),
    ),
    "two generators": (
        *("<generator", '<generator uri="https://a.example/" version="1">pressrun</generator><generator'),
        *(2, "<generator", "the feed has more than one generator"),
    ),
    "a generator without version": (
        *(' version="1"', ""),
        *(2, "<generator"),
        "this 'generator' is not as ours are: pressrun, with a uri and the version of the format",
    ),
    "an author with an e-mail address": (
        *("</author>", "<email>a@example.org</email></author>"),
        *(2, "<author", "this 'author' is not as ours are: a name, with a uri at the most"),
    ),
    "a link of another rel": (
        *('rel="self"', 'rel="self" length="5"'),
        *(2, "<link"),
        "this 'link' is not as ours are: an absolute href, a rel that we use, a type or title at the most",
    ),
    "no language": ('<entry xml:lang="zh-CN">', "<entry>", 3, "<entry", "the entry has no xml:lang"),
    "a language that is none": (
        *('<entry xml:lang="zh-CN">', '<entry xml:lang="z h">'),
        *(3, "<entry", "the entry is not as the profile says"),
    ),
    "an attribute more": (
        *("<entry ", '<entry xml:base="https://example.org/" '),
        *(3, "<entry"),
        "the entry has an attribute '{http://www.w3.org/XML/1998/namespace}base', and ours have none such",
    ),
    "text between elements": (
        *("<content", "free<content"),
        *(3, "<entry", "the entry has text between its elements: 'free'"),
    ),
    "a title that is HTML": (
        *("</id><title>河", '</id><title type="html">河'),
        *(3, "<title", "this 'title' is not as ours are: text, which is not empty and has no attributes"),
    ),
    "content without a type": (
        *('<content type="html">', "<content>"),
        *(3, "<content", "this 'content' is not as ours are: of type=\"html\", and text alone"),
    ),
    "two summaries": (
        *("<summary>", "<summary>a</summary><summary>"),
        *(8, "<summary", "the entry has more than one summary"),
    ),
    "a second address": (
        *("<summary>", '<link href="https://example.org/b" rel="alternate" type="text/html"/><summary>'),
        *(8, "<link", "the entry has more than one link with rel=alternate"),
    ),
    "a picture that is not there": (
        *("<summary>", f"<media:thumbnail {MEDIA}/><summary>"),
        *(8, "<media:thu"),
        "this 'thumbnail' is not as ours are: empty, with the absolute url of a picture",
    ),
    "two pictures": (
        *("<summary>", f"{PICTURE}{PICTURE}<summary>"),
        *(8, "<media:thu", "the entry has more than one 'thumbnail'"),
    ),
    "a category without a term": (
        *('<category term="河岸日报"/>', '<category label="a"/>'),
        *(8, "<category", "this 'category' is not as ours are: a term, and nothing else"),
    ),
    "a tombstone with a reason": (
        "<generator",
        f"{tombstone('tag:localhost,2026:digest/0').replace('/>', '>')}gone</at:deleted-entry><generator",
        *(2, "<at:deleted-e"),
        "this 'deleted-entry' is not as ours are: empty, with a tag: URI as ref, six decimals in when",
    ),
}


@pytest.mark.parametrize("what", OFF)
def test_what_is_off_the_profile_is_one_finding_at_its_place(edition: Path, what: str) -> None:
    """Its message says how it should be."""
    old, new, line, text, message = OFF[what]
    edit(edition, FEED, old, new)
    found = [(one.code, one.path, one.line) for one in marked(edition)]
    assert found == [("DC018", FEED, line)]
    assert marked(edition)[0].text.startswith(text[:5])
    assert only_message(edition) == message


@pytest.mark.parametrize("name", ["published", "summary", "content"])
def test_an_entry_lacks_nothing_that_ours_have(edition: Path, name: str) -> None:
    """RFC 4287 would let it."""
    start = between(edition, FEED, f"<{name}", f"</{name}>")
    edit(edition, FEED, f"<{name}{start}</{name}>", "")
    assert only_message(edition) == f"the entry has no {name}"


def test_a_time_has_six_decimals(edition: Path) -> None:
    """Without them it is a time of RFC 3339, and not of ours."""
    path = edition / FEED
    path.write_text(re.sub(r"\.\d{6}(\+08:00</published>)", r"\1", path.read_text("utf-8"), count=1), "utf-8")
    assert only_message(edition) == (
        "this 'published' is not as ours are: a time of RFC 3339 with zone and six decimals, no attributes"
    )


def test_a_feed_says_something(edition: Path) -> None:
    """One without an entry has a tombstone."""
    path = item_documents(edition)[0]
    head, _, rest = (edition / path).read_text("utf-8").partition("<entry")
    (edition / path).write_text(head + rest.partition("</entry>")[2], "utf-8")
    assert only_message(edition) == "the feed has neither entries nor tombstones"
    edit(edition, path, "<generator", tombstone("tag:localhost,2026:item/0") + "<generator")
    assert [one.code for one in examine(edition) if one.path == path] == []


def test_what_a_finer_rule_says_is_not_said_again(edition: Path) -> None:
    """The title that is missing is DC016's, and the entry behind it is still looked at."""
    title = between(edition, FEED, "<title>", "</title>", 2)
    edit(edition, FEED, f"<title>{title}</title>", "")
    second = (edition / FEED).read_text("utf-8").rindex("<summary>")
    text = (edition / FEED).read_text("utf-8")
    (edition / FEED).write_text(f"{text[:second]}<rights>a</rights>{text[second:]}", "utf-8")
    assert [(one.code, one.line) for one in marked(edition)] == [("DC016", 3), ("DC018", 14)]


def test_what_history_adds_is_of_the_profile(edition: Path) -> None:
    """A picture, a mirror, links with titles, tombstones, the feed's hub, comments."""
    edit(edition, FEED, "<generator", f"{tombstone('tag:localhost,2026:digest/0')}<!-- a --><generator")
    edit(edition, FEED, "<generator", '<link rel="hub" href="https://hub.example.org/"/><generator')
    mirror = '<link rel="via" href="https://mirror.example.org/" type="text/html" title="a"/>'
    edit(edition, FEED, "<summary>", f"{PICTURE}{mirror}<summary>")
    assert marked(edition) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_elements_is_free(pressed: Path, seed: int) -> None:
    """As RFC 4287 §4 has it: of a feed's, and of an entry's."""
    root = etree.fromstring((pressed / FEED).read_bytes())
    for parent in (root, *root.iterchildren("{*}entry")):
        parent[:] = random.Random(seed).sample(list(parent), len(parent))  # noqa: S311  no secret
    document = document_of(FEED, etree.tostring(root), Terms())
    assert document is not None
    assert examine_document(document, select(["DC018"], documents=True)) == []


def test_a_crowd_is_told_and_not_walked_through(edition: Path) -> None:
    """90,000 categories in an entry would be looked at for seconds."""
    edit(edition, FEED, "<category", '<category term="a"/>' * 90_000 + "<category")
    assert only_message(edition) == "more than 1000 elements in one entry"


def test_no_namespace_is_not_the_namespace_of_atom(edition: Path) -> None:
    """A reader finds no feed in such a document, though its names are right."""
    edit(edition, FEED, ' xmlns="http://www.w3.org/2005/Atom"', "")
    assert {one.code for one in marked(edition)} == {"DC018"}


def test_the_profile_is_relax_ng_that_others_can_run(root: Path, pressed: Path) -> None:
    """It lies in the package, for any validator: each document that the press made is of it."""
    schema = etree.RelaxNG(etree.fromstring(files("pressrun.rules").joinpath("atom.rng").read_bytes()))
    documents = [
        path for path in (*pressed.rglob("*.xml"), *root.glob("feeds/*/**/*.xml")) if path.name != "rss.xml"
    ]
    assert len(documents) > 50
    assert [path for path in documents if not schema.validate(etree.parse(path))] == []
