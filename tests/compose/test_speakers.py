"""Speakers: of several captures of one digest the one that is published, and under which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.compose import Choice, choose
from pressrun.digest import Digest, Item
from pressrun.identity import digest_key

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

MORNING = datetime(2025, 5, 2, 8, tzinfo=UTC)


def capture(
    path: str,
    source: str = "河岸通讯",
    biz: str = "A",
    mid: int = 1,
    *,
    fetched: datetime = MORNING,
    cut: bool = False,
) -> Digest:
    """A capture of the digest `mid` of the WeChat account `biz`, as `source` has it."""
    url = f"https://mp.weixin.qq.com/s?__biz={biz}&mid={mid}&idx=1"
    return Digest(
        path=path,
        key=digest_key(url, "一"),
        title="一",
        url=url,
        source=source,
        date=date(2025, 3, 14),
        fetched=fetched,
        items=(Item("一", f"<p>{path}</p>", "一", cut=cut),),
    )


# --- one digest a key ---


def test_nothing_makes_nothing() -> None:
    """No captures, no digests."""
    assert choose([]) == Choice((), ())


def test_digests_of_different_keys_are_all_published() -> None:
    """By key, whatever the order."""
    one, two = capture("b.md", mid=1), capture("a.md", mid=2)
    assert choose([two, one]) == Choice((one, two), ())


def test_of_two_captures_of_one_digest_one_is_a_duplicate() -> None:
    """It is named by its path, so that every capture is accounted for."""
    one, two = capture("a.md"), capture("b.md")
    assert choose([one, two]) == Choice((two,), ("a.md",))


def test_duplicates_are_named_by_path() -> None:
    """In the order of the paths, not of the keys."""
    captures = [capture(f"{name}.md", mid=mid) for name, mid in [("c", 1), ("d", 1), ("a", 2), ("b", 2)]]
    assert choose(captures).duplicates == ("a.md", "c.md")


# --- which one speaks ---


def test_the_newest_capture_speaks() -> None:
    """A later capture has the later text; its path does not matter."""
    old, new = capture("b.md"), capture("a.md", fetched=MORNING + timedelta(microseconds=1))
    assert choose([old, new]) == Choice((new,), ("b.md",))


def test_newest_is_reckoned_across_zones() -> None:
    """16:30 in Shanghai is earlier than 09:00 in London."""
    shanghai = datetime(2025, 5, 2, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    early, late = capture("b.md", fetched=shanghai), capture("a.md", fetched=MORNING + timedelta(hours=1))
    assert choose([early, late]) == Choice((late,), ("b.md",))


def test_an_uncut_capture_speaks_before_a_newer_cut_one() -> None:
    """A digest that is whole is not replaced by one that the archiver cut short."""
    whole, cut = capture("a.md"), capture("b.md", fetched=MORNING + timedelta(days=1), cut=True)
    assert choose([whole, cut]) == Choice((whole,), ("b.md",))


def test_a_cut_capture_stays_cut_when_its_column_leaves_the_cut_item_out() -> None:
    """Or a filter would let it replace the whole one."""
    whole, cut = capture("a.md"), capture("b.md", fetched=MORNING + timedelta(days=1), cut=True)
    filtered = replace(cut, items=(Item("桥", "<p>桥</p>", "桥"), *cut.items)).keeping((0,))
    assert (filtered.cut, [item.title for item in filtered.items]) == (True, ["桥"])
    assert choose([whole, filtered]) == Choice((whole,), ("b.md",))


def test_of_captures_of_one_moment_the_greatest_path_speaks() -> None:
    """Something has to decide, and it must not be the order in which they are found."""
    captures = [capture(path) for path in ("b.md", "c.md", "a.md")]
    assert choose(captures) == Choice((captures[1],), ("a.md", "b.md"))


def test_the_own_source_speaks_before_a_mirror_that_is_newer() -> None:
    """Only a later capture from the same source is an edit, never a mirror's copy."""
    own = capture("a.md", "河岸通讯")
    copy = capture("b.md", "镜子", fetched=MORNING + timedelta(days=1))
    other = capture("c.md", "镜子", biz="B", mid=2)
    assert choose([own, copy, other]) == Choice((own, other), ("b.md",))


def test_an_uncut_copy_of_a_mirror_speaks_before_a_cut_capture_of_the_own_source() -> None:
    """It is published under the own source all the same: its words, the publisher's name."""
    own, copy = capture("a.md", "河岸通讯", cut=True), capture("b.md", "镜子")
    other = capture("c.md", "镜子", biz="B", mid=2)
    spoken = replace(copy, source="河岸通讯", mirror="镜子")
    assert choose([own, copy, other]) == Choice((spoken, other), ("a.md",))
    assert (spoken.named, own.named) == ("镜子", "河岸通讯")


# --- under which source ---


def test_a_digest_is_published_under_the_source_with_the_fewest_accounts() -> None:
    """A mirror repeats many accounts, a publisher has one; here the mirror's name is the smaller."""
    own, copy = capture("a.md", "z 河岸通讯"), capture("b.md", "a 镜子")
    other = capture("c.md", "a 镜子", biz="B", mid=2)
    assert [digest.source for digest in choose([own, copy, other]).digests] == ["z 河岸通讯", "a 镜子"]


def test_accounts_are_counted_not_captures() -> None:
    """A publisher with many digests of one account is no mirror."""
    own = [capture(f"{number}.md", "z 河岸通讯", mid=number) for number in range(1, 6)]
    copy, other = capture("a.md", "a 镜子"), capture("b.md", "a 镜子", biz="B", mid=9)
    assert [digest.source for digest in choose([*own, copy, other]).digests] == ["z 河岸通讯"] * 5 + [
        "a 镜子"
    ]


def test_accounts_of_the_whole_inbox_count() -> None:
    """Duplicates too: what a mirror repeats makes it one, published or not."""
    own, copy = capture("a.md", "z"), capture("b.md", "a")
    others = [capture("c.md", "y", biz="B", mid=2), capture("d.md", "a", biz="B", mid=2)]
    assert [digest.source for digest in choose([own, copy, *others]).digests] == ["z", "y"]


def test_where_accounts_are_as_many_the_smaller_name_has_it() -> None:
    """Two sources that both have this one account only."""
    one, two = capture("a.md", "乙"), capture("b.md", "甲")
    assert [digest.source for digest in choose([one, two]).digests] == ["乙"]


def test_a_mirror_named_in_the_config_comes_last() -> None:
    """Also where it has fewer accounts than the others."""
    one, two = capture("a.md", "乙"), capture("b.md", "甲")
    assert [digest.source for digest in choose([one, two], ["乙"]).digests] == ["甲"]


def test_of_mirrors_alone_one_has_it() -> None:
    """A digest whose own source is not in the inbox is published all the same."""
    one, two = capture("a.md", "乙"), capture("b.md", "甲")
    assert [digest.source for digest in choose([one, two], ["甲", "乙"]).digests] == ["乙"]


def test_a_digest_moves_when_its_own_source_arrives() -> None:
    """The same key, hence the same ids, in another column."""
    copy, other = capture("b.md", "镜子"), capture("c.md", "镜子", biz="B", mid=2)
    (before, _), (after, _) = (
        choose([copy, other]).digests,
        choose([copy, other, capture("a.md")]).digests,
    )
    assert (before.source, after.source, before.key) == ("镜子", "河岸通讯", after.key)


def test_one_name_is_one_source() -> None:
    """The speaker keeps every field of its capture but the source."""
    one, two = capture("a.md"), capture("b.md")
    assert choose([one, two]).digests == (two,)


# --- laws ---

SOURCES = ["河岸通讯", "镜子", "甲", "乙"]
CAPTURES = st.lists(
    st.builds(
        lambda source, biz, mid, hours, cut: capture(
            "", source, biz, mid, fetched=MORNING + timedelta(hours=hours), cut=cut
        ),
        st.sampled_from(SOURCES),
        st.sampled_from(["A", "B", "C"]),
        st.integers(1, 2),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=12,
).map(lambda found: [replace(digest, path=f"{number:02}.md") for number, digest in enumerate(found)])
MIRRORS = st.lists(st.sampled_from(SOURCES), max_size=2)


def captures_of(key: str, captures: Sequence[Digest]) -> list[Digest]:
    """The captures of one digest."""
    return [capture for capture in captures if capture.key == key]


@law
@given(CAPTURES.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), MIRRORS)
def test_the_order_of_the_captures_does_not_matter(
    orders: tuple[list[Digest], list[Digest]], mirrors: list[str]
) -> None:
    """Any permutation of the inbox gives the same choice."""
    one, other = orders
    assert choose(one, mirrors) == choose(other, mirrors)


@law
@given(CAPTURES, MIRRORS)
def test_every_capture_is_published_or_a_duplicate(captures: list[Digest], mirrors: list[str]) -> None:
    """The accounting: no path is lost, none stands in both, and each key is published once."""
    choice = choose(captures, mirrors)
    assert len(choice.digests) + len(choice.duplicates) == len(captures)
    assert sorted([*(digest.path for digest in choice.digests), *choice.duplicates]) == [
        capture.path for capture in captures
    ]
    assert [digest.key for digest in choice.digests] == sorted({capture.key for capture in captures})


@law
@given(CAPTURES, MIRRORS)
def test_no_digest_is_published_under_a_mirror_that_has_a_source_of_its_own(
    captures: list[Digest], mirrors: list[str]
) -> None:
    """By the config first, then by the number of accounts, then by name."""
    accounts = {
        source: len({capture.url.split("&")[0] for capture in captures if capture.source == source})
        for source in SOURCES
    }
    for digest in choose(captures, mirrors).digests:
        sources = {capture.source for capture in captures_of(digest.key, captures)}
        if sources - set(mirrors):
            sources -= set(mirrors)
        fewest = min(accounts[source] for source in sources)
        assert digest.source == min(source for source in sources if accounts[source] == fewest)


@law
@given(CAPTURES, MIRRORS)
def test_no_better_capture_than_the_speaker_is_left(captures: list[Digest], mirrors: list[str]) -> None:
    """Uncut before cut, then the own source's, then the newest, then the greatest path."""
    for digest in choose(captures, mirrors).digests:
        best = captures_of(digest.key, captures)
        for better in (
            [capture for capture in best if not capture.cut],
            [capture for capture in best if capture.source == digest.source],
        ):
            best = [capture for capture in best if capture in better] or best
        newest = max(capture.fetched for capture in best)
        path = max(capture.path for capture in best if capture.fetched == newest)
        (speaker,) = (capture for capture in best if capture.path == path)
        mirror = "" if speaker.source == digest.source else speaker.source
        assert digest == replace(speaker, source=digest.source, mirror=mirror)
