"""Recovering: a digest's texts, read back from the documents that they were published in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.columns import Column
from pressrun.compose import Imprint, item_documents, recovered
from pressrun.compose.pictures import Pictures
from pressrun.digest import Digest, Item
from pressrun.feed import Feed
from pressrun.formats import atom
from pressrun.formats.reading import read_atom
from pressrun.history.deciding import first
from pressrun.history.memory import memory_of
from pressrun.history.standing import Standing, Story, Superseded
from pressrun.identity import item_keys, name_of
from pressrun.markup.safe import clean
from tests.compose.test_documents import COLUMN, DIGEST, IMPRINT

PROXY = Pictures("proxy", proxy="https://images.example/?w=800&url={url}")
SOME = Pictures("keep", hosts={"pic.example.org": "proxy"}, proxy="https://images.example/{url}.jpg")
EDITED = datetime(2025, 5, 2, 8, tzinfo=UTC)


def documents(standing: Standing, imprint: Imprint, column: Column = COLUMN) -> dict[str, Feed]:
    """A digest's items' own documents as they stand on the disk, by the items' names."""
    made = item_documents(standing, column, imprint)
    return {
        story.name: read_atom(atom.serialise(document.feed))
        for story, document in zip(standing.stories, made, strict=True)
    }


def read_back(standing: Standing, imprint: Imprint) -> Standing:
    """What is known of a digest when its texts are read from the edition."""
    return recovered(memory_of(standing, COLUMN.slug), documents(standing, imprint), imprint)


# --- laws ---

WORDS = st.text(st.sampled_from("桥路 —&<>\"'a1。"), max_size=8).map(lambda text: " ".join(text.split()))
NAMES = st.text(st.sampled_from("桥路&<>\"'a1"), min_size=1, max_size=6)
ADDRESSES = st.sampled_from(
    [
        "https://pic.example.org/a-300x200.png",
        "https://pic.example.org/%E6%A1%A5.png?a=1&b=2#x",
        "https://mmbiz.qpic.cn/桥/640?wx_fmt=png",
        "https://images.example/?w=800&url=https%3A%2F%2Fe.org%2Fa.png",
        "http://e.org/%zz%20a.jpg",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Safe HTML as markup makes it."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        said = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;")
        picture = draw(st.none() | ADDRESSES)
        parts.append(
            f"<p>{said}</p>" if picture is None else f'<p>{said}<img src="{picture}" alt="{draw(NAMES)}"></p>'
        )
    return clean("\n".join(parts))


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item with any of what is published of one."""
    return Item(
        title=draw(NAMES),
        html=draw(texts()),
        summary=draw(NAMES),
        attribution=draw(st.none() | NAMES),
        image=draw(st.none() | ADDRESSES),
        categories=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
    )


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """A published digest, some of its items edited."""
    told = tuple(draw(st.lists(items(), min_size=1, max_size=3)))
    # An attribution that is one of its categories as well stands among them once.
    told = tuple(
        replace(item, categories=tuple(name for name in item.categories if name != item.attribution))
        for item in told
    )
    digest = replace(DIGEST, items=told, content="c", whole=draw(st.booleans()))
    stories = []
    for number, (key, item) in enumerate(
        zip(item_keys(digest.key, [str(n) for n in range(9)]), told, strict=False), 1
    ):
        earlier = draw(st.lists(items(), max_size=2))
        earlier = [
            replace(one, categories=tuple(name for name in one.categories if name != one.attribution))
            for one in earlier
        ]
        superseded = tuple(
            Superseded(one, EDITED + timedelta(hours=place) if place else None)
            for place, one in enumerate(earlier)
        )
        updated = EDITED + timedelta(hours=len(earlier)) if earlier else None
        stories.append(Story(name_of(key), number, item.title, updated, superseded, len(superseded)))
    standing = first(digest)
    return replace(
        standing,
        digest=replace(digest, fetched=standing.origin.fetched),
        stories=tuple(stories),
        updated=draw(st.none() | st.just(EDITED)),
    )


@pytest.mark.parametrize("pictures", [Pictures(), PROXY, SOME], ids=["keep", "proxy", "proxy some"])
@given(standing=standings())
def test_what_was_rendered_is_recovered(pictures: Pictures, standing: Standing) -> None:
    """Rendered again it gives the same bytes: what an edit leaves alone must not change."""
    imprint = replace(IMPRINT, pictures=pictures)
    again = read_back(standing, imprint)
    assert documents(again, imprint) == documents(standing, imprint)
    assert replace(again, digest=standing.digest, stories=standing.stories) == standing
    for one, other in zip(again.stories, standing.stories, strict=True):
        assert (one.name, one.number, one.title, one.texts) == (
            other.name,
            other.number,
            other.title,
            other.texts,
        )
        assert [text.updated for text in one.superseded] == [text.updated for text in other.superseded]


@given(standing=standings())
def test_attributions_and_categories_are_told_apart_again(standing: Standing) -> None:
    """The last line says whom a text is owed to; the first category alone may be a tag."""
    for item, told in zip(standing.digest.items, read_back(standing, IMPRINT).digest.items, strict=True):
        assert (told.attribution, told.categories) == (item.attribution, item.categories)
        assert (told.title, told.summary, told.image) == (item.title, item.summary, item.image)


@given(standing=standings())
def test_texts_without_pictures_come_back_to_the_letter(standing: Standing) -> None:
    """Of a picture its size is written out for good, where its address told it."""
    for item, told in zip(standing.digest.items, read_back(standing, IMPRINT).digest.items, strict=True):
        if "<img" not in item.html:
            assert told.html == item.html


# --- one by one ---


def test_the_digest_itself_is_what_is_remembered_of_it() -> None:
    """Title, url, source, day and what it is held against."""
    standing = first(replace(DIGEST, content="c", mirror="众声", shortened=True))
    digest = read_back(standing, IMPRINT).digest
    assert (digest.key, digest.title, digest.url, digest.source, digest.date, digest.whole) == (
        DIGEST.key,
        DIGEST.title,
        DIGEST.url,
        DIGEST.source,
        DIGEST.date,
        DIGEST.whole,
    )
    assert (digest.cut, digest.mirror, digest.content) == (True, "众声", "c")


def test_an_item_without_a_document_is_lost_and_the_others_are_not() -> None:
    """Somebody has deleted it."""
    standing = first(DIGEST)
    feeds = documents(standing, IMPRINT)
    del feeds[standing.stories[0].name]
    again = recovered(memory_of(standing, COLUMN.slug), feeds, IMPRINT)
    assert [item.title for item in again.digest.items] == [DIGEST.items[1].title]
    assert again.stories == standing.stories[1:]


def test_a_digest_none_of_whose_items_has_a_document_is_a_value_error() -> None:
    """Its caller publishes it anew."""
    with pytest.raises(ValueError, match="no document of any item"):
        recovered(memory_of(first(DIGEST), COLUMN.slug), {}, IMPRINT)


def test_superseded_texts_come_back_in_the_order_of_their_numbers() -> None:
    """Ten and more: by number, not by letter."""
    base = first(replace(DIGEST, items=DIGEST.items[:1]))
    superseded = tuple(
        Superseded(
            Item(f"第 {number} 稿", "<p>桥</p>", "桥"), EDITED + timedelta(hours=number) if number else None
        )
        for number in range(12)
    )
    (story,) = base.stories
    edited = replace(story, superseded=superseded, texts=12, updated=EDITED + timedelta(hours=99))
    (again,) = read_back(replace(base, stories=(edited,)), IMPRINT).stories
    assert [text.item.title for text in again.superseded] == [f"第 {number} 稿" for number in range(12)]
    assert again == edited


def test_a_last_line_of_the_text_itself_is_no_attribution() -> None:
    """It looks like one, but no category says whom it names."""
    item = Item("桥", "<p>桥</p>\n<p>— 河岸日报</p>", "桥", categories=("建设",))
    (told,) = read_back(first(replace(DIGEST, items=(item,))), IMPRINT).digest.items
    assert (told.html, told.attribution, told.categories) == (item.html, None, ("建设",))


def test_days_and_zones_do_not_matter() -> None:
    """Times are instants."""
    old: Digest = replace(DIGEST, date=date(1901, 1, 1))
    assert read_back(first(old), IMPRINT).digest.date == date(1901, 1, 1)
