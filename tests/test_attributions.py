"""Attributions: which spellings are one name, what the config merges, and which names have a feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.attributions import AttributionRule, gather_attributions, rename, spelling
from pressrun.digest import Digest, Item

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)


def digest(*attributions: str | None, path: str = "a.md") -> Digest:
    """A digest of one item an attribution."""
    return Digest(
        path=path,
        key=path,
        title="新桥通车；图书馆延长开放 | 晨间速读",
        url=f"https://news.example.org/{path}",
        source="河岸通讯",
        date=date(2025, 3, 14),
        fetched=datetime(2025, 5, 2, tzinfo=UTC),
        items=tuple(
            Item(f"第 {number} 条", f"<p>{number}</p>", f"{number}", attribution=name)
            for number, name in enumerate(attributions, start=1)
        ),
        whole=False,
    )


def gathered(
    *digests: Digest, rule: AttributionRule | None = None, published: dict[str, str] | None = None
) -> dict[str, tuple[str, list[tuple[str, int]]]]:
    """Slug: name and items, an item as its digest's path and its place."""
    return {
        attribution.slug: (attribution.name, [(each.digest.path, each.position) for each in mentions])
        for attribution, mentions in gather_attributions(digests, rule or AttributionRule(), published or {})
    }


def names(*digests: Digest, rule: AttributionRule | None = None) -> list[str]:
    """What the attributions with a feed are called, by slug."""
    return [name for name, _ in gathered(*digests, rule=rule).values()]


# --- spellings ---


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("IT之家", "it之家"),
        ("IT 之家", "it之家"),
        ("it之家", "it之家"),
        ("ＩＴ之家", "it之家"),
        ("IT\u3000之家", "it之家"),
        ("IT\u200b之家\ufeff", "it之家"),
        ("IT之家。", "it之家"),
        ("《IT之家》：", "it之家"),
        ("“ IT 之家 ”", "it之家"),
        ("River Wire", "riverwire"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("A&B", "a&b"),
        ("C#", "c#"),
        ("城南网（转）", "城南网(转"),
        ("——", ""),
        (" \u200b ", ""),
        ("", ""),
    ],
)
def test_a_spelling_is_pinned(name: str, key: str) -> None:
    """Ids are made from it: width, letter case, white space, format characters and margins are gone."""
    assert spelling(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("36 氪", "36kr"), ("C#", "C"), ("凤凰网", "凤凰"), ("Wire-News", "Wire News"), ("城南网", "城北网")],
)
def test_names_that_differ_in_a_letter_or_within_are_two(one: str, other: str) -> None:
    """What only somebody who knows both can tell is for the config to say."""
    assert spelling(one) != spelling(other)


@law
@given(st.text(max_size=40))
def test_the_name_shown_has_the_spelling_it_is_shown_for(name: str) -> None:
    """So that the edition before can be asked for the slug of a name that it showed."""
    for attribution, _ in gather_attributions([digest(name)], AttributionRule(), {}):
        assert spelling(attribution.name) == attribution.key == spelling(name)


# --- gathering ---


def test_spellings_of_one_name_are_gathered_in_their_order() -> None:
    """Each with its digest and its place in it, from 1; the commonest spelling is shown."""
    assert gathered(digest("城南 Net", "河岸日报", "城南net"), digest(None, "城南 Net", path="b.md")) == {
        "cheng-nan-net": ("城南 Net", [("a.md", 1), ("a.md", 3), ("b.md", 2)]),
        "he-an-ri-bao": ("河岸日报", [("a.md", 2)]),
    }


def test_of_two_spellings_as_common_the_smallest_is_shown() -> None:
    """Whichever was met first."""
    assert names(digest("wire", "Wire", "WIRE")) == ["WIRE"]
    assert names(digest("WIRE", "Wire", "wire")) == ["WIRE"]
    assert names(digest("WIRE", "Wire", "wire", "wire")) == ["wire"]


def test_a_name_is_shown_without_characters_that_nobody_sees() -> None:
    """As a column's name is: NFKC, no format characters."""
    assert names(digest("城\u200b南\uff2eet")) == ["城南Net"]


def test_items_below_the_least_have_no_feed() -> None:
    """Counted after spellings are one."""
    found = digest("Wire", "wire", "WIRE", "城南网", "城南网")
    assert names(found, rule=AttributionRule(least=3)) == ["WIRE"]
    assert names(found, rule=AttributionRule(least=4)) == []


def test_only_names_that_are_asked_for_have_a_feed() -> None:
    """The least holds for them too."""
    found = digest("Wire", "城南网", "城南网")
    assert names(found, rule=AttributionRule(only=frozenset({"wire", "河岸日报"}))) == ["Wire"]
    assert names(found, rule=AttributionRule(least=2, only=frozenset({"wire"}))) == []


def test_what_is_attributed_to_nobody_has_no_feed() -> None:
    """Nor what is attributed to a dash."""
    assert gathered(digest(None, "", "——", "\u200b")) == {}


# --- slugs ---


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("IT 之家", "it-zhi-jia"),
        ("IT之家", "it-zhi-jia"),
        ("36氪", "36-ke"),
        ("River Wire", "riverwire"),
        ("晚点 LatePost", "wan-dian-latepost"),
        ("items", "items-f66393"),
        ("163", "attribution-751397"),
    ],
)
def test_a_slug_is_pinned(name: str, slug: str) -> None:
    """It is made from what the spellings share, so that a commoner one moves no folder."""
    assert list(gathered(digest(name))) == [slug]


def test_a_published_slug_stays() -> None:
    """The edition before tells it by the name that it showed."""
    assert list(gathered(digest("城南NET"), published={"城南 net": "south"})) == ["south"]


def test_of_two_names_that_want_a_slug_the_smaller_has_it() -> None:
    """晨 is U+6668 and 辰 U+8FB0; both are chen."""
    found = gathered(digest("辰报", "晨报"))
    assert {name: slug for slug, (name, _) in found.items()} == {
        "晨报": "chen-bao",
        "辰报": "chen-bao-bf1937",
    }


# --- names of the config ---


def test_a_merged_name_replaces_every_spelling() -> None:
    """The config's own name too; what it does not speak of stays as it is written."""
    merged = {"南网": "城南网", "城南网": "城南网"}
    (found,) = rename([digest("南 网", "城南网。", "河岸日报", None)], merged)
    assert [item.attribution for item in found.items] == ["城南网", "城南网", "河岸日报", None]
    assert [item.title for item in found.items] == ["第 1 条", "第 2 条", "第 3 条", "第 4 条"]


def test_a_digest_that_names_nobody_of_them_is_the_same_digest() -> None:
    """Nothing is copied where nothing changes."""
    one, other = digest("河岸日报"), digest(None, path="b.md")
    assert [id(each) for each in rename([one, other], {"城南网": "城南网"})] == [id(one), id(other)]
    assert [id(each) for each in rename([one, other], {})] == [id(one), id(other)]


# --- laws ---

#: Few names in many spellings, and whatever else a capture holds.
ATTRIBUTIONS = st.one_of(
    st.none(),
    st.sampled_from(
        ["Wire", "WIRE", "wire ", "W ire", "Ｗire", "Wire。", "城南网", "城南 网", "辰", "晨", "—", "items"]
    ),
    st.text(max_size=6),
)
DIGESTS = st.lists(st.lists(ATTRIBUTIONS, max_size=6), max_size=6).map(
    lambda lists: [digest(*each, path=f"{number}.md") for number, each in enumerate(lists)]
)


@law
@given(DIGESTS, st.integers(1, 4))
def test_every_item_is_gathered_once_where_its_name_has_enough(digests: list[Digest], least: int) -> None:
    """And an item whose name has too few, or none, nowhere."""
    placed = [
        (mention.digest.path, mention.position)
        for _, mentions in gather_attributions(digests, AttributionRule(least), {})
        for mention in mentions
    ]
    counts = Counter(spelling(item.attribution or "") for each in digests for item in each.items)
    wanted = [
        (each.path, position)
        for each in digests
        for position, item in enumerate(each.items, start=1)
        if (key := spelling(item.attribution or "")) and counts[key] >= least
    ]
    assert sorted(placed) == sorted(wanted)


@law
@given(DIGESTS.flatmap(lambda digests: st.tuples(st.just(digests), st.permutations(digests))))
def test_the_order_of_the_digests_changes_no_name_and_no_slug(
    orders: tuple[Sequence[Digest], Sequence[Digest]],
) -> None:
    """They are decided by the digests alone."""
    one, other = (
        [attribution for attribution, _ in gather_attributions(order, AttributionRule(), {})]
        for order in orders
    )
    assert one == other


@law
@given(DIGESTS, DIGESTS)
def test_more_digests_move_no_published_feed(old: list[Digest], new: list[Digest]) -> None:
    """A commoner spelling may change the name shown, and never the key or the slug."""
    first = gather_attributions(old, AttributionRule(), {})
    published = {attribution.name: attribution.slug for attribution, _ in first}
    then = gather_attributions([*old, *new], AttributionRule(), published)
    slugs = {attribution.key: attribution.slug for attribution, _ in then}
    assert len(set(slugs.values())) == len(slugs)
    assert {attribution.key: slugs[attribution.key] for attribution, _ in first} == {
        attribution.key: attribution.slug for attribution, _ in first
    }
