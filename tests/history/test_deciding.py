"""Deciding: which capture replaces a published text, what subscribers are told of it, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.digest import Digest, Item
from pressrun.history.dates import updated
from pressrun.history.deciding import decide, first, needs_texts
from pressrun.history.standing import Memory, Origin, Standing, Story, Superseded
from pressrun.identity import item_keys, name_of
from tests.history.words import (
    BRIDGE,
    LAMPS,
    LIBRARY,
    MIRROR,
    OWN,
    TITLE,
    URL,
    digest,
    fetched,
    item,
    published,
    remembered,
)

OPENED = BRIDGE.replace("三年", "四年")
OLD = (item("新桥通车"), item("图书馆延长开放", LIBRARY))
NEW = (item("新桥通车", OPENED), item("图书馆延长开放", LIBRARY))
KEY = digest().key


def name(heading: str, occurrence: int = 1) -> str:
    """The name that a heading has at its first publication."""
    return name_of(item_keys(KEY, [heading] * occurrence)[-1])


def told(standing: Standing) -> list[tuple[str, int, str]]:
    """Each story's name and number, and its text's title."""
    return [(story.name, story.number, text.title) for story, text in standing.told()]


# --- a first publication ---


def test_a_digest_that_nobody_has_published_stands_as_it_was_captured() -> None:
    """Names made of its headings, numbers in its order, nothing updated, nothing superseded."""
    assert first(digest()) == Standing(
        digest=digest(),
        name=name_of(KEY),
        origin=Origin("a.md", OWN, fetched(0), digest().content),
        stories=(Story(name("新桥通车"), 1, "新桥通车"), Story(name("图书馆延长开放"), 2, "图书馆延长开放")),
    )


def test_of_captures_that_say_the_same_the_first_is_remembered() -> None:
    """In whatever order they come into the inbox (law 2)."""
    late = replace(digest(hours=9, path="z.md"), since=(fetched(1), "b.md"))
    assert first(late).origin == Origin("b.md", OWN, fetched(1), late.content)


# --- the same content ---


def test_the_same_content_needs_no_text_of_the_edition_and_changes_nothing() -> None:
    """However often it is captured, at the same path or another."""
    memory, before = published()
    again = replace(digest(hours=5, path="b.md"), since=(fetched(0), "a.md"))
    assert not needs_texts(again, memory)
    standing = decide(again, memory, None)
    assert replace(standing, digest=before.digest) == before
    assert (standing.digest.title, standing.digest.items) == (before.digest.title, before.digest.items)


def test_an_earlier_capture_of_the_same_content_is_the_one_to_remember() -> None:
    """Where nothing was edited: its text and its times stay."""
    memory, before = published(hours=5, path="b.md")
    standing = decide(replace(digest(hours=5, path="b.md"), since=(fetched(1), "a.md")), memory, None)
    assert standing.origin == replace(before.origin, path="a.md", fetched=fetched(1))
    assert (standing.stories, standing.updated) == (before.stories, None)


def test_a_capture_that_moved_is_remembered_at_its_new_path() -> None:
    """A run without a ledger knows it by that; what it is held against stays, edited or not."""
    memory, before = published()
    moved = decide(digest(hours=3, path="c.md"), memory, None)
    assert moved.origin == replace(before.origin, path="c.md")
    memory, before = edited(hours=2)
    moved = decide(digest(*NEW, hours=3, path="c.md"), memory, before)
    assert moved.origin == replace(before.origin, path="c.md")


def test_what_was_edited_is_held_against_the_capture_of_its_edit() -> None:
    """The same words were captured before the text that they replaced again: that does not count."""
    memory, standing = edited(hours=2)
    back = decide(digest(*OLD, hours=4), *remembered(standing))
    memory, _ = remembered(back)
    again = decide(replace(digest(*OLD, hours=4), since=(fetched(0), "a.md")), memory, back)
    assert again.origin.fetched == fetched(4)


def test_the_same_content_under_other_rules_is_split_anew_without_a_word() -> None:
    """A column's grammar has changed: what is new gets a number behind all others."""
    memory, before = published(*OLD)
    new = replace(digest(*OLD, item("渡口修灯", LAMPS)), content=memory.origin.content)
    assert needs_texts(new, memory)
    standing = decide(new, memory, before)
    assert told(standing)[2] == (name("渡口修灯"), 3, "渡口修灯")
    assert (standing.updated, standing.stories[:2]) == (None, before.stories)


# --- an edit ---


def edited(hours: float = 2) -> tuple[Memory, Standing]:
    """The bridge's text changed so many hours after the first capture."""
    return remembered(decide(digest(*NEW, hours=hours, path="b.md"), *published(*OLD)))


def test_a_later_capture_that_says_something_else_is_an_edit() -> None:
    """The item and its digest are updated, under their names; what it said before is kept."""
    _, standing = edited(hours=2)
    bridge, library = standing.stories
    assert standing.digest.items == NEW
    assert standing.updated == updated(KEY, fetched(2))
    assert bridge == Story(
        name("新桥通车"), 1, "新桥通车", updated(KEY, fetched(2), 1), (Superseded(OLD[0]),), texts=1
    )
    assert library == Story(name("图书馆延长开放"), 2, "图书馆延长开放")
    assert standing.origin == Origin("b.md", OWN, fetched(2), digest(*NEW).content)


def test_each_edit_adds_the_text_that_it_replaces() -> None:
    """The oldest first, each with the time since which it stood."""
    memory, standing = edited(hours=2)
    third = item("新桥通车", BRIDGE.replace("三年", "五年"))
    (bridge, _) = decide(digest(third, OLD[1], hours=3), memory, standing).stories
    assert bridge.superseded == (Superseded(OLD[0]), Superseded(NEW[0], updated(KEY, fetched(2), 1)))
    assert (bridge.texts, bridge.updated) == (2, updated(KEY, fetched(3), 1))


def test_the_same_file_written_again_in_the_same_second_is_an_edit() -> None:
    """An archiver that keeps the moment of its first visit."""
    standing = decide(digest(*NEW), *published(*OLD))
    assert standing.digest.items == NEW
    assert standing.stories[0].texts == 1


def test_updated_never_falls_below_the_value_it_replaces() -> None:
    """Two edits within a second, or a file of the same moment."""
    memory, standing = edited(hours=2)
    third = digest(item("新桥通车", LAMPS), OLD[1], hours=2, path="b.md")
    again = decide(third, memory, standing)
    assert again.updated == standing.updated
    assert again.stories[0].updated == standing.stories[0].updated


def test_an_edited_heading_keeps_its_item_s_name() -> None:
    """Its text tells that it is the same news; the heading before is a superseded text."""
    standing = decide(digest(item("新桥今天通车了"), OLD[1], hours=2), *published(*OLD))
    assert told(standing)[0] == (name("新桥通车"), 1, "新桥今天通车了")
    assert [text.item.title for text in standing.stories[0].superseded] == ["新桥通车"]


def test_a_new_item_under_a_heading_that_an_edited_one_had_gets_another_name() -> None:
    """The name stays with the news that was first published under it: ids are never used again."""
    memory, standing = remembered(decide(digest(item("新桥今天通车了"), OLD[1], hours=2), *published(*OLD)))
    third = digest(item("新桥今天通车了"), OLD[1], item("新桥通车", LAMPS), hours=3)
    again = decide(third, memory, standing)
    assert told(again)[0] == (name("新桥通车"), 1, "新桥今天通车了")
    assert told(again)[2] == (name("新桥通车", 2), 3, "新桥通车")


def test_new_items_get_the_numbers_behind_all_that_were_ever_used() -> None:
    """Wherever they stand in the digest: nobody else's time moves."""
    standing = decide(digest(item("渡口修灯", LAMPS), *OLD, hours=2), *published(*OLD))
    assert [number for _, number, _ in told(standing)] == [3, 1, 2]
    assert standing.updated == updated(KEY, fetched(2))
    assert [story.updated for story in standing.stories] == [None, None, None]


def test_an_item_that_is_dropped_is_an_edit_of_its_digest_alone() -> None:
    """The others stay as they are."""
    memory, before = published(*OLD)
    standing = decide(digest(OLD[0], hours=2), memory, before)
    assert standing.left == ((before.stories[1].name, 2),)
    assert (standing.stories, standing.updated) == (before.stories[:1], updated(KEY, fetched(2)))


def test_an_item_that_comes_back_stands_where_it_stood() -> None:
    """Under its old name and at its old time; a new one does not take its place meanwhile."""
    lamps = item("渡口修灯", LAMPS)
    memory, standing = remembered(decide(digest(OLD[0], hours=2), *published(*OLD)))
    assert memory.left == ((name("图书馆延长开放"), 2),)
    memory, standing = remembered(decide(digest(OLD[0], lamps, hours=3), memory, standing))
    standing = decide(digest(OLD[0], lamps, OLD[1], hours=4), memory, standing)
    assert told(standing)[1:] == [
        (name("渡口修灯"), 3, "渡口修灯"),
        (name("图书馆延长开放"), 2, "图书馆延长开放"),
    ]
    assert standing.left == ()


def test_items_in_another_order_are_an_edit_of_their_digest_alone() -> None:
    """Their numbers, and so their times, stay."""
    memory, before = published(*OLD)
    standing = decide(digest(*reversed(OLD), hours=2), memory, before)
    assert (standing.stories, standing.updated) == (before.stories[::-1], updated(KEY, fetched(2)))


def test_a_new_title_is_an_edit_and_keeps_the_name() -> None:
    """The digest alone is updated."""
    memory, before = published(*OLD)
    standing = decide(digest(*OLD, title="河上三件事", hours=2), memory, before)
    assert (standing.digest.title, standing.name) == ("河上三件事", before.name)
    assert (standing.updated, standing.stories) == (updated(KEY, fetched(2)), before.stories)


def test_a_cosmetic_difference_changes_nothing() -> None:
    """Not even a byte of what was published: another byte is an edit to FreshRSS."""
    memory, before = published(*OLD)
    emphasised = replace(OLD[0], html=OLD[0].html.replace("三年", "<strong>三年</strong>"))
    assert decide(digest(emphasised, OLD[1], hours=2), memory, before) == before


def test_what_an_edit_leaves_alone_stays_as_it_was_published() -> None:
    """A cosmetic difference beside an edit."""
    memory, before = published(*OLD)
    emphasised = replace(OLD[1], html=OLD[1].html.replace("十点", "<em>十点</em>"))
    standing = decide(digest(NEW[0], emphasised, hours=2), memory, before)
    assert standing.digest.items == NEW


def test_the_day_and_the_address_of_a_published_digest_stay() -> None:
    """Its times and its link are those of its first publication, whatever a later capture says of them."""
    memory, before = published(*OLD)
    later = replace(digest(*NEW, hours=2), url=f"{URL}?utm_source=x", date=before.digest.date + timedelta(9))
    standing = decide(later, memory, before)
    assert (standing.digest.url, standing.digest.date) == (URL, before.digest.date)


# --- no edit: replaced without a word, or kept ---


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_an_uncut_capture_replaces_a_cut_text_without_a_word_if_it_is_no_later_one(hours: float) -> None:
    """Of its own source and later it is an edit like any other; else nobody is told."""
    cut = (replace(OLD[0], html="<p>这座桥用了</p>", cut=True),)
    memory, before = published(*cut)
    standing = decide(digest(OLD[0], hours=hours, path="b.md"), memory, before)
    assert standing.digest.items == OLD[:1]
    assert not standing.origin.cut
    assert (standing.updated is not None, standing.stories[0].texts) == (hours > 0, int(hours > 0))


def test_the_own_source_s_capture_replaces_a_mirror_s_copy_without_a_word() -> None:
    """However much it differs: the digest has moved to its own column."""
    memory, before = published(*OLD, mirror=MIRROR)
    standing = decide(digest(*NEW, hours=2, path="b.md"), memory, before)
    assert (standing.digest.items, standing.updated) == (NEW, None)
    assert standing.stories == before.stories
    assert standing.origin == Origin("b.md", OWN, fetched(2), digest(*NEW).content)


def test_another_mirror_s_copy_changes_nothing() -> None:
    """Where no capture of its own source is in the inbox: of copies the first published one stands."""
    memory, before = published(*OLD, mirror=MIRROR)
    assert decide(digest(*NEW, hours=2, path="b.md", mirror="转载"), memory, before) == before


@pytest.mark.parametrize(
    "capture",
    [
        digest(*NEW, hours=2, path="b.md", mirror=MIRROR),
        digest(*NEW, hours=-1, path="b.md"),
        digest(replace(NEW[0], cut=True), NEW[1], hours=2),
    ],
    ids=["a mirror's copy", "an earlier capture", "a cut one"],
)
def test_a_lesser_capture_changes_nothing(capture: Digest) -> None:
    """Whatever it says: what is published stays."""
    memory, before = published(*OLD)
    assert needs_texts(capture, memory)
    assert decide(capture, memory, before) == before


def test_a_kept_text_stands_under_its_digest_s_source_of_today() -> None:
    """It moves to the column of its own source with the text that it has, addresses of copies gathered."""
    memory, before = published(*OLD)
    cut = digest(replace(NEW[0], cut=True), NEW[1], hours=2, source="城南网")
    copy = replace(cut, via=("https://copy.example/1",))
    standing = decide(copy, memory, before)
    assert (standing.digest.source, standing.digest.items) == ("城南网", OLD)
    assert standing.via == standing.digest.via == ("https://copy.example/1",)


def test_addresses_of_copies_are_never_forgotten() -> None:
    """A copy that has left was one all the same."""
    memory, before = remembered(first(replace(digest(), via=("https://b.example/1",))))
    again = replace(digest(hours=1), via=("https://a.example/1",))
    assert decide(again, memory, None).via == ("https://a.example/1", "https://b.example/1")
    assert before.via == ("https://b.example/1",)


def test_without_the_texts_that_it_needs_nothing_is_decided() -> None:
    """Its caller has to read them."""
    memory, _ = published(*OLD)
    with pytest.raises(ValueError, match="texts are needed"):
        decide(digest(*NEW, hours=2), memory, None)


# --- laws ---

TEXTS = st.sampled_from([BRIDGE, OPENED, LIBRARY, LAMPS])
HEADINGS = st.sampled_from(["新桥通车", "新桥今天通车了", "图书馆延长开放", "渡口修灯"])
CAPTURES = st.lists(
    st.tuples(
        st.lists(st.builds(item, HEADINGS, TEXTS, cut=st.booleans()), min_size=1, max_size=4),
        st.integers(-5, 5),
        st.sampled_from(["a.md", "b.md"]),
        st.sampled_from(["", MIRROR]),
        st.sampled_from([TITLE, "河上三件事"]),
    ),
    min_size=1,
    max_size=6,
)


@given(CAPTURES)
def test_names_are_unique_numbers_never_used_again_and_no_time_decreases(
    captures: list[tuple[list[Item], int, str, str, str]],
) -> None:
    """Whatever speaks for a digest, in whatever order."""
    (items, hours, path, mirror, title), *others = captures
    memory, standing = remembered(
        first(digest(*items, hours=hours, path=path, mirror=mirror, title=title, key=KEY))
    )
    numbers = {story.name: story.number for story in standing.stories}
    latest = hours
    for items, hours, path, mirror, title in others:
        capture = digest(*items, hours=hours, path=path, mirror=mirror, title=title, key=KEY)
        before, latest = standing, max(latest, hours)
        memory, standing = remembered(decide(capture, memory, before))
        names = [story.name for story in standing.stories]
        assert len(set(names)) == len(names)
        for story in standing.stories:
            assert numbers.setdefault(story.name, story.number) == story.number
            assert story.texts == len(story.superseded)
        assert len(set(numbers.values())) == len(numbers)
        known = {story.name: story for story in before.stories}
        for story in standing.stories:
            if story.name in known:
                then = known[story.name]
                assert story.updated == then.updated or (
                    story.updated and (then.updated is None or story.updated > then.updated)
                ), "a time decreased"
                assert story.superseded[: then.texts] == then.superseded
        if standing.updated is not None:
            assert before.updated is None or standing.updated >= before.updated
            assert standing.updated <= fetched(latest)
        assert len(standing.digest.items) == len(standing.stories)
